import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { RdmSource } from "../dissimilarity.ts";

/** Two sets of rows: squared distances between the first minus those between the second. */
export type Polarised = Pick<Required<RdmSource>, "rows" | "subtracted">;

/**
 * Rows such that Σ over columns of (aᵢ − aⱼ)(bᵢ − bⱼ) is ‖Δ rows‖² − ‖Δ subtracted‖²:
 * half the sum and half the difference of a and b.
 */
export function polarised(a: Matrix, b: Matrix, kernels: Kernels): Polarised {
  const halfA = kernels.scale(a, 0.5);
  const halfB = kernels.scale(b, 0.5);
  const minusB = kernels.scale(b, -0.5);
  return { rows: kernels.subtract(halfA, minusB), subtracted: kernels.subtract(halfA, halfB) };
}

/** Σ weights[k] · parts[k], in ordinary memory. */
export function combination(parts: readonly Matrix[], weights: readonly number[]): Matrix {
  const { rows, cols } = parts[0]!;
  const sum = matrix(rows, cols);
  const into = sum.data;
  for (const [k, { data }] of parts.entries()) {
    const weight = weights[k]!;
    for (let at = 0; at < into.length; at++) into[at]! += weight * data[at]!;
  }
  return sum;
}
