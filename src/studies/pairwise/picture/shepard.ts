import { norm, type Matrix } from "../../../base/matrix.ts";
import type { ScatterFigure } from "../../../report/figures.ts";
import { namedPairs, pairsOf } from "../../../report/parts.ts";

/** Pairs that are drawn: more make the file large and the picture no clearer. */
const mostPairs = 20_000;

/**
 * Distances on a map over the given ones, a dot for each pair.
 *
 * @param points - coordinates of each item on the map
 * @param distances - of the same items, square
 */
export function shepardDiagram(
  names: readonly string[],
  points: readonly ArrayLike<number>[],
  distances: Matrix,
): ScatterFigure {
  const n = names.length;
  const pairs = pairsOf(n, mostPairs);
  const between = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    norm(Array.from(a, (value, k) => value - b[k]!));
  const all = (n * (n - 1)) / 2;
  const thinned = pairs.length < all ? ` ${pairs.length} of ${all} pairs are drawn, evenly picked.` : "";
  return {
    kind: "scatter",
    title: "Shepard diagram",
    caption: `Each dot is a pair; on the dashed line the map shows its distance exactly.${thinned}`,
    x: { label: "distance" },
    y: { label: "distance on the map" },
    points: {
      x: pairs.map(({ row, col }) => distances.data[row * n + col]!),
      y: pairs.map(({ row, col }) => between(points[row]!, points[col]!)),
    },
    ...namedPairs(names, pairs),
    identity: true,
  };
}
