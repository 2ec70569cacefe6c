import { square } from "../../../base/math/powers.ts";
import { identity, inner, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { LimitedMemory } from "../../search/limited-memory.ts";
import { pairSums, retract, scaled, skewGradient, symmetricPart } from "../../search/skew.ts";
import { anchored, polar } from "../motions.ts";
import { evaluate, perTime, type Evaluation, type Pairing, type Precision } from "../objective.ts";
import { followObjective, type Follow } from "./turning.ts";

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

/** Procrustes steps at the start: far from a maximum they are the better ones. */
const firstSteps = 5;
/** Steps after which the frame is taken anew. */
const legSteps = 60;
/** Past steps that are remembered. */
const depth = 10;
/** Curvature below this part of the largest counts as this much: steps along the rest would be rounding. */
const leastCurvature = 1e-6;
/** How much shorter a step may become. */
const shortest = 4 ** -6;
/** Share of the promised gain that a step must bring. */
const share = 1e-4;
/** Gains are sums of many terms: not known better than this, relative to the constant of the loss. */
const rounding = 1e-13;

/** Where a search has come. */
interface Path {
  readonly here: Evaluation;
  /** What the last step gained. */
  readonly gained: number;
  readonly ended: boolean;
}

/**
 * A maximum of the gain over rotations and reflections near `start`.
 *
 * After a few Procrustes steps, legs of a quasi-Newton method on the group (L-BFGS, with steps as
 * skew matrices: Huang, Gallivan & Absil, SIAM J. Optim. 25(3), 2015). Its first guess of the curvature
 * is that of the Procrustes problem. Each leg turns both networks into the axes in which this guess
 * is diagonal, so that a step takes no decomposition.
 */
export function climbRotations(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  const gains: number[] = [];
  let path: Path = { here: evaluate(pairing, start, "fast", kernels), gained: 0, ended: false };
  gains.push(path.here.gain);
  for (let step = 0; step < firstSteps && !path.ended && gains.length < limits.iterations; step++) {
    path = procrustesStep(pairing, path, limits, kernels);
    if (!path.ended) gains.push(path.here.gain);
  }
  while (!path.ended && gains.length < limits.iterations) {
    const { motion, gained, ended } = kernels.scope(() => leg(pairing, path, gains, limits, kernels));
    path = { here: evaluate(pairing, motion, "fast", kernels), gained, ended };
    gains[gains.length - 1] = path.here.gain;
  }
  return { ...path.here, gains };
}

/** The gain is of second order in the slope; in a long valley steps gain little but many of them do. */
function isOver(gained: number, slope: number, { constant }: Pairing, { tolerance }: Limits): boolean {
  return gained <= (square(tolerance) / 10) * constant && slope <= tolerance;
}

function procrustesStep(pairing: Pairing, { here, gained }: Path, limits: Limits, kernels: Kernels): Path {
  const product = kernels.scope(() =>
    kernels.detach(kernels.gemm(here.motion, here.cross, { transA: true })),
  );
  const over = isOver(gained, slopeOf(skewGradient(product), kernels.norm(product)), pairing, limits);
  if (over) return { here, gained, ended: true };
  const next = evaluate(pairing, polar(anchored(here), kernels), "fast", kernels);
  const lost = next.gain < here.gain - rounding * pairing.constant;
  return lost ? { here, gained, ended: true } : { here: next, gained: next.gain - here.gain, ended: false };
}

/** How much of the derivative lies along the group, as a share: ‖TᵀC − CᵀT‖ / ‖C‖, 0 at a maximum. */
function slopeOf(gradient: Float64Array, size: number): number {
  return size > 0 ? (2 * Math.sqrt(2 * inner(gradient, gradient))) / size : 0;
}

/** Both networks in axes of their own, and what is needed to come back: T = before · t · after. */
interface Frame {
  readonly pairing: Pairing;
  readonly before: Matrix;
  readonly after: Matrix;
  /** Of the Procrustes problem, in these axes. */
  readonly curvature: Float64Array;
}

/** The axes in which the symmetric part of TᵀC is diagonal; the motion is the identity there. */
function frameAt(pairing: Pairing, { motion, cross }: Evaluation, kernels: Kernels): Frame {
  const product = kernels.gemm(motion, cross, { transA: true });
  const { values, vectors } = kernels.eigh(symmetricPart(product));
  const before = kernels.gemm(motion, vectors, { transB: true });
  const turn = (side: Pairing["x"], axes: Matrix, transB: boolean): Pairing["x"] => {
    const { rows, cols } = side.roots;
    const turned = kernels.gemm(perTime(side.roots, pairing.width, kernels), axes, { transB });
    return { ...side, roots: kernels.reshape(turned, rows, cols) };
  };
  const meansProduct = kernels.gemm(kernels.gemm(before, pairing.meansProduct, { transA: true }), vectors, {
    transB: true,
  });
  const inFrame = {
    ...pairing,
    x: turn(pairing.x, vectors, true),
    y: turn(pairing.y, before, false),
    meansProduct,
  };
  return { pairing: inFrame, before, after: vectors, curvature: pairSums(values, leastCurvature) };
}

/** Steps in one frame. @param gains - are added to */
function leg(
  pairing: Pairing,
  { here: origin, gained: before }: Path,
  gains: number[],
  limits: Limits,
  kernels: Kernels,
) {
  const frame = frameAt(pairing, origin, kernels);
  const at = followObjective(frame.pairing, kernels);
  const memory = new LimitedMemory(depth);
  let here = at(identity(pairing.width), { afresh: true });
  let [gained, ended] = [before, false];
  for (let step = 0; step < legSteps && gains.length < limits.iterations; step++) {
    const { gradient, size } = gradientAt(here, kernels);
    ended = isOver(gained, slopeOf(gradient, size), pairing, limits);
    if (ended) break;
    memory.learn(gradient);
    const next = stepFrom(here, gradient, memory, frame, at, kernels);
    if (!next) {
      const image = at(polar(anchored(here), kernels), { afresh: true });
      ended = image.gain < here.gain - rounding * pairing.constant;
      if (!ended) ({ here, gained } = accepted(image, here, gains));
      break;
    }
    ({ here, gained } = accepted(next, here, gains));
  }
  const motion = kernels.gemm(kernels.gemm(frame.before, here.motion), frame.after);
  return { motion: kernels.detach(motion), gained, ended };
}

function accepted(next: Evaluation, here: Evaluation, gains: number[]) {
  gains.push(next.gain);
  return { here: next, gained: next.gain - here.gain };
}

function gradientAt({ motion, cross }: Evaluation, kernels: Kernels) {
  return kernels.scope(() => {
    const product = kernels.gemm(motion, cross, { transA: true });
    return { gradient: skewGradient(product), size: kernels.norm(product) };
  });
}

/** A step that gains what it promises, or nearly so; undefined where none does. */
function stepFrom(
  here: Evaluation,
  gradient: Float64Array,
  memory: LimitedMemory,
  { pairing, curvature }: Frame,
  at: Follow,
  kernels: Kernels,
): Evaluation | undefined {
  const guess = (rest: Float64Array) => rest.map((value, k) => value / curvature[k]!);
  const direction = memory.apply(gradient, guess); // the gain rises the other way
  // Vectors have each pair of elements ±a of a skew matrix once.
  const promised = 2 * inner(gradient, direction);
  if (!(promised > 0)) return undefined;
  const bound = Math.sqrt(pairing.width / 2) / Math.sqrt(inner(direction, direction));
  for (let t = Math.min(1, bound); t >= shortest; t /= 4) {
    const step = scaled(direction, -t);
    const there = at(retract(here.motion, step, kernels));
    if (there.gain < here.gain + share * t * promised - rounding * pairing.constant) continue;
    memory.remember(step, gradient);
    return there;
  }
  return undefined;
}
