import { matrix, transpose } from "../../src/base/matrix.ts";
import type { Matrix } from "../../src/base/matrix.ts";

/** Seeded uniform numbers in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function rowsOf(a: Matrix): number[][] {
  return Array.from({ length: a.rows }, (_, i) => [...a.data.subarray(i * a.cols, (i + 1) * a.cols)]);
}

export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  return matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));
}

/** Euclidean distances between the rows. */
export function euclidean(points: readonly (readonly number[])[]): Matrix {
  return fromRows(points.map((p) => points.map((q) => Math.hypot(...p.map((x, k) => x - q[k]!)))));
}

export function randomPoints(n: number, dimensions: number, seed: number): number[][] {
  const next = uniform(seed);
  return Array.from({ length: n }, () => Array.from({ length: dimensions }, next));
}

/** Symmetric eigenproblem by cyclic Jacobi rotations: slow, accurate and independent of the engine. */
export function jacobi(a: Matrix): { values: Float64Array; vectors: Matrix } {
  const n = a.rows;
  const m = rowsOf(a);
  const v = m.map((_, i) => m.map((_, j) => (i === j ? 1 : 0)));
  const scale = Math.max(...a.data.map(Math.abs));
  const isDone = () => m.every((row, i) => row.every((x, j) => i === j || Math.abs(x) <= 1e-14 * scale));
  for (let sweep = 0; sweep < 60 && !isDone(); sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(m, v, p, q);
  }
  const order = m.map((_, i) => i).sort((i, j) => m[i]![i]! - m[j]![j]!);
  const vectors = transpose(fromRows(v));
  return {
    values: Float64Array.from(order, (i) => m[i]![i]!),
    vectors: fromRows(order.map((i) => rowsOf(vectors)[i]!)),
  };
}

function rotate(m: number[][], v: number[][], p: number, q: number): void {
  if (m[p]![q] === 0) return;
  const angle = Math.atan2(2 * m[p]![q]!, m[q]![q]! - m[p]![p]!) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const columns = (a: number[][]) => {
    for (const row of a) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
  };
  columns(m);
  columns(v);
  const [rp, rq] = [m[p]!, m[q]!];
  m[p] = rp.map((x, k) => c * x - s * rq[k]!);
  m[q] = rp.map((x, k) => s * x + c * rq[k]!);
}
