// Question 4: which methods see the networks alike? Metric by metric, over the pairs of networks.
import { compareMetrics } from "repgeom";

/** @returns the matrices by cosine and by Pearson's correlation, with Mantel's p of the latter */
export async function agreementOf(views, names, control) {
  const squares = views.map(({ name, square }) => ({
    name,
    square: { rows: names.length, cols: names.length, data: Float64Array.from(square.flat()) },
    items: names,
  }));
  const cosine = await compareMetrics(squares, { comparator: "cosine" }, control);
  const pearson = await compareMetrics(squares, { comparator: "pearson", mantel: 999, seed: 1 }, control);
  return { cosine, pearson };
}

/** Values of a matrix of views over the pairs that `wanted` accepts. */
export function over(result, views, wanted) {
  return views.flatMap((a, i) => views.flatMap((b, j) => (j > i && wanted(a, b) ? [result.at(i, j)] : [])));
}
