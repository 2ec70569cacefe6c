import type { Matrix } from "../../matrix.ts";
import { createRandom } from "../../random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { anchored, descend, type Descent, type Limits } from "./descent.ts";
import { exchangeUnits } from "./exchange.ts";
import { identity, nearestMotion, randomMotion } from "./motions.ts";
import type { Pairing } from "./objective.ts";
import type { GaussianOptions } from "./options.ts";
import { reflectAxes } from "./reflect.ts";
import { lossAt } from "./value.ts";

/** The best motion that was found. */
export interface Found {
  readonly motion: Matrix;
  /** The loss there, to full accuracy. */
  readonly loss: number;
  /** The gain at the start that won and after each of its steps. */
  readonly gains: readonly number[];
  /** The gain at the end of every start. */
  readonly ends: readonly number[];
}

/** Far enough to tell maxima apart; only the best is sought to the tolerance asked for. */
const roughly = 1e-5;

/** The greatest gain over motions, from several starts; the loss is then taken at the end of the best. */
export function search(pairing: Pairing, options: GaussianOptions, kernels: Kernels): Found {
  const { group, restarts } = options;
  const only = restarts === 1 && options.init === "means";
  const tolerance = only ? options.tolerance : Math.max(options.tolerance, roughly);
  const limits: Limits = { ...options, tolerance, precision: "fast" };
  const ends = Array.from(startsOf(pairing, options, kernels), (start) =>
    descend(pairing, start, group, limits, kernels),
  );
  if (group === "orthogonal" && restarts > 1) ends.push(...reflectedEnds(pairing, ends, limits, kernels));
  if (group === "permutation") ends.push(...exchangedEnds(pairing, ends, kernels));
  const best = bestOf(ends);
  const refined = only
    ? best
    : descend(pairing, best.motion, group, { ...options, precision: "fast" }, kernels);
  const gains = ends.map(({ gain }) => gain);
  return { ...exactLoss(pairing, refined, options, kernels), gains: best.gains, ends: gains };
}

/** Below this share of its constant, the loss has lost half of its digits to rounding. */
const nearlyEqual = 1e-4;

/** The loss to full accuracy, and the motion for which that is least. */
function exactLoss(pairing: Pairing, end: Descent, options: GaussianOptions, kernels: Kernels) {
  const at = (motion: Matrix) => ({ motion, loss: lossAt(pairing, motion, kernels) });
  const found = at(end.motion);
  if (found.loss > nearlyEqual * pairing.constant) return found;
  // Small differences need better steps; and the own axes of a copy fit exactly, which a search never does.
  const full = descend(pairing, end.motion, options.group, { ...options, precision: "full" }, kernels);
  return [found, at(full.motion), at(identity(pairing.width))].reduce((a, b) => (b.loss < a.loss ? b : a));
}

function bestOf(ends: readonly Descent[]): Descent {
  return ends.reduce((a, b) => (b.gain > a.gain ? b : a));
}

/** Searches that reflections add to those from the starts, about: more ends are searched on from where units are few. */
const reflectionsWanted = 24;

function reflectedEnds(
  pairing: Pairing,
  ends: readonly Descent[],
  limits: Limits,
  kernels: Kernels,
): Descent[] {
  const resolution = sameMaximum * pairing.constant;
  const distinct = ends
    .toSorted((a, b) => b.gain - a.gain)
    .filter((end, k, sorted) => k === 0 || sorted[k - 1]!.gain - end.gain > resolution);
  return distinct
    .slice(0, Math.ceil(reflectionsWanted / pairing.width))
    .flatMap((end) => reflectAxes(pairing, end, limits, kernels));
}

/** Gains closer than this, relative to the constant of the loss, are one maximum. */
const sameMaximum = 1e-7;

/** Up to so many units the end of every start is searched on from, above only the best. */
const everyEnd = 12;

function exchangedEnds(pairing: Pairing, ends: readonly Descent[], kernels: Kernels): Descent[] {
  const from = pairing.width <= everyEnd ? ends : [bestOf(ends)];
  return from.map((end) => ({ ...exchangeUnits(pairing, end, kernels), gains: end.gains }));
}

/** The Procrustes solution of the means, the networks' own axes upon one another, then random ones. */
function* startsOf(
  { x, y, width }: Pairing,
  { group, init, restarts, seed }: GaussianOptions,
  kernels: Kernels,
): Generator<Matrix> {
  if (group === "identity") return yield identity(width);
  // Directions without means keep the networks' own axes.
  const ownAxes = identity(width);
  const cross = kernels.scope(() => kernels.detach(kernels.gemm(y.means, x.means, { transA: true })));
  yield nearestMotion(anchored({ motion: ownAxes, cross }), group, kernels);
  if (init === "means" && restarts > 1) yield ownAxes;
  for (let k = init === "means" ? 2 : 1; k < restarts; k++) {
    yield randomMotion(width, group, createRandom(seed, k), kernels);
  }
}
