import type { Bar, Figure, FigureKind, Numbers } from "../figures.ts";
import { lookOfSome } from "../look/item-look.ts";
import { sizeOf } from "../size.ts";
import { reducedGallery, reducedHeatMaps } from "./matrices.ts";
import { rounded, strided } from "./numbers.ts";

/** A figure with less in it, and the sentence that says what was done; undefined where nothing is left to do. */
export type Reduced<F extends Figure = Figure> =
  | {
      readonly figure: F;
      readonly said: string;
      /** Its numbers need not be made shorter. */
      readonly isShort?: boolean;
    }
  | undefined;

/** Keeps about this share of the rows, columns, points or bars. Range (0, 1]. */
type Reduce<F extends Figure> = (figure: F, share: number) => Reduced<F>;

/** The caption of what was left out. */
const leftOut =
  "Left out, because it would make this page too large; the files of the result hold everything.";

/**
 * A figure of at most so many bytes: first with numbers of four digits, then with fewer of them.
 * A figure that cannot be reduced so far is left out, which its caption says.
 */
export function reducedTo(figure: Figure, most: number): Figure {
  const size = sizeOf(figure);
  const short = size < mostShortened * most ? shortened(figure) : undefined;
  if (short && sizeOf(short) <= most) return short;
  const reduce = reductions[figure.kind] as Reduce<Figure> | undefined;
  for (let share = Math.min(0.9, (2.5 * most) / size); share > 1e-7; share *= 0.7) {
    const found = reduce?.(figure, share);
    if (!found) break;
    const told = withSentence(found.isShort ? found.figure : (rounded(found.figure) as Figure), found.said);
    if (sizeOf(told) <= most) return told;
  }
  return { kind: "table", title: figure.title, caption: leftOut, columns: [""], rows: [] };
}

/** Four digits take a third of the room of all digits; rounding what is reduced anyway would only take time. */
export const mostShortened = 4;

/** With numbers of four digits. */
export function shortened(figure: Figure): Figure {
  return withSentence(rounded(figure) as Figure, "numbers have four digits.");
}

function withSentence(figure: Figure, said: string): Figure {
  const told = `Reduced to keep this page small: ${said}`;
  return { ...figure, caption: figure.caption ? `${figure.caption} ${told}` : told };
}

