import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import type { Division } from "./divisions.ts";

/**
 * Ridge with a penalty λ that is given: what each held-out stimulus is predicted to be is a weighted sum of training stimuli,
 * and the weights depend on the first network alone. With training responses X = U·diag(s)·Vᵀ less their means, and those of
 * held-out stimuli X* less the same means,
 *
 *   Ŷ* = X*·V·diag(s/(s² + λ))·Uᵀ·Y,
 *
 * up to a constant of each unit, which no correlation sees. The weights of all divisions make one matrix.
 *
 * @param x - stimuli × at most as many: responses · 2^−exponent up to a rotation of the units
 * @param size - ‖responses‖ · 2^−exponent before anything was subtracted
 * @returns (held-out stimuli of all divisions) × stimuli
 */
export function weightsOfStimuli(
  input: Responses,
  x: Matrix,
  divisions: readonly Division[],
  { ridge, exponent, size }: { readonly ridge: number; readonly exponent: number; readonly size: number },
  kernels: Kernels,
): Matrix {
  const penalty = scaleOf(ridge, -2 * exponent);
  const rule = rankRule(input, { size, exponent }, undefined);
  const held = divisions[0]!.test.length;
  const all = matrix(divisions.length * held, x.rows);
  divisions.forEach(({ train, test }, split) => {
    kernels.scope(() => {
      const { centered, means } = kernels.centerColumns(takeRows(x, train), { overwrite: true });
      const { u, values, vt } = kernels.svd(centered, { overwrite: true });
      const rank = rankOf(values, rule);
      if (rank === 0) return;
      const moved = kernels.addRow(takeRows(x, test), means, -1);
      const along = kernels.gemm(moved, kernels.rows(vt, 0, rank), { transB: true });
      const { data } = along;
      for (let k = 0; k < data.length; k++) {
        const s = values[k % rank]!;
        data[k]! /= s + penalty / s;
      }
      const weights = kernels.gemm(along, kernels.columns(u, 0, rank), { transB: true });
      spread(weights, train, all, split * held);
    });
  });
  return all;
}

/** Writes rows of weights of the training stimuli to the places of these. */
function spread({ rows, cols, data }: Matrix, train: Int32Array, to: Matrix, start: number): void {
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < cols; k++) to.data[(start + i) * to.cols + train[k]!] = data[i * cols + k]!;
}
