import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** One side of the comparison. */
interface Operand {
  readonly factor: Matrix;
  readonly norm: number;
}

/**
 * Singular values of the product above this fraction of the largest have vectors
 * that align their directions to 1e-14 of the whole; weaker ones wait for the next pass.
 */
const trusted = 1e-4;
/** Each pass reaches directions 100 times weaker; after these they are below rounding. */
const passes = 9;

/**
 * ‖X̂ − Ŷ·Q‖ and ‖X̂ + Ŷ·Q‖ for the best orthogonal Q, where X̂ and Ŷ are the factors
 * at norm 1. The motion is carried out and the difference taken, which keeps all
 * digits for nearly equal networks, where 2 − 2·(nuclear norm) keeps none.
 *
 * The product X̂ᵀŶ holds the squares of the singular values: directions of 1e-8 are
 * rounding in it. They are therefore aligned among themselves, from the product of
 * what is left once the strong directions are taken out, where they are the strong ones.
 */
export function alignedGap(x: Operand, y: Operand, kernels: Kernels): { apart: number; together: number } {
  const [a, b] = [kernels.scale(x.factor, 1 / x.norm), kernels.scale(y.factor, 1 / y.norm)];
  let [apart, together] = [0, 0];
  for (let pass = 0; pass < passes && kernels.norm(a) > 0 && kernels.norm(b) > 0; pass++) {
    const taken = kernels.scope(() => takeOut(a, b, kernels));
    if (!taken) break;
    apart += taken.apart;
    together += taken.together;
  }
  const unmatched = square(kernels.norm(a)) + square(kernels.norm(b));
  return { apart: Math.sqrt(apart + unmatched), together: Math.sqrt(together + unmatched) };
}

/** Rows taken at a time: beside a large network there is no room for another copy. */
const rowsAtOnce = 4096;

/**
 * Aligns the strong directions of A and B and takes them out of both, which are overwritten.
 * @returns ‖P − Q‖² and ‖P + Q‖² of what was taken out; undefined if nothing is left
 */
function takeOut(a: Matrix, b: Matrix, kernels: Kernels): { apart: number; together: number } | undefined {
  const { u, values, vt } = kernels.svd(kernels.gemm(a, b, { transA: true }), { overwrite: true });
  const known = values.findLastIndex((s) => s > 0 && s >= trusted * values[0]!) + 1;
  if (known === 0) return undefined;
  const [u1, v1] = [kernels.rows(kernels.transpose(u), 0, known), kernels.rows(vt, 0, known)];
  const sums = { apart: 0, together: 0 };
  for (let start = 0; start < a.rows; start += rowsAtOnce) {
    kernels.scope(() => {
      const [partA, partB] = [a, b].map((x) => kernels.rows(x, start, Math.min(x.rows, start + rowsAtOnce)));
      const [p, q] = [kernels.gemm(partA!, u1, { transB: true }), kernels.gemm(partB!, v1, { transB: true })];
      sums.apart = addSquares(sums.apart, p, q, -1);
      sums.together = addSquares(sums.together, p, q, 1);
      kernels.subtract(partA!, kernels.gemm(p, u1), { overwrite: true });
      kernels.subtract(partB!, kernels.gemm(q, v1), { overwrite: true });
    });
  }
  return sums;
}

/** start + ‖P + sign·Q‖². */
function addSquares(start: number, p: Matrix, q: Matrix, sign: 1 | -1): number {
  const [pd, qd] = [p.data, q.data];
  let sum = start;
  for (let i = 0; i < pd.length; i++) sum += square(pd[i]! + sign * qd[i]!);
  return sum;
}
