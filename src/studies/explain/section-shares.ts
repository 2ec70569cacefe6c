import type { BarsFigure, Figure, HeatMapsFigure, ScatterFigure } from "../../report/figures.ts";
import type { ShareKind, Shares } from "./facts.ts";
import type { Explanation } from "./result.ts";
import type { Share } from "./top.ts";

/** Bars of the largest shares: of stimuli on the whole width, of the units of both networks side by side, of couples and axes. */
export function shareFigures(found: Explanation, top: number): Figure[] {
  const [x, y] = found.names;
  const bars = (kind: Exclude<ShareKind, "pairs">, words: string) => barsOf(found, kind, words, top);
  const ofStimuli = (figure: BarsFigure) => ({ ...figure, wide: true, stimuli: "items" as const });
  return [
    ...bars("differences", "stimuli in the difference").map(ofStimuli),
    ...bars("stimuli", found.differences ? "stimuli in the similarity" : "stimuli").map(ofStimuli),
    ...bars("unitsX", `units of ${x}`),
    ...bars("unitsY", `units of ${y}`),
    ...bars("matches", `couples of units of ${x} and ${y}`),
    ...bars("directions", "directions that both share"),
  ];
}

function barsOf(
  found: Explanation,
  kind: Exclude<ShareKind, "pairs">,
  words: string,
  top: number,
): BarsFigure[] {
  const part = found[kind];
  if (!part || part.shares.length === 0) return [];
  const shown = found.top(top, kind).filter(({ share }) => !Number.isNaN(share));
  if (shown.length === 0) return [];
  const isSum = part.form === "sum";
  const all = part.shares.length;
  const which = all > shown.length ? `The ${shown.length} largest of ${all}. ` : "";
  return [
    {
      kind: "bars",
      title: isSum ? `Shares of ${words}` : `Changes without each of the ${words}`,
      caption: `${which}${sentence(part.of)}${isSum ? said(part, words) : ""}`,
      y:
        isSum && part.total > 0
          ? { label: "share of the sum", format: "percent" }
          : { label: "change of the value" },
      bars: shown.map((one) => ({
        name: nameOf(one),
        value: isSum && part.total > 0 ? one.fraction : one.share,
      })),
    },
  ];
}

function nameOf({ name, partner }: Share): string {
  return partner === undefined ? name : `${name} – ${partner}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What belongs to none of them. */
function said({ rest, total }: Shares, words: string): string {
  if (rest === undefined) return "";
  return ` ${Math.round((100 * rest) / total)} % belong to no ${words.replace(/s of .*/, "")} of it: the other network has directions, or units, that it lacks.`;
}

/** The share of each stimulus against what the value loses without it. */
export function changeFigures({ stimuli, omissions }: Explanation): ScatterFigure[] {
  if (!stimuli || !omissions || omissions.shares.every(Number.isNaN)) return [];
  return [
    {
      kind: "scatter",
      title: "Shares, and changes of the value",
      caption: `Each dot a stimulus: its share of ${stimuli.of}; and the value less the value without it.`,
      stimuli: "items",
      names: stimuli.names,
      x: { label: "share of the sum", format: "percent" },
      y: { label: "change of the value" },
      points: { x: stimuli.shares.map((share) => share / stimuli.total), y: omissions.shares },
    },
  ];
}

/** Shares of all pairs of stimuli, as a square. */
export function pairFigures({ pairs }: Explanation): HeatMapsFigure[] {
  if (!pairs) return [];
  const { names, square, of, total } = pairs;
  return [
    {
      kind: "heat-maps",
      title: "Pairs of stimuli",
      caption: `${sentence(of)} Entries add to it, rows to the shares of the stimuli.`,
      stimuli: "items",
      panels: [{ rowNames: names, colNames: names, values: square.data }],
      scale:
        total > 0 && square.data.every((value) => value >= 0)
          ? { word: "share", ends: ["little", "much"], dark: "most" }
          : { word: "share", around: 0 },
    },
  ];
}
