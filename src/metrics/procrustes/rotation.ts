/**
 * The best rotation without reflection. Of n × n matrices Q with determinant 1,
 *
 *   max ⟨X, Y·Q⟩ = Σₖ σₖ − (1 − d)·σₙ,   σ the singular values of XᵀY, falling, d the sign of det(XᵀY)
 *
 * (Kabsch, Acta Cryst. A 34, 1978; Umeyama, IEEE TPAMI 13, 1991): the reflection that is left is spent on the direction in which it costs
 * least. Where σₙ is 0 it costs nothing, and the value is that of the group with reflections. So it is
 *
 *   - where a network varies in fewer directions than it has units (few stimuli, or a rank below its width): then XᵀY is singular;
 *   - where widths differ: the narrower network is given units of zeros, hence a row or column of zeros in XᵀY.
 */
import { acos, atan2 } from "../../base/math/arc.ts";
import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { signOfDeterminant } from "./determinant.ts";

/** A network up to a rotation or reflection of its units, with what is known of that. */
export interface Handed {
  readonly factor: Matrix;
  readonly norm: number;
  readonly hand: number;
}

/** What is stored of the motion that a factor leaves out: the number of units, below 0 for a reflection; 0 where a reflection is free. */
type Hand = number;

/**
 * The hand of L where whitened responses are L·Qᵀ: det(LᵀX) = det(LᵀL)·det(Qᵀ)·det(Z⁻¹), of which only that of Q may be negative.
 * @param whitened - L, rows × rank
 * @param responses - X before whitening, rows × at most as many
 */
export function handOf(whitened: Matrix, responses: Matrix, units: number, kernels: Kernels): Hand {
  if (whitened.cols < units || responses.cols < units) return 0;
  if (whitened === responses) return units;
  return units * signOfDeterminant(kernels.gemm(whitened, responses, { transA: true }), kernels);
}

/** Whether both fill as many units, so that a reflection would not be free. */
export function isReflectionBarred(x: { readonly hand: Hand }, y: { readonly hand: Hand }): boolean {
  return x.hand !== 0 && Math.abs(x.hand) === Math.abs(y.hand);
}

/** The angle after the best rotation without reflection, of networks where that is barred; in [0, π]. */
export function rotationAngle(x: Handed, y: Handed, nearlyEqual: number, kernels: Kernels): number {
  const product = kernels.gemm(x.factor, y.factor, { transA: true });
  const reflected = signOfDeterminant(product, kernels) * x.hand * y.hand < 0;
  const inner = kernels.nuclearNorm(product, { reflected });
  const cosine = inner / (x.norm * y.norm);
  if (1 - cosine >= nearlyEqual) return acos(Math.max(-1, cosine));
  const { apart, together } = rotatedGap(x, y, kernels);
  return 2 * atan2(apart, together);
}

/** As in `alignedGap`: what of the singular values of a product has accurate vectors, and how often what is weaker is looked at. */
const [trusted, passes] = [1e-4, 9];

/** Directions that are aligned already, each with its vectors and ‖p − q‖², ‖p + q‖². */
interface Taken {
  readonly turnX: Matrix;
  readonly turnY: Matrix;
  readonly apart: number[];
  readonly together: number[];
}

/** As `alignedGap`, the weakest direction being reflected where the others ask for it. */
function rotatedGap(x: Handed, y: Handed, kernels: Kernels): { apart: number; together: number } {
  const [a, b] = [kernels.scale(x.factor, 1 / x.norm), kernels.scale(y.factor, 1 / y.norm)];
  const n = a.cols;
  const taken: Taken = { turnX: matrix(n, n), turnY: matrix(n, n), apart: [], together: [] };
  for (let pass = 0; pass < passes && taken.apart.length < n; pass++)
    if (!kernels.scope(() => takeOut(a, b, taken, kernels))) break;
  const { apart, together, turnX, turnY } = taken;
  const turns = signOfDeterminant(turnX, kernels) * signOfDeterminant(turnY, kernels) * x.hand * y.hand;
  if (apart.length === n && turns < 0) [apart[n - 1], together[n - 1]] = [together[n - 1]!, apart[n - 1]!];
  const unmatched = square(kernels.norm(a)) + square(kernels.norm(b));
  const total = (parts: readonly number[]) => Math.sqrt(parts.reduce((sum, part) => sum + part, unmatched));
  return { apart: total(apart), together: total(together) };
}

/** Aligns the strong directions of A and B and takes them out of both. @returns whether there were any */
function takeOut(a: Matrix, b: Matrix, taken: Taken, kernels: Kernels): boolean {
  const { u, values, vt } = kernels.svd(kernels.gemm(a, b, { transA: true }), { overwrite: true });
  const strong = values.findLastIndex((s) => s > 0 && s >= trusted * values[0]!) + 1;
  const known = Math.min(strong, a.cols - taken.apart.length);
  if (known === 0) return false;
  const [u1, v1] = [kernels.rows(kernels.transpose(u), 0, known), kernels.rows(vt, 0, known)];
  const start = taken.apart.length * a.cols;
  taken.turnX.data.set(u1.data, start);
  taken.turnY.data.set(v1.data, start);
  const [p, q] = [kernels.gemm(a, u1, { transB: true }), kernels.gemm(b, v1, { transB: true })];
  for (let k = 0; k < known; k++) {
    taken.apart.push(columnSquares(p, q, k, -1));
    taken.together.push(columnSquares(p, q, k, 1));
  }
  kernels.subtract(a, kernels.gemm(p, u1), { overwrite: true });
  kernels.subtract(b, kernels.gemm(q, v1), { overwrite: true });
  return true;
}

/** ‖P + sign·Q‖² of one column. */
function columnSquares(p: Matrix, q: Matrix, column: number, sign: 1 | -1): number {
  const [pd, qd] = [p.data, q.data];
  let sum = 0;
  for (let at = column; at < pd.length; at += p.cols) sum += square(pd[at]! + sign * qd[at]!);
  return sum;
}

/** Negates the last row of `vt` in place, where the rotation U·Vᵀ would else be a reflection. */
export function withoutReflection(u: Matrix, vt: Matrix, kernels: Kernels, otherSign = 1): void {
  if (signOfDeterminant(u, kernels) * signOfDeterminant(vt, kernels) * otherSign >= 0) return;
  const last = vt.data.subarray((vt.rows - 1) * vt.cols);
  for (let j = 0; j < last.length; j++) last[j] = -last[j]!;
}
