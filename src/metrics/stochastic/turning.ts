import type { Matrix } from "../../matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  evaluate,
  evaluationOf,
  inverseRoot,
  moveRoots,
  type Evaluation,
  type Pairing,
} from "./objective.ts";

/**
 * The objective along one search, each evaluation beginning where the last one ended. A root
 * of a covariance may be turned from the left, so both roots of a stimulus are turned to where
 * G·(H·T)ᵀ is diagonal. As T moves little from then on, the inner alignment is near the identity, and one
 * Newton step brings it up to date in place of an eigendecomposition. What it misses is of
 * second order in the gain, and vanishes with the steps of the search.
 *
 * @returns evaluates a motion; its memory is that of the caller's scope
 */
export function followObjective(pairing: Pairing, kernels: Kernels): (motion: Matrix) => Evaluation {
  const { x, y, stimuli, alpha } = pairing;
  if (alpha === 2 || x.rank !== y.rank) return (motion) => evaluate(pairing, motion, "fast", kernels);
  const [own, other] = [kernels.copy(x.roots), kernels.copy(y.roots)];
  let turn: Kernels["turnGroups"] = () => ({
    turned: kernels.uninitialized(own.rows, own.cols),
    sums: new Float64Array(stimuli).fill(NaN),
  });
  return (motion) =>
    kernels.scope(() => {
      const moved = moveRoots(other, motion, kernels);
      const { turned, sums } = turn(own, moved, stimuli);
      turn = kernels.turnGroups;
      for (const [i, sum] of sums.entries()) {
        const [a, b, c, to] = [own, moved, other, turned].map((all) =>
          kernels.rows(all, i * x.rank, (i + 1) * x.rank),
        ) as [Matrix, Matrix, Matrix, Matrix];
        if (Number.isNaN(sum)) sums[i] = kernels.scope(() => diagonalize(a, b, c, to, kernels));
        else a.data.set(to.data);
      }
      const nuclear = sums.reduce((total, sum) => total + sum, 0);
      return evaluationOf(pairing, motion, nuclear, other, turned, kernels);
    });
}

/** Eigenvalues of SᵀS may lie so far apart, for its roots to be turned without loss of digits. */
const leastShare = 1e-6;

/**
 * Turns both roots in their places so that S = G·(H·T)ᵀ becomes diagonal; `turned` receives QᵀG.
 * Where S is nearly singular they stay as they are.
 * @returns ‖S‖_*
 */
function diagonalize(own: Matrix, moved: Matrix, other: Matrix, turned: Matrix, kernels: Kernels): number {
  const s = kernels.gemm(own, moved, { transB: true });
  const { values, vectors } = kernels.eigh(kernels.syrk(s, { trans: true }));
  if (!(values[0]! > leastShare * values.at(-1)!)) {
    const { nuclear, root } = inverseRoot(values, vectors, kernels);
    turned.data.set(kernels.gemm(kernels.gemm(root, s, { transB: true }), own).data);
    return nuclear;
  }
  const axes = kernels.gemm(vectors, s, { transB: true }); // row k: √λ·u of the singular vector u
  const nuclear = scaleRows(axes, values);
  const turnedOther = kernels.gemm(vectors, other);
  turned.data.set(kernels.gemm(axes, own).data);
  own.data.set(turned.data);
  other.data.set(turnedOther.data);
  return nuclear;
}

/** Divides each row by √λ. @returns Σ √λ */
function scaleRows({ cols, data }: Matrix, values: Float64Array): number {
  let sum = 0;
  for (const [k, value] of values.entries()) {
    const length = Math.sqrt(value);
    sum += length;
    for (let j = k * cols; j < (k + 1) * cols; j++) data[j]! /= length;
  }
  return sum;
}
