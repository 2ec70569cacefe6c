import type { Matrix } from "../../src/base/matrix.ts";
import { barcode, ripsComplex } from "./persistence.ts";

/** Which matrix the cross-barcode is that of: they differ in size, not in their first barcode. */
export type Doubling = "full" | "half" | "cone";

/**
 * RTD by the definition: distances over the 0.9 quantile of their matrix, the matrix of the doubled graph, its first barcode from
 * all edges and triangles, the mean over both orders (Barannikov et al., 2022, §2).
 */
export function rtdOracle(
  x: Matrix,
  y: Matrix,
  doubling: Doubling = "full",
  over: "matrix" | "pairs" = "matrix",
): number {
  const [w, v] = [normalised(x, over), normalised(y, over)];
  return (sumOfBars(doubled(w, v, doubling)) + sumOfBars(doubled(v, w, doubling))) / 2;
}

function sumOfBars(distances: number[][]): number {
  return barcode(ripsComplex(distances), 1).reduce((sum, { birth, death }) => sum + death - birth, 0);
}

function normalised({ rows, cols, data }: Matrix, over: "matrix" | "pairs"): number[][] {
  const indices = Array.from({ length: rows }, (_, i) => i);
  const distances = indices.map((i) =>
    indices.map((j) =>
      Math.hypot(...Array.from({ length: cols }, (_, k) => data[i * cols + k]! - data[j * cols + k]!)),
    ),
  );
  const population = over === "matrix" ? distances.flat() : distances.flatMap((row, i) => row.slice(i + 1));
  const rising = population.sort((a, b) => a - b);
  const at = 0.9 * (rising.length - 1);
  const [low, high] = [rising[Math.floor(at)]!, rising[Math.ceil(at)]!];
  const quantile = low + (at % 1) * (high - low);
  return distances.map((row) => row.map((distance) => distance / quantile));
}

/**
 * full:  (0, w; w, min(w, v)), 2m vertices, as the authors' code
 * half:  (0, w₊ᵀ; w₊, min(w, v)), where the lower triangle of w₊ is infinite
 * cone:  (w, w₊ᵀ, 0; w₊, min(w, v), ∞; 0, ∞, 0), 2m + 1 vertices
 */
function doubled(w: number[][], v: number[][], doubling: Doubling): number[][] {
  const m = w.length;
  const size = doubling === "cone" ? 2 * m + 1 : 2 * m;
  const at = (i: number, j: number): number => {
    if (i > j) return at(j, i);
    if (j === 2 * m) return i < m ? 0 : Infinity;
    if (j < m) return doubling === "cone" ? w[i]![j]! : 0;
    if (i >= m) return Math.min(w[i - m]![j - m]!, v[i - m]![j - m]!);
    return doubling !== "full" && i > j - m ? Infinity : w[i]![j - m]!;
  };
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? 0 : at(i, j))),
  );
}
