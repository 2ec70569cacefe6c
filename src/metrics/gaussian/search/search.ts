import { identity, matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom } from "../../../base/random.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { End } from "../../search/end.ts";
import { bestEnd, type Rounds } from "../../search/search.ts";
import { descend } from "./descent.ts";
import type { Descent, Limits } from "./quasi-newton.ts";
import { exchangeUnits } from "./exchange.ts";
import { anchored, nearestMotion, randomMotion } from "../motions.ts";
import { evaluate, type Evaluation, type Pairing } from "../objective.ts";
import type { GaussianOptions } from "../options.ts";
import { axesTried, reflected } from "./reflect.ts";
import { lossAt } from "../value.ts";

/** Far enough to tell maxima apart; only the best is sought to the tolerance asked for. */
const roughly = 1e-5;
/** Rounds of reflections at most. */
const roundsTried = 6;
/** A loss that is lower by less than this is the same minimum to search on from. */
const noise = 1e-9;
/** Losses closer than this are one minimum. */
const sameMinimum = 1e-7;
/** Searches of a round of reflections, about: more ends are searched on from where units are few. */
const reflectionsWanted = 48;
/** Up to so many units exchanges are tried from the end of every start, above only from the best. */
const everyEnd = 12;

/**
 * Pieces of the next round: first a search from every start. Then, for rotations, one with each
 * of several axes reflected, from those ends that differ, and again as long as that betters them; for
 * reorderings, exchanges of units.
 */
export function piecesOf(rounds: Rounds, width: number, { group, restarts }: GaussianOptions): number {
  if (rounds.length === 0) return group === "identity" ? 1 : restarts;
  if (group === "permutation") return rounds.length === 1 ? exchangedFrom(rounds, width).length : 0;
  if (group === "identity" || restarts === 1 || rounds.length > roundsTried) return 0;
  return reflectedFrom(rounds, width).length * Math.min(width, axesTried);
}

/** One piece. Its loss is −gain / constant. */
export function searchPiece(
  pairing: Pairing,
  rounds: Rounds,
  index: number,
  options: GaussianOptions,
  kernels: Kernels,
): End {
  const { group } = options;
  const limits = roughLimits(options);
  const go = (start: Matrix) => endOf(pairing, descend(pairing, start, group, limits, kernels));
  if (rounds.length === 0) return go(startOf(pairing, options, index, kernels));
  const at = ({ motion }: End) => evaluate(pairing, square(motion, pairing), "fast", kernels);
  if (group === "permutation") {
    const from = exchangedFrom(rounds, pairing.width)[index]!;
    return { ...endOf(pairing, exchangeUnits(pairing, at(from), kernels)), history: from.history };
  }
  const axes = Math.min(pairing.width, axesTried);
  const from = reflectedFrom(rounds, pairing.width)[Math.floor(index / axes)]!;
  return go(reflected(at(from), index % axes, kernels));
}

function isOnly({ restarts, init }: GaussianOptions): boolean {
  return restarts === 1 && init === "means";
}

function roughLimits(options: GaussianOptions): Limits {
  const tolerance = isOnly(options) ? options.tolerance : Math.max(options.tolerance, roughly);
  return { ...options, tolerance, precision: "fast" };
}

function endOf(
  { constant }: Pairing,
  { gain, motion, gains = [] }: Evaluation & Partial<Pick<Descent, "gains">>,
): End {
  const loss = (value: number) => -value / (constant || 1);
  return { loss: loss(gain), motion: motion.data.slice(), history: Float64Array.from(gains, loss) };
}

function square(motion: Float64Array, { width }: Pairing): Matrix {
  return matrix(width, width, motion);
}

/** The ends that reflections start from, of those chains of them that the last round bettered. */
function reflectedFrom([starts, ...later]: Rounds, width: number): End[] {
  const axes = Math.min(width, axesTried);
  const first = distinct(starts!).slice(0, Math.ceil(reflectionsWanted / width));
  return later.reduce<End[]>(
    (chains, ends) =>
      chains.flatMap((from, chain) => {
        const best = bestEnd(ends.slice(chain * axes, (chain + 1) * axes));
        return best.loss < from.loss - noise ? [best] : [];
      }),
    first,
  );
}

function exchangedFrom([starts]: Rounds, width: number): readonly End[] {
  return width <= everyEnd ? starts! : [bestEnd(starts!)];
}

/** The best first, of those that are one minimum only one. */
function distinct(ends: readonly End[]): End[] {
  const sorted = ends.toSorted((a, b) => a.loss - b.loss);
  return sorted.filter(({ loss }, k) => k === 0 || loss - sorted[k - 1]!.loss > sameMinimum);
}

/** The Procrustes solution of the means, the networks' own axes upon one another, then random ones. */
function startOf(
  { x, y, width }: Pairing,
  { group, init, seed }: GaussianOptions,
  index: number,
  kernels: Kernels,
): Matrix {
  if (group === "identity") return identity(width);
  // Directions without means keep the networks' own axes.
  const ownAxes = identity(width);
  if (index === 0) {
    const cross = kernels.scope(() => kernels.detach(kernels.gemm(y.means, x.means, { transA: true })));
    return nearestMotion(anchored({ motion: ownAxes, cross }), group, kernels);
  }
  if (index === 1 && init === "means") return ownAxes;
  return randomMotion(width, group, createRandom(seed, index), kernels);
}

/** Below this share of its constant, the loss has lost half of its digits to rounding. */
const nearlyEqual = 1e-4;

/** The least loss, to full accuracy, and its motion: the best end searched on to the tolerance asked for. */
export function settle(pairing: Pairing, rounds: Rounds, options: GaussianOptions, kernels: Kernels) {
  const best = square(bestEnd(rounds.flat()).motion, pairing);
  const at = (motion: Matrix) => ({ motion, loss: lossAt(pairing, motion, kernels) });
  const on = (start: Matrix, precision: Limits["precision"]) =>
    descend(pairing, start, options.group, { ...options, precision }, kernels).motion;
  const found = at(isOnly(options) ? best : on(best, "fast"));
  if (found.loss > nearlyEqual * pairing.constant) return found;
  // Small differences need better steps; and the own axes of a copy fit exactly, which a search never does.
  const others = [at(on(found.motion, "full")), at(identity(pairing.width))];
  return others.reduce((a, b) => (b.loss < a.loss ? b : a), found);
}
