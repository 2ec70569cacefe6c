import { square } from "../../base/math/powers.ts";
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, rankRule, type RankRule } from "../linear/rank.ts";
import { directionsIn, spread } from "./chosen-penalty.ts";
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
      const parts = [takeRows(x, train), takeRows(x, test)] as const;
      const weights =
        byGram(...parts, penalty, rule, kernels) ?? byDirections(...parts, penalty, rule, kernels);
      if (weights) spread(weights, train, all, split * held);
    });
  });
  return all;
}

/** Of the largest eigenvalue, what the least and the penalty must be, or too many digits are lost. */
const leastByGram = 1e-4;

/** X*·(XᵀX + λ·I)⁻¹·Xᵀ; nothing where that loses digits, or the rank of X may not be full. */
function byGram(
  rows: Matrix,
  held: Matrix,
  penalty: number,
  { relative, floor }: RankRule,
  kernels: Kernels,
): Matrix | undefined {
  const { centered, means, values, vectors } = directionsIn(rows, kernels);
  const [least, most] = [values[0]!, values.at(-1)!];
  const isFull = least > 2 * square(Math.max(relative * Math.sqrt(most), floor));
  if (!isFull || !(least + penalty > leastByGram * (most + penalty))) return undefined;
  const along = kernels.gemm(kernels.addRow(held, means, -1), vectors, { transB: true });
  const [{ data }, weights] = [along, values.map((value) => 1 / (value + penalty))];
  for (let k = 0; k < data.length;) for (let j = 0; j < weights.length; j++) data[k++]! *= weights[j]!;
  return kernels.gemm(kernels.gemm(along, vectors), centered, { transB: true });
}

/** X*·V·diag(s/(s² + λ))·Uᵀ; nothing where X does not vary. */
function byDirections(
  rows: Matrix,
  held: Matrix,
  penalty: number,
  rule: RankRule,
  kernels: Kernels,
): Matrix | undefined {
  const { centered, means } = kernels.centerColumns(rows, { overwrite: true });
  const { u, values, vt } = kernels.svd(centered, { overwrite: true });
  const rank = rankOf(values, rule);
  if (rank === 0) return undefined;
  const along = kernels.gemm(kernels.addRow(held, means, -1), kernels.rows(vt, 0, rank), { transB: true });
  const { data } = along;
  for (let k = 0; k < data.length; k++) {
    const s = values[k % rank]!;
    data[k]! /= s + penalty / s;
  }
  return kernels.gemm(along, kernels.columns(u, 0, rank), { transB: true });
}