const reductions: { readonly [Kind in FigureKind]?: Reduce<Extract<Figure, { kind: Kind }>> } = {
  "heat-maps": reducedHeatMaps,
  gallery: reducedGallery,
  map(figure, share) {
    const keep = strided(figure.names.length, share);
    const place = new Map(keep.map((item, k) => [item, k]));
    const joined = (figure.joined ?? []).flatMap(([a, b]): [number, number][] =>
      place.has(a) && place.has(b) ? [[place.get(a)!, place.get(b)!]] : [],
    );
    const { groups, tips, look, neighbors } = figure;
    const placesIn = (items: readonly number[]) => items.flatMap((item) => place.get(item) ?? []);
    return {
      figure: {
        ...figure,
        names: taken(figure.names, keep),
        points: taken(figure.points, keep),
        ...(groups ? { groups: taken(groups, keep) } : {}),
        ...(tips ? { tips: taken(tips, keep) } : {}),
        ...(look ? { look: lookOfSome(look, keep) } : {}),
        ...declared(figure, keep),
        ...(neighbors ? { neighbors: keep.map((k) => placesIn(neighbors[k]!)) } : {}),
        joined,
      },
      said: `${keep.length} of ${figure.names.length} points, evenly spaced in their order.`,
    };
  },
  scatter(figure, share) {
    const { x, y } = figure.points;
    const keep = strided(x.length, share);
    const { names, groups, look } = figure;
    return {
      figure: {
        ...figure,
        points: { x: taken(x, keep), y: taken(y, keep) },
        ...(names ? { names: taken(names, keep) } : {}),
        ...(groups ? { groups: taken(groups, keep) } : {}),
        ...(look ? { look: lookOfSome(look, keep) } : {}),
        ...declared(figure, keep),
      },
      said: `${keep.length} of ${x.length} points, evenly spaced in their order.`,
    };
  },
  lines(figure, share) {
    const series = figure.series.map((one) => {
      const keep = strided(one.x.length, share);
      const part = { ...one, x: taken(one.x, keep), y: taken(one.y, keep) };
      return {
        ...part,
        ...(one.low ? { low: taken(one.low, keep) } : {}),
        ...(one.high ? { high: taken(one.high, keep) } : {}),
      };
    });
    return { figure: { ...figure, series }, said: "evenly spaced points of each line." };
  },
  bars(figure, share) {
    const count = Math.max(1, Math.floor(figure.bars.length * share));
    const bars = figure.bars.slice(0, count).map(withoutParts);
    const parts = figure.bars.some((bar) => bar.parts) ? ", without their single measurements" : "";
    const look = figure.look ? { look: lookOfSome(figure.look, [...bars.keys()]) } : {};
    return {
      figure: { ...figure, bars, ...look, ...declared(figure, [...bars.keys()]) },
      said: `the first ${count} of ${figure.bars.length} bars${parts}.`,
    };
  },
  histogram(figure, share) {
    const { series = [], pairs } = figure;
    const given = series.length > 0 ? series : [{ name: "", values: figure.values }];
    let first = 0;
    const kept = given.map(({ name, values }) => {
      const keep = ofAllSizes(values, share);
      const items = keep.map((k) => first + k);
      first += values.length;
      return { name, values: taken(values, keep), items };
    });
    const items = kept.flatMap((one) => one.items);
    return {
      figure: {
        ...figure,
        ...(pairs ? { pairs: taken(pairs, items) } : {}),
        ...(series.length > 0
          ? { series: kept.map(({ name, values }) => ({ name, values })) }
          : { values: kept[0]!.values }),
      },
      said: `${items.length} of ${first} values, evenly spaced in their order of size.`,
    };
  },
  table(figure, share) {
    const count = Math.floor(figure.rows.length * share);
    if (count === 0) return undefined;
    const keep = Array.from({ length: count }, (_, k) => k);
    return {
      figure: { ...figure, rows: figure.rows.slice(0, count), ...declared(figure, keep) },
      said: `the first ${count} of ${figure.rows.length} rows.`,
    };
  },
  trajectories(figure, share) {
    const length = figure.times?.length ?? figure.panels[0]!.paths[0]?.points.length ?? 0;
    const keep = strided(length, share);
    const panels = figure.panels.map(({ title, paths }) => ({
      title,
      paths: paths.map((path) => ({
        ...path,
        points: taken(path.points, figure.times ? keep : strided(path.points.length, share)),
      })),
    }));
    const times = figure.times ? { times: taken(figure.times, keep) } : {};
    const stimuli = figure.stimuli ? { stimuli: taken(figure.stimuli, keep) } : {};
    return {
      figure: { ...figure, panels, ...times, ...stimuli },
      said: `${keep.length} of ${length} time points, evenly spaced.`,
    };
  },
};

/** Places of values evenly spaced in their order of size: these have the shape of the whole distribution. */
function ofAllSizes(values: Numbers, share: number): number[] {
  const all = Array.from({ length: values.length }, (_, k) => k);
  const known = all.filter((k) => values[k] !== null);
  const rising = known.sort((a, b) => values[a]! - values[b]!);
  return strided(rising.length, share).map((k) => rising[k]!);
}

/** The names that a figure gives of the items that are kept. */
function declared(
  { networks, stimuli, pairs }: Figure,
  keep: readonly number[],
): Pick<Figure, "networks" | "stimuli" | "pairs"> {
  return {
    ...(typeof networks === "object" ? { networks: taken(networks, keep) } : {}),
    ...(typeof stimuli === "object" ? { stimuli: taken(stimuli, keep) } : {}),
    ...(pairs ? { pairs: taken(pairs, keep) } : {}),
  };
}

function withoutParts(bar: Bar): Bar {
  const { parts: _parts, ...rest } = bar;
  return rest;
}

function taken<T>(list: ArrayLike<T>, keep: readonly number[]): T[] {
  return keep.map((k) => list[k]!);
}
