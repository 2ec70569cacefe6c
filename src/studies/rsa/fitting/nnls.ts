import { square } from "../../../base/math/powers.ts";
import { NumericalError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/**
 * Non-negative least squares from the normal equations: the θ ≥ 0 that minimises
 * ½ θᵀGθ − bᵀθ. The active set of Lawson & Hanson, "Solving Least Squares Problems", 1974,
 * ch. 23.
 *
 * It always ends. Each pass of the outer loop that changes θ lowers the objective, so no
 * set of positive variables comes twice; a variable whose entry changes nothing, by rounding
 * or because it depends on those already in, is not tried again until θ has moved.
 *
 * @param gram - G, S × S, symmetric and positive semidefinite
 * @param target - b, length S
 */
export function nonNegativeLeastSquares(gram: Matrix, target: Float64Array, kernels: Kernels): Float64Array {
  const theta = new Float64Array(gram.rows);
  const positive = new Set<number>();
  const barred = new Set<number>();
  for (;;) {
    const entering = steepest(gram, target, theta, (k) => positive.has(k) || barred.has(k));
    if (entering === undefined) return theta;
    positive.add(entering);
    if (descend(gram, target, theta, positive, kernels) && theta[entering]! > 0) barred.clear();
    else {
      positive.delete(entering);
      theta[entering] = 0;
      barred.add(entering);
    }
  }
}

/** The variable that lowers the objective fastest, beyond rounding; undefined at the optimum. */
function steepest(
  { rows: size, data }: Matrix,
  target: Float64Array,
  theta: Float64Array,
  excluded: (k: number) => boolean,
): number | undefined {
  let best: number | undefined;
  let largest = 0;
  for (let k = 0; k < size; k++) {
    if (excluded(k)) continue;
    let [slope, scale] = [target[k]!, Math.abs(target[k]!)];
    for (let j = 0; j < size; j++) {
      slope -= data[k * size + j]! * theta[j]!;
      scale += Math.abs(data[k * size + j]! * theta[j]!);
    }
    // In units of the variable's own length, so that the order of magnitude of a component does not matter.
    const steepness = slope / Math.sqrt(data[k * size + k]!);
    if (slope > 8 * size * Number.EPSILON * scale && steepness > largest) [best, largest] = [k, steepness];
  }
  return best;
}

/**
 * Moves θ to the minimum over the positive variables, dropping those that reach 0 on the way.
 * @returns false if the variables depend on each other; θ is then as it was
 */
function descend(
  gram: Matrix,
  target: Float64Array,
  theta: Float64Array,
  positive: Set<number>,
  kernels: Kernels,
): boolean {
  while (positive.size > 0) {
    const members = [...positive];
    const minimum = solveNormal(gram, target, members, kernels);
    if (!minimum) return false;
    const step = largestStep(theta, minimum, members);
    members.forEach((k, n) => (theta[k]! += step * (minimum[n]! - theta[k]!)));
    if (step === 1) return true;
    for (const [n, k] of members.entries()) {
      if (minimum[n]! > 0 || theta[k]! > 1e-14 * Math.max(1e-300, Math.abs(minimum[n]!))) continue;
      theta[k] = 0;
      positive.delete(k);
    }
  }
  return true;
}

/** Share of the way to the minimum that keeps θ ≥ 0. */
function largestStep(theta: Float64Array, minimum: Float64Array, members: readonly number[]): number {
  let step = 1;
  members.forEach((k, n) => {
    if (minimum[n]! <= 0) step = Math.min(step, theta[k]! / (theta[k]! - minimum[n]! || 1));
  });
  return step;
}

/**
 * G_MM⁻¹ b_M for a choice M of variables.
 * @returns undefined where G_MM is singular
 */
export function solveNormal(
  { rows: size, data }: Matrix,
  target: Float64Array,
  members: readonly number[],
  kernels: Kernels,
): Float64Array | undefined {
  const part = matrix(members.length, members.length);
  members.forEach((k, a) =>
    members.forEach((j, b) => (part.data[a * members.length + b] = data[k * size + j]!)),
  );
  return kernels.scope(() => {
    try {
      const factor = kernels.cholesky(part);
      if (isSingular(factor, part)) return undefined;
      const right = matrix(
        members.length,
        1,
        Float64Array.from(members, (k) => target[k]!),
      );
      const half = kernels.solveTriangular(factor, right);
      return kernels.detach(kernels.solveTriangular(factor, half, { trans: true })).data;
    } catch (error) {
      if (error instanceof NumericalError) return undefined;
      throw error;
    }
  });
}

/** Whether a column is, to rounding, a combination of those before it. */
function isSingular({ rows: size, data }: Matrix, { data: whole }: Matrix): boolean {
  for (let k = 0; k < size; k++) {
    const left = square(data[k * size + k]!);
    if (left <= 8 * size * Number.EPSILON * whole[k * size + k]!) return true;
  }
  return false;
}
