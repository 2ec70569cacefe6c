import { square } from "../../../base/math/powers.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { Mixing } from "../../search/mixing.ts";
import { anchored, nearestMotion, orthogonalized, polar, type Group } from "../motions.ts";
import { evaluate, type Evaluation, type Pairing } from "../objective.ts";
import { climbRotations, type Descent, type Limits } from "./quasi-newton.ts";

/** Gains are sums of many terms: not known better than this, relative to the constant of the loss. */
const rounding = 1e-13;

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
  if (group !== "orthogonal") return descendReorderings(pairing, start, group, limits, kernels);
  const climb = limits.precision === "fast" ? climbRotations : descendRotations;
  return kernels.scope(() => climb(pairing, start, limits, kernels));
}

/** Mixes past steps, of which a third to a seventh as many are then needed; a step that loses is taken again without. */
function descendRotations(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  const { tolerance, iterations, precision } = limits;
  const mixing = new Mixing();
  const at = (motion: Matrix) => evaluate(pairing, motion, precision, kernels);
  const least = (gain: number) => gain - rounding * pairing.constant;
  const mixedStep = (from: Evaluation, image: Matrix) =>
    at(orthogonalized(mixing.next(from.motion, image, kernels), kernels));
  let here = at(start);
  const gains = [here.gain];
  // The gain is of second order in the slope; in a long valley steps gain little but many of them do.
  const enough = (square(tolerance) / 10) * pairing.constant;
  let gained = 0;
  for (let step = 1; step < iterations; step++) {
    if (gained <= enough && slopeAt(here, kernels) <= tolerance) break;
    let next = mixedStep(here, polar(anchored(here), kernels));
    if (next.gain < least(here.gain)) {
      mixing.forget();
      next = at(polar(anchored(here), kernels));
      if (next.gain < least(here.gain)) break;
    }
    gained = next.gain - here.gain;
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
