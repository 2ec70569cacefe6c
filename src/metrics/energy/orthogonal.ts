import { inner, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { evaluate, type Evaluation, type Pairing } from "./objective.ts";
import { LimitedMemory } from "../search/limited-memory.ts";
import { retract, scaled, skew, upper } from "../search/skew.ts";

/** When to stop. */
export interface Limits {
  /** Stops where a step promises to lower the loss by less than this part of it. */
  readonly tolerance: number;
  readonly iterations: number;
}

/** Where a search ended. */
export interface Descent extends Evaluation {
  /** The loss at the start and after every step; it never rises. */
  readonly history: readonly number[];
}

/** Steps of reweighting before curvature is learned: far from a minimum they are the better ones. */
const firstSteps = 3;
/** Past steps that are remembered. */
const depth = 8;
/** Curvature below this part of the largest counts as this much. */
const leastCurvature = 1e-6;
/** A loss is not known better than this, relative. */
const noise = 4 * Number.EPSILON;
/** How much shorter a step may become. */
const shortest = 4 ** -6;

/**
 * A minimum of the mean distance over all rotations and reflections near `start`.
 *
 * Iteratively reweighted least squares (a Procrustes problem with weights 1 / distance, the
 * majorize-minimize step of Weiszfeld) for the first steps. It ends slowly, so afterwards its curvature is the
 * first guess of a quasi-Newton method on the group (L-BFGS with steps as skew matrices in
 * the moving frame: Huang, Gallivan & Absil, SIAM J. Optim. 25(3), 2015), which needs several times
 * fewer evaluations. Where that finds no descent, a reweighted step is taken.
 */
export function descendRotations(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  let here = evaluate(pairing, start, kernels);
  const history = [here.loss];
  const memory = new LimitedMemory(depth);
  for (let step = 0; step < limits.iterations && here.loss > 0; step++) {
    const least = limits.tolerance * here.loss;
    const next =
      step < firstSteps
        ? reweighted(pairing, here, least, kernels)
        : (curved(pairing, here, least, memory, kernels) ?? reweighted(pairing, here, least, kernels));
    if (next === "done" || !(next.loss <= here.loss)) break;
    here = next;
    history.push(here.loss);
  }
  return { ...here, history };
}

/** Where the loss with the weights of this place is least: Q = U·Vᵀ of C = U·S·Vᵀ. */
function reweighted(
  pairing: Pairing,
  { motion, cross }: Evaluation,
  least: number,
  kernels: Kernels,
): Evaluation | "done" {
  const { motion: next, gain } = kernels.scope(() => {
    const { u, values, vt } = kernels.svd(cross);
    const nuclear = values.reduce((sum, value) => sum + value, 0);
    return { motion: kernels.detach(kernels.gemm(u, vt)), gain: nuclear - kernels.dot(cross, motion) };
  });
  return gain <= least ? "done" : evaluate(pairing, next, kernels);
}

/** A quasi-Newton step; undefined where it leads nowhere. */
function curved(
  pairing: Pairing,
  here: Evaluation,
  least: number,
  memory: LimitedMemory,
  kernels: Kernels,
): Evaluation | "done" | undefined {
  const { gradient, precondition } = tangent(here, kernels);
  memory.learn(gradient);
  const direction = memory.apply(gradient, precondition); // downhill is the other way
  const slope = inner(gradient, direction);
  // A quadratic that falls like this, with its minimum at the step's end, falls by half of it. Vectors
  // have each pair of elements ±a of a skew matrix once, so inner products are half of those of matrices.
  if (slope <= least) return slope >= 0 ? "done" : void memory.forget();
  const bound = Math.sqrt(pairing.width / 2) / Math.sqrt(inner(direction, direction));
  for (let t = Math.min(1, bound); t >= shortest; t /= 4) {
    const step = scaled(direction, -t);
    const there = evaluate(pairing, retract(here.motion, step, kernels), kernels);
    if (there.loss > here.loss * (1 + noise) - 2e-4 * t * slope) continue;
    if (there.loss > here.loss) return "done";
    memory.remember(step, gradient);
    return there;
  }
  memory.forget();
  return undefined;
}

/**
 * The gradient over motions Q·exp(A), A skew, as its upper triangle, and the inverse of the curvature that the
 * majorizer has: with M = QᵀC, minus the skew part of M, and A ↦ (S·A + A·S) / 2 of its symmetric part S.
 */
function tangent({ motion, cross }: Evaluation, kernels: Kernels) {
  const n = motion.rows;
  return kernels.scope(() => {
    const product = kernels.gemm(motion, cross, { transA: true });
    const [m, gradient] = [product.data, new Float64Array((n * (n - 1)) / 2)];
    for (let i = 0, k = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++, k++) {
        const [above, below] = [m[i * n + j]!, m[j * n + i]!];
        gradient[k] = (below - above) / 2;
        m[i * n + j] = m[j * n + i] = (below + above) / 2;
      }
    }
    const { values, vectors } = kernels.eigh(product);
    const axes = kernels.detach(vectors);
    return { gradient, precondition: (a: Float64Array) => divide(a, values.map(Math.abs), axes, kernels) };
  });
}

/** A over (sᵢ + sⱼ) / 2 in the axes of S, which are the rows of `axes`. */
function divide(a: Float64Array, s: Float64Array, axes: Matrix, kernels: Kernels): Float64Array {
  const n = axes.rows;
  const least = leastCurvature * s.reduce((x, y) => Math.max(x, y), 0);
  return kernels.scope(() => {
    const placed = kernels.copy(axes);
    const turned = kernels.gemm(kernels.gemm(placed, skew(a, n, kernels)), placed, { transB: true });
    const data = turned.data;
    for (let i = 0, k = 0; i < n; i++) {
      for (let j = 0; j < n; j++) data[k++]! /= Math.max((s[i]! + s[j]!) / 2, least);
    }
    return upper(kernels.gemm(kernels.gemm(placed, turned, { transA: true }), placed));
  });
}
