import type { Comparisons } from "../../../data/comparisons.ts";

/** Whether rows and columns are the same representations, as far as their names tell. */
export function isSquare({ rowNames, colNames }: Pick<Comparisons, "rowNames" | "colNames">): boolean {
  return rowNames.length === colNames.length && rowNames.every((name, i) => name === colNames[i]);
}

/** Row and column of each pair of different representations: of a square those above the diagonal, of a rectangle all. */
export function pairsOf(
  comparisons: Pick<Comparisons, "rowNames" | "colNames">,
): [row: number, col: number][] {
  const { rowNames, colNames } = comparisons;
  const first = isSquare(comparisons) ? (i: number) => i + 1 : () => 0;
  return rowNames.flatMap((_, i) =>
    colNames.slice(first(i)).map((_, k): [number, number] => [i, first(i) + k]),
  );
}
