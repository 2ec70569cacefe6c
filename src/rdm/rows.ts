import type { Matrix } from "../matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { dissimilarities, type DissimilarityName, type RdmSource } from "./dissimilarities.ts";

/**
 * Below this fraction of |a|² + |b|², |a|² + |b|² − 2·a·b has lost three digits and
 * the differences are summed directly; so the relative error stays near 1e-13 and
 * equal rows are at distance 0.
 */
const cancels = 1e-3;

/**
 * Dissimilarities of stimuli start … end − 1 to all later ones: that stretch of the
 * condensed matrix, (start, start + 1), (start, start + 2), … row after row.
 */
export function rdmRows(
  { rows, squaredNorms, exponent }: RdmSource,
  name: DissimilarityName,
  { start, end, length }: { start: number; end: number; length: number },
  kernels: Kernels,
): Float64Array {
  const { finish } = dissimilarities[name];
  const m = rows.rows;
  const products = kernels.gemm(kernels.rows(rows, start, end), kernels.rows(rows, start, m), { transB: true }).data;
  const norms = squaredNorms.data;
  const values = new Float64Array(length);
  let next = 0;
  for (let i = start; i < end; i++) {
    const row = (i - start) * (m - start) - start;
    for (let j = i + 1; j < m; j++) {
      const sum = norms[i]! + norms[j]!;
      const squared = sum - 2 * products[row + j]!;
      values[next++] = finish(squared > cancels * sum ? squared : squaredDifference(rows, i, j), exponent);
    }
  }
  return values;
}

function squaredDifference({ data, cols }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! - data[j * cols + k]!) ** 2;
  return sum;
}
