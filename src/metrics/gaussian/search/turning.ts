import { beat } from "../../../base/beat.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import {
  evaluate,
  evaluationOf,
  inverseRoot,
  moveRoots,
  type Evaluation,
  type Pairing,
} from "../objective.ts";
import { groupKernels } from "../../../wasm/parts/groups.ts";

/**
 * The objective along one search, each evaluation beginning where the last one ended. A root
 * of a covariance may be turned from the left, so both roots of a stimulus are turned to where
 * G·(H·T)ᵀ is diagonal. As T moves little from then on, the inner alignment is near the identity, and one
 * Newton step brings it up to date in place of an eigendecomposition. What it misses is of
 * second order in the gain, and vanishes with the steps of the search.
 *
 * @returns evaluates a motion, `afresh` without regard to earlier ones; its memory is that of the caller's scope
 */
export function followObjective(pairing: Pairing, kernels: Kernels): Follow {
  const { x, y, stimuli, alpha } = pairing;
  if (alpha === 2 || x.rank !== y.rank) return (motion) => evaluate(pairing, motion, "fast", kernels);
  const [own, other] = [kernels.copy(x.roots), kernels.copy(y.roots)];
  const turnNone = () => ({
    turned: kernels.uninitialized(own.rows, own.cols),
    sums: new Float64Array(stimuli).fill(NaN),
  });
  return (motion, { afresh = false } = {}) =>
    kernels.scope(() => {
      beat();
      const moved = moveRoots(other, motion, kernels);
      const { turned, sums } = afresh
        ? turnNone()
        : kernels.part(groupKernels).turnGroups(own, moved, stimuli);
      const unturned = new Set<number>();
      for (const [i, sum] of sums.entries()) {
        if (!Number.isNaN(sum)) continue;
        const [a, b, c, to] = [own, moved, other, turned].map((all) =>
          kernels.rows(all, i * x.rank, (i + 1) * x.rank),
        ) as [Matrix, Matrix, Matrix, Matrix];
        const { nuclear, diagonal } = kernels.scope(() => diagonalize(a, b, c, to, kernels));
        sums[i] = nuclear;
        if (!diagonal) unturned.add(i);
      }
      keep(own, turned, stimuli, unturned);
      const nuclear = sums.reduce((total, sum) => total + sum, 0);
      return evaluationOf(pairing, motion, nuclear, other, turned, kernels);
    });
}

/** Evaluates the objective. */
export type Follow = (motion: Matrix, how?: { afresh?: boolean }) => Evaluation;

/** Copies groups of rows of `from` to `to`, but those in `except`. */
function keep(to: Matrix, from: Matrix, groups: number, except: ReadonlySet<number>): void {
  const [target, source, length] = [to.data, from.data, to.data.length / groups];
  for (let i = 0; i < groups; i++) {
    if (!except.has(i)) target.set(source.subarray(i * length, (i + 1) * length), i * length);
  }
}

/** Eigenvalues of SᵀS may lie so far apart, for its roots to be turned without loss of digits. */
const leastShare = 1e-6;

/**
 * Turns the roots, `own` to `turned` and `other` in its place, so that S = G·(H·T)ᵀ becomes diagonal.
 * Where S is nearly singular `other` stays, and `turned` is QᵀG.
 * @returns ‖S‖_*, and whether S is diagonal now
 */
function diagonalize(own: Matrix, moved: Matrix, other: Matrix, turned: Matrix, kernels: Kernels) {
  const s = kernels.gemm(own, moved, { transB: true });
  const { values, vectors } = kernels.eigh(kernels.syrk(s, { trans: true }));
  if (!(values[0]! > leastShare * values.at(-1)!)) {
    const { nuclear, root } = inverseRoot(values, vectors, kernels);
    turned.data.set(kernels.gemm(kernels.gemm(root, s, { transB: true }), own).data);
    return { nuclear, diagonal: false };
  }
  const axes = kernels.gemm(vectors, s, { transB: true }); // row k: √λ·u of the singular vector u
  const nuclear = scaleRows(axes, values);
  const turnedOther = kernels.gemm(vectors, other);
  turned.data.set(kernels.gemm(axes, own).data);
  other.data.set(turnedOther.data);
  return { nuclear, diagonal: true };
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
