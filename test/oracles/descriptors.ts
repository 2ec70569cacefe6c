/** Descriptors of one network by their definitions, slowly: every loop of the papers, nothing shared. */
import type { Matrix } from "../../src/base/matrix.ts";
import { transpose } from "../../src/base/matrix.ts";

const rowsOf = ({ rows, cols, data }: Matrix) =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanRow = (x: Matrix) => rowsOf(transpose(x)).map(meanOf);
const squaredDistance = (a: number[], b: number[]) => a.reduce((sum, v, k) => sum + (v - b[k]!) ** 2, 0);

export const magnitudeByDefinition = (x: Matrix) => Math.sqrt(dot(meanRow(x), meanRow(x)));

export function concentricityByDefinition(x: Matrix): number {
  const mean = meanRow(x);
  const cosine = (row: number[]) => dot(row, mean) / Math.sqrt(dot(row, row) * dot(mean, mean));
  return meanOf(rowsOf(x).map(cosine));
}

export function uniformityByDefinition(x: Matrix, t = 2, unit = false): number {
  const rows = rowsOf(x).map((row) => (unit ? row.map((value) => value / Math.sqrt(dot(row, row))) : row));
  return Math.log(meanOf(rows.flatMap((a) => rows.map((b) => Math.exp(-t * squaredDistance(a, b))))));
}

/** Distances of each row to the others, rising. */
function neighborsOf(x: Matrix): number[][] {
  const rows = rowsOf(x);
  return rows.map((a, i) =>
    rows.flatMap((b, j) => (i === j ? [] : [Math.sqrt(squaredDistance(a, b))])).sort((p, q) => p - q),
  );
}

/** Facco et al. 2017, steps 1 to 5 of "Estimating the intrinsic dimension", without the share of the largest ratios. */
export function twoNnByDefinition(x: Matrix, discard = 0.1): number {
  const ratios = neighborsOf(x)
    .map(([first, second]) => second! / first!)
    .sort((p, q) => p - q);
  const kept = ratios.length - Math.max(1, Math.ceil(ratios.length * discard - 1e-6));
  const points = ratios
    .slice(0, kept)
    .map((ratio, i) => [Math.log(ratio), -Math.log(1 - (i + 1) / ratios.length)] as const);
  return points.reduce((sum, [a, b]) => sum + a * b, 0) / points.reduce((sum, [a]) => sum + a * a, 0);
}

/** Levina & Bickel 2004, eq. 8, averaged as there or as MacKay & Ghahramani 2005 do. */
export function likelihoodDimension(x: Matrix, k: number, average: "levina-bickel" | "mackay"): number {
  const inverse = neighborsOf(x).map(
    (distances) =>
      distances.slice(0, k - 1).reduce((sum, one) => sum + Math.log(distances[k - 1]! / one), 0) / (k - 1),
  );
  return average === "mackay" ? 1 / meanOf(inverse) : meanOf(inverse.map((one) => 1 / one));
}

/** Singular values by rotating pairs of columns until all are orthogonal (Hestenes 1958). */
export function singularValuesByJacobi(x: Matrix): number[] {
  const columns = rowsOf(x.cols > x.rows ? x : transpose(x));
  for (let sweep = 0; sweep < 30; sweep++)
    for (const [p, a] of columns.entries())
      for (const b of columns.slice(p + 1)) {
        const theta = 0.5 * Math.atan2(2 * dot(a, b), dot(b, b) - dot(a, a));
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        a.forEach((first, k) => {
          const second = b[k]!;
          a[k] = c * first - s * second;
          b[k] = s * first + c * second;
        });
      }
  return columns.map((column) => Math.sqrt(dot(column, column)));
}

export function centered(x: Matrix): Matrix {
  const mean = meanRow(x);
  return { ...x, data: x.data.map((value, k) => value - mean[k % x.cols]!) };
}

export function effectiveRankByDefinition(x: Matrix, power: 1 | 2): number {
  const weights = singularValuesByJacobi(x).map((value) => value ** power);
  const sum = weights.reduce((total, one) => total + one, 0);
  const entropy = weights.reduce(
    (total, one) => (one > 0 ? total - (one / sum) * Math.log(one / sum) : total),
    0,
  );
  return Math.exp(entropy);
}

export function participationRatioByDefinition(x: Matrix): number {
  const values = singularValuesByJacobi(x).map((value) => value ** 2);
  return values.reduce((sum, one) => sum + one, 0) ** 2 / values.reduce((sum, one) => sum + one * one, 0);
}

/**
 * The unbiased estimate of (tr C)² over that of tr C², as means over all quadruples of different stimuli: with
 * h = ½‖x₁ − x₂‖², E h·h' = (tr C)² of two disjoint pairs, and E ¼⟨x₁ − x₂, x₃ − x₄⟩² = tr C².
 */
export function ratioOverQuadruples(x: Matrix): number {
  const rows = rowsOf(x);
  const m = rows.length;
  let [squareOfTrace, traceOfSquare] = [0, 0];
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++)
      for (let c = 0; c < m; c++)
        for (let d = 0; d < m; d++) {
          if (new Set([a, b, c, d]).size < 4) continue;
          const first = rows[a]!.map((value, k) => value - rows[b]![k]!);
          const second = rows[c]!.map((value, k) => value - rows[d]![k]!);
          squareOfTrace += (dot(first, first) * dot(second, second)) / 4;
          traceOfSquare += dot(first, second) ** 2 / 4;
        }
  return squareOfTrace / traceOfSquare;
}
