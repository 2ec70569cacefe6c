/** Figures of the values of an answer that its report does not have. */
import { embed, type Engine } from "repgeom";
import { embedSection, type Figure, type HistogramFigure } from "repgeom/report";
import type { Derived, Square } from "./protocol.ts";
import { distancesOf } from "./square.ts";

export async function derived(
  square: Square,
  what: Derived,
  groups: readonly string[] | undefined,
  engine: Engine,
): Promise<readonly Figure[]> {
  if (what === "spread") return spreadOf(square, groups ?? []);
  const { square: distances } = await distancesOf(square);
  const { names } = square;
  const found = await embed(distances, { dimensions: Math.min(3, names.length - 1), names }, { engine });
  const figures = embedSection({ found, distances }).figures.flat() as Figure[];
  return figures
    .filter((one) => one.kind === "map")
    .map((one) => ({ ...one, ...(one.axes && { axes: one.axes.map(shortAxis) }) }));
}

/** The values of the pairs within one group, and of those between two; of all where there are no groups. */
function spreadOf({ spec, names, values }: Square, groups: readonly string[]): Figure[] {
  const all = pairsOf(names.length);
  const isWithin = ([i, j]: readonly [number, number]) => groups[i] === groups[j];
  const parts = [
    { name: "within a group", some: all.filter(isWithin) },
    { name: "between two groups", some: all.filter((pair) => !isWithin(pair)) },
  ].filter(({ some }) => some.length > 0);
  const isGrouped = new Set(groups).size > 1;
  const valuesOf = (some: readonly (readonly [number, number])[]) =>
    some.map(([i, j]) => values[i * names.length + j]!);
  const counts = parts.map(({ name, some }) => `${some.length} ${name}`).join(", ");
  const figure: HistogramFigure = {
    kind: "histogram",
    title: isGrouped ? "Values within and between groups" : "Values of all pairs",
    caption: isGrouped ? `Pairs: ${counts}.` : `${all.length} pairs.`,
    x: { label: spec.metric },
    values: isGrouped ? [] : valuesOf(all),
    ...(isGrouped && {
      series: parts.map(({ name, some }) => ({ name, values: valuesOf(some) })),
    }),
    pairs: (isGrouped ? parts.flatMap(({ some }) => some) : all).map(([i, j]) => [names[i]!, names[j]!]),
  };
  return [figure];
}

/** All i < j, row by row. */
export function pairsOf(n: number): [number, number][] {
  return Array.from({ length: n }, (_, i) => i).flatMap((i) =>
    Array.from({ length: n - 1 - i }, (_, k): [number, number] => [i, i + 1 + k]),
  );
}

/** Axes in space have little room for their names: "axis 1, 43%". */
function shortAxis(name: string): string {
  return name.replace(" of the variance", "");
}
