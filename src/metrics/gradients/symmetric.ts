/** Symmetric stimuli × stimuli matrices: Gram matrices and weights of pairs. */
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { shiftsOf } from "../kernel/gram.ts";

/**
 * HKH in place; or the U-centred K, whose diagonal is 0.
 * @param gram - stimuli × stimuli
 */
export function centreGram(gram: Matrix, debiased: boolean): Matrix {
  const { rows: m, data } = gram;
  if (debiased) for (let i = 0; i < m; i++) data[i * (m + 1)] = 0;
  const shift = shiftsOf(rowSums(gram), debiased).data;
  for (let i = 0, k = 0; i < m; i++) {
    const own = shift[i]!;
    for (let j = 0; j < m; j++) data[k++]! -= own + shift[j]!;
  }
  if (debiased) for (let i = 0; i < m; i++) data[i * (m + 1)] = 0;
  return gram;
}

export function rowSums({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) sum += data[k]!;
    return sum;
  });
}

/** Weights of the pairs i < j, m(m − 1)/2 of them, on both sides of a diagonal of zeros. */
export function weightMatrix(condensed: Float64Array, m: number, kernels: Kernels): Matrix {
  const whole = kernels.uninitialized(m, m);
  const { data } = whole;
  for (let i = 0, k = 0; i < m; i++) {
    data[i * (m + 1)] = 0;
    for (let j = i + 1; j < m; j++) data[i * m + j] = data[j * m + i] = condensed[k++]!;
  }
  return whole;
}

/** W + Wᵀ in place. */
export function addMirror(weights: Matrix): Matrix {
  const { rows: m, data } = weights;
  for (let i = 0; i < m; i++) {
    data[i * (m + 1)]! *= 2;
    for (let j = 0; j < i; j++) data[i * m + j] = data[j * m + i] = data[i * m + j]! + data[j * m + i]!;
  }
  return weights;
}

/**
 * factor · (diag(W·1)·X − W·X): row i is factor · Σⱼ Wᵢⱼ·(xᵢ − xⱼ), the pull of all others on stimulus i.
 * @param weights - m × m, symmetric
 * @param x - m × n
 */
export function pull(weights: Matrix, x: Matrix, factor: number, kernels: Kernels): Matrix {
  const pulled = kernels.gemm(weights, x, { alpha: -factor });
  const sums = rowSums(weights);
  const [to, from, n] = [pulled.data, x.data, x.cols];
  for (let i = 0, k = 0; i < x.rows; i++) {
    const own = factor * sums[i]!;
    for (let j = 0; j < n; j++, k++) to[k]! += own * from[k]!;
  }
  return pulled;
}

/**
 * Of the cosine c = ⟨a, b⟩/(‖a‖ ‖b‖): ∂c/∂a = (b/‖b‖ − c·a/‖a‖)/‖a‖, in place of b.
 * @param scale - what the gradient is multiplied by
 */
export function cosineSlope(
  a: Float64Array,
  b: Float64Array,
  of: { readonly cosine: number; readonly normA: number; readonly normB: number },
  scale = 1,
): Float64Array {
  const [own, other] = [((of.cosine / of.normA) * scale) / of.normA, scale / of.normB / of.normA];
  for (let k = 0; k < b.length; k++) b[k] = other * b[k]! - own * a[k]!;
  return b;
}
