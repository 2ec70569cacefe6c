import { matrix, type Matrix } from "../../matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { Mixing } from "./mixing.ts";
import { nearestMotion, orthogonalized, polar, type Group } from "./motions.ts";
import { evaluate, type Evaluation, type Pairing, type Precision } from "./objective.ts";
import { followObjective } from "./turning.ts";

/** When a search ends, and how its steps are computed. */
export interface Limits {
  readonly tolerance: number;
  readonly iterations: number;
  readonly precision: Precision;
}

/** Where a search ended. */
export interface Descent extends Evaluation {
  /** The gain at the start and after each step; it never falls by more than rounding. */
  readonly gains: readonly number[];
}

/** Gains are sums of many terms: not known better than this, relative to the constant of the loss. */
const rounding = 1e-14;

/**
 * A maximum of the gain near `start`. Each step goes to the motion nearest to the derivative, which
 * never lowers a convex gain (for the orthogonal group: one Procrustes problem with the inner
 * alignments Q of all stimuli held, as in Duong et al. 2023, §2.3).
 */
export function descend(
  pairing: Pairing,
  start: Matrix,
  group: Group,
  limits: Limits,
  kernels: Kernels,
): Descent {
  return group === "orthogonal"
    ? kernels.scope(() => descendRotations(pairing, start, limits, kernels))
    : descendReorderings(pairing, start, group, limits, kernels);
}

/** Mixes past steps, of which a third to a seventh as many are then needed; a step that loses is taken again without. */
function descendRotations(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  const { tolerance, iterations, precision } = limits;
  const mixing = new Mixing();
  const at =
    precision === "fast"
      ? followObjective(pairing, kernels)
      : (motion: Matrix) => evaluate(pairing, motion, precision, kernels);
  const least = (gain: number) => gain - rounding * pairing.constant;
  let here = at(start);
  const gains = [here.gain];
  for (let step = 1; step < iterations; step++) {
    if (slopeAt(here, kernels) <= tolerance) {
      // Where inner alignments only follow the search, they may lag behind: seen again, they are up to date.
      here = at(here.motion);
      if (slopeAt(here, kernels) <= tolerance) break;
    }
    const image = polar(anchored(here), kernels);
    let next = at(orthogonalized(mixing.next(here.motion, image, kernels), kernels));
    if (next.gain < least(here.gain)) {
      mixing.forget();
      next = at(image);
      if (next.gain < least(here.gain)) break;
    }
    here = next;
    gains.push(here.gain);
  }
  return { ...here, gains };
}

/** How much of the derivative lies along the group, as a share: ‖TᵀC − CᵀT‖ / ‖C‖, 0 at a maximum. */
function slopeAt({ motion, cross }: Evaluation, kernels: Kernels): number {
  return kernels.scope(() => {
    const product = kernels.gemm(motion, cross, { transA: true });
    const size = kernels.norm(product);
    return size > 0 ? kernels.norm(kernels.subtract(product, kernels.transpose(product))) / size : 0;
  });
}

/** Share of the motion that is added to the derivative. */
const anchor = 1e-9;

/**
 * C + anchor·‖C‖·T: the same step, but where the derivative has no direction (in those in
 * which one network never responds) the motion stays as it is.
 */
export function anchored({ motion, cross }: Pick<Evaluation, "motion" | "cross">): Matrix {
  const weight = anchor * Math.sqrt(cross.data.reduce((sum, value) => sum + value * value, 0));
  const held = cross.data.map((value, k) => value + weight * motion.data[k]!);
  return matrix(cross.rows, cross.cols, held);
}

/** There are finitely many; the search ends where the nearest one gains nothing. */
function descendReorderings(
  pairing: Pairing,
  start: Matrix,
  group: Group,
  { iterations, precision }: Limits,
  kernels: Kernels,
): Descent {
  let here = evaluate(pairing, start, precision, kernels);
  const gains = [here.gain];
  for (let step = 1; step < iterations; step++) {
    const next = evaluate(pairing, nearestMotion(here.cross, group, kernels), precision, kernels);
    if (!(next.gain > here.gain + rounding * pairing.constant)) break;
    here = next;
    gains.push(here.gain);
  }
  return { ...here, gains };
}
