import type { Matrix } from "../../base/matrix.ts";
import type { HistogramFigure } from "../../report/figures.ts";
import { namedPairs, pairsOf } from "../../report/parts.ts";

/** Pairs that are counted: the shape of the distributions does not change with more. */
const mostPairs = 20_000;

/**
 * The distances of pairs within groups, and of pairs between them, over one another.
 *
 * @param labels - the group of each item
 */
export function withinAndBetween(
  square: Matrix,
  names: readonly string[],
  labels: readonly string[],
  column: string,
): HistogramFigure {
  const n = names.length;
  const pairs = pairsOf(n, mostPairs);
  const isWithin = ({ row, col }: (typeof pairs)[0]) => labels[row] === labels[col];
  const series = [
    { name: "within groups", pairs: pairs.filter(isWithin) },
    { name: "between groups", pairs: pairs.filter((pair) => !isWithin(pair)) },
  ].filter(({ pairs }) => pairs.length > 0);
  const all = (n * (n - 1)) / 2;
  const thinned = pairs.length < all ? ` ${pairs.length} of ${all} pairs are counted, evenly picked.` : "";
  return {
    kind: "histogram",
    title: `Within and between groups by ${column}`,
    caption: `Each distribution in shares of its own pairs.${thinned}`,
    x: { label: "distance" },
    values: [],
    series: series.map((one) => ({
      name: `${one.name} (${one.pairs.length})`,
      values: one.pairs.map(({ row, col }) => square.data[row * n + col]!),
    })),
    ...namedPairs(
      names,
      series.flatMap((one) => one.pairs),
    ),
  };
}
