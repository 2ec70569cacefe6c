import { identity, inner, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { evaluate, type Evaluation, type Pairing, type Side } from "./objective.ts";
import { LimitedMemory } from "../search/limited-memory.ts";
import { pairSums, retract, scaled, skewGradient, symmetricPart } from "../search/skew.ts";

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
/** Steps after which the frame is taken anew. */
const legSteps = 60;
/** Past steps that are remembered. */
const depth = 8;
/**
 * Curvature below this part of the largest counts as this much. Axes of noise have little, and count in
 * the end; but steps along them from the beginning lead to worse minima.
 */
const leastCurvature = { atFirst: 1e-6, later: 1e-12 };
/** Steps that are taken with the first of them, about. */
const stiffSteps = 110;
/** A loss is not known better than this, relative. */
const noise = 4 * Number.EPSILON;
/** How much shorter a step may become. */
const shortest = 4 ** -6;

/** What a step led to: a place that is no worse, the end of the search, or nowhere. */
type Step = Evaluation | "done" | undefined;

/**
 * A minimum of the mean distance over all rotations and reflections near `start`.
 *
 * Iteratively reweighted least squares (a Procrustes problem with weights 1 / distance, the
 * majorize-minimize step of Weiszfeld) for the first steps. It ends slowly, so afterwards its curvature is the
 * first guess of a quasi-Newton method on the group (L-BFGS with steps as skew matrices: Huang, Gallivan &
 * Absil, SIAM J. Optim. 25(3), 2015), which needs several times fewer evaluations. Each leg of it turns both
 * networks into the axes in which this guess is diagonal, so that a step takes no decomposition. Where
 * it finds no descent, a reweighted step is taken.
 */
export function descendRotations(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  let here = evaluate(pairing, start, kernels);
  const history = [here.loss];
  const isOpen = () => history.length <= limits.iterations && here.loss > 0;
  for (let goes = true; goes && isOpen();) {
    if (history.length > firstSteps) {
      const { motion, ended } = kernels.scope(() => leg(pairing, here, history, limits, kernels));
      here = atBest(evaluate(pairing, motion, kernels), history);
      if (ended || !isOpen()) break;
    }
    const next = reweighted(pairing, here, limits.tolerance * here.loss, kernels);
    goes = next !== "done" && next.loss <= here.loss;
    if (!goes) break;
    here = next as Evaluation;
    history.push(here.loss);
  }
  return { ...here, history };
}

/** In other axes the same loss is another sum: the less of the two stands, so that a history never rises. */
function atBest(here: Evaluation, history: number[]): Evaluation {
  const loss = Math.min(here.loss, history.pop()!);
  history.push(loss);
  return { ...here, loss };
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

/** Both networks in the axes in which the symmetric part of QᵀC is diagonal: Q = before · q · after. */
interface Frame {
  readonly pairing: Pairing;
  readonly before: Matrix;
  readonly after: Matrix;
  readonly curvature: Float64Array;
}

function frameAt(pairing: Pairing, { motion, cross }: Evaluation, floor: number, kernels: Kernels): Frame {
  const product = kernels.gemm(motion, cross, { transA: true });
  const { values, vectors: after } = kernels.eigh(symmetricPart(product));
  const before = kernels.gemm(motion, after, { transB: true });
  const turn = (side: Side, axes: Matrix): Side => ({
    ...side,
    rows: kernels.gemm(side.rows, axes),
    ...(side.centres ? { centres: kernels.gemm(side.centres, axes) } : {}),
  });
  const turned = { ...pairing, x: turn(pairing.x, kernels.transpose(after)), y: turn(pairing.y, before) };
  return { pairing: turned, before, after, curvature: pairSums(values, floor) };
}

/** Quasi-Newton steps in one frame, until one leads nowhere. @param history - is added to */
function leg(pairing: Pairing, origin: Evaluation, history: number[], limits: Limits, kernels: Kernels) {
  const floor = history.length < stiffSteps ? leastCurvature.atFirst : leastCurvature.later;
  const frame = frameAt(pairing, origin, floor, kernels);
  const memory = new LimitedMemory(depth);
  let here: Evaluation = { ...evaluate(frame.pairing, identity(pairing.width), kernels), loss: origin.loss };
  let [ended, stuck] = [false, false];
  for (let step = 0; step < legSteps && history.length <= limits.iterations && !ended && !stuck; step++) {
    // Little is promised, too, where nothing of the curvature is known yet.
    const least = step < depth ? 0 : limits.tolerance * here.loss;
    const next = curved(frame, here, least, memory, kernels);
    ended = next === "done";
    stuck = next === undefined;
    if (next === "done" || !next) continue;
    here = next;
    history.push(here.loss);
    ended = !(here.loss > 0);
  }
  const motion = kernels.gemm(kernels.gemm(frame.before, here.motion), frame.after);
  return { motion: kernels.detach(motion), ended };
}

/** A quasi-Newton step; undefined where it leads nowhere. */
function curved(
  { pairing, curvature }: Frame,
  here: Evaluation,
  least: number,
  memory: LimitedMemory,
  kernels: Kernels,
): Step {
  const gradient = kernels.scope(() => skewGradient(kernels.gemm(here.motion, here.cross, { transA: true })));
  memory.learn(gradient);
  const guess = (rest: Float64Array) => rest.map((value, k) => value / curvature[k]!);
  const direction = memory.apply(gradient, guess); // downhill is the other way
  const slope = inner(gradient, direction);
  // A quadratic that falls like this, with its minimum at the step's end, falls by half of it. Vectors
  // have each pair of elements ±a of a skew matrix once, so inner products are half of those of matrices.
  if (slope <= least) return slope >= 0 ? "done" : undefined;
  const bound = Math.sqrt(pairing.width / 2) / Math.sqrt(inner(direction, direction));
  for (let t = Math.min(1, bound); t >= shortest; t /= 4) {
    const step = scaled(direction, -t);
    const there = evaluate(pairing, retract(here.motion, step, kernels), kernels);
    if (there.loss > here.loss * (1 + noise) - 2e-4 * t * slope) continue;
    if (there.loss > here.loss) return "done";
    memory.remember(step, gradient);
    return there;
  }
  return undefined;
}
