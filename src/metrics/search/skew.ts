import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/*
 * Steps on the group of rotations and reflections. A step from Q leads to Q·(I + A) made orthogonal
 * again. A is skew, and is given by its upper triangle, row after row: n·(n − 1) / 2 numbers.
 */

/** The gradient over A of a loss whose derivative over Q is −C, from M = QᵀC. */
export function skewGradient({ rows: n, data: m }: Matrix): Float64Array {
  const gradient = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) gradient[k++] = (m[j * n + i]! - m[i * n + j]!) / 2;
  }
  return gradient;
}

/** (M + Mᵀ) / 2. */
export function symmetricPart({ rows: n, data: m }: Matrix): Matrix {
  const part = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) part.data[i * n + j] = (m[i * n + j]! + m[j * n + i]!) / 2;
  }
  return part;
}

/** (sᵢ + sⱼ) / 2 of each pair of axes. @param floor - what is below this part of the largest counts as this much */
export function pairSums(values: Float64Array, floor: number): Float64Array {
  const n = values.length;
  const sizes = values.map(Math.abs);
  const least = floor * sizes.reduce((a, b) => Math.max(a, b), 0) || 1;
  const sums = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) sums[k++] = Math.max((sizes[i]! + sizes[j]!) / 2, least);
  }
  return sums;
}

/** The skew matrix with this upper triangle. */
export function skew(a: Float64Array, n: number, kernels: Kernels): Matrix {
  const whole = kernels.uninitialized(n, n);
  const data = whole.data;
  for (let i = 0, k = 0; i < n; i++) {
    data[i * n + i] = 0;
    for (let j = i + 1; j < n; j++, k++) {
      data[i * n + j] = a[k]!;
      data[j * n + i] = -a[k]!;
    }
  }
  return whole;
}

export function scaled(a: Float64Array, factor: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let k = 0; k < a.length; k++) result[k] = factor * a[k]!;
  return result;
}

/**
 * Q·(I + A) made orthogonal again: times the inverse of Lᵀ, where
 * L·Lᵀ = (I + A)ᵀ·(I + A) = I + AᵀA, which is well conditioned for any skew A.
 */
export function retract(motion: Matrix, step: Float64Array, kernels: Kernels): Matrix {
  const n = motion.rows;
  return kernels.scope(() => {
    const a = skew(step, n, kernels);
    const square = kernels.syrk(a, { trans: true });
    addToDiagonal(square, 1);
    addToDiagonal(a, 1);
    const lower = kernels.cholesky(square);
    // Qᵀ-side of the product, because triangular systems are solved from the left.
    const moved = kernels.gemm(a, motion, { transA: true, transB: true });
    return kernels.detach(kernels.transpose(kernels.solveTriangular(lower, moved)));
  });
}

function addToDiagonal({ cols, data }: Matrix, value: number): void {
  for (let k = 0; k < data.length; k += cols + 1) data[k]! += value;
}
