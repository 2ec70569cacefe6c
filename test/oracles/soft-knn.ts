/** The definition of `soft-knn`, entry by entry: softmax weights, and Bhattacharyya's coefficient of them. */
import type { Matrix } from "../../src/base/matrix.ts";

type Similarity = "cosine" | "euclidean" | "correlation" | "inner-product";

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, k) => sum + value * b[k]!, 0);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function rowsOf({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
}

/** Similarities of every two stimuli. */
function similarities(x: Matrix, neighbors: Similarity): number[][] {
  const given = rowsOf(x);
  const rows =
    neighbors === "correlation" ? given.map((row) => row.map((value) => value - meanOf(row))) : given;
  const squared = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0);
  if (neighbors === "euclidean") {
    const all = rows.map((a) => rows.map((b) => squared(a, b)));
    const mean = all.flat().reduce((sum, value) => sum + value, 0) / (rows.length * (rows.length - 1));
    return all.map((row) => row.map((value) => -value / mean));
  }
  const unit = neighbors === "inner-product" ? meanOf(rows.map((row) => dot(row, row))) : undefined;
  return rows.map((a) => rows.map((b) => dot(a, b) / (unit ?? Math.sqrt(dot(a, a) * dot(b, b)))));
}

/** Weights of all others for each stimulus: they sum to 1. */
function weights(x: Matrix, neighbors: Similarity, temperature: number): number[][] {
  return similarities(x, neighbors).map((row, i) => {
    const raw = row.map((value, j) => (j === i ? 0 : Math.exp(value / temperature)));
    const sum = raw.reduce((total, value) => total + value, 0);
    return raw.map((value) => value / sum);
  });
}

export function softKnnByDefinition(
  x: Matrix,
  y: Matrix,
  neighbors: Similarity,
  temperature: number,
): number {
  const [p, q] = [weights(x, neighbors, temperature), weights(y, neighbors, temperature)];
  return meanOf(p.map((row, i) => row.reduce((sum, weight, j) => sum + Math.sqrt(weight * q[i]![j]!), 0)));
}
