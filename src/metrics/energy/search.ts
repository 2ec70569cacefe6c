import { smallestOf } from "../../base/lists.ts";
import { identity, concatenate, matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { evaluate, type Pairing } from "./objective.ts";
import type { EnergyOptions } from "./options.ts";
import { descendRotations, type Descent, type Limits } from "./orthogonal.ts";
import { descendMatchings, matchingMatrix } from "./permutation.ts";
import type { End } from "../search/end.ts";
import { bestEnd, countDistinct, countLowest, type Rounds } from "../search/search.ts";
import type { SearchRecord } from "../metric.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";

/** Where searches for rotations from several starts end at first: far enough to tell which are the best. */
const roughly = 1e-6;
/** How many of the best, if they differ, are then searched on. */
const bestFew = 3;
/** Losses closer than this, relative, are one minimum; or so many tolerances, where searches end early. */
const [sameMinimum, sameTolerances] = [1e-7, 10];

/** Pieces of the next round: a search from every start to a rough tolerance, then the best few of them on. */
export function piecesOf(rounds: Rounds, options: EnergyOptions): number {
  if (rounds.length === 0) return options.group === "identity" ? 1 : options.restarts;
  return rounds.length === 1 ? furtherFrom(rounds, options).length : 0;
}

/** One piece; its loss is the mean distance between the two, times 2^−exponent. */
export function searchPiece(
  pairing: Pairing,
  rounds: Rounds,
  index: number,
  options: EnergyOptions,
  kernels: Kernels,
): End {
  const { descend } = groups[options.group];
  if (rounds.length === 0) {
    const limits = { ...options, tolerance: firstTolerance(options) };
    return endOf(descend(pairing, startOf(pairing, options, index, kernels), limits, kernels));
  }
  const from = furtherFrom(rounds, options)[index]!;
  const end = endOf(descend(pairing, matrix(pairing.width, pairing.width, from.motion), options, kernels));
  return { ...end, history: concatenate([from.history, end.history.subarray(1)]) };
}

function firstTolerance({ group, restarts, tolerance }: EnergyOptions): number {
  return group === "orthogonal" && restarts > 1 ? Math.max(tolerance, roughly) : tolerance;
}

function endOf({ loss, motion, history }: Descent): End {
  return { loss, motion: motion.data.slice(), history: Float64Array.from(history) };
}

/** Ends of the first round that are worth searching on, the best first. */
function furtherFrom([first]: Rounds, options: EnergyOptions): End[] {
  const rough = firstTolerance(options);
  if (rough <= options.tolerance) return [];
  const sorted = first!.toSorted((a, b) => a.loss - b.loss);
  const differ = (loss: number, before: number) => loss - before > rough * loss;
  return sorted.filter(({ loss }, k) => k === 0 || differ(loss, sorted[k - 1]!.loss)).slice(0, bestFew);
}

/** How the search went, with losses times 2^−exponent, and how many starts led to the least of them. */
export function recordOf(rounds: Rounds, options: EnergyOptions): SearchRecord & { reached: number } {
  const [first, second = []] = rounds;
  const further = furtherFrom(rounds, options);
  // Searched on from there, a loss may be another sum: then the less of the two stands, as in the history.
  const losses = first!.map((end) => Math.min(end.loss, second[further.indexOf(end)]?.loss ?? Infinity));
  const resolution = Math.max(sameMinimum, sameTolerances * firstTolerance(options)) * smallestOf(losses);
  return {
    history: Array.from(bestEnd(rounds.flat()).history),
    losses,
    minima: countDistinct(losses, resolution),
    reached: countLowest(losses, resolution),
  };
}

interface Group {
  descend(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent;
  /** The motion with the greatest ⟨cross, motion⟩. */
  nearest(cross: Matrix, kernels: Kernels): Matrix;
  random(width: number, random: Random, kernels: Kernels): Matrix;
}

const groups: Record<EnergyOptions["group"], Group> = {
  orthogonal: {
    descend: descendRotations,
    nearest: polar,
    random(width, random, kernels) {
      const normal = Float64Array.from({ length: width * width }, () => random.normal());
      return polar(matrix(width, width, normal), kernels);
    },
  },
  permutation: {
    descend: descendMatchings,
    nearest: (cross, kernels) =>
      matchingMatrix(kernels.part(matchingKernels).linearAssignment(cross, { maximize: true })),
    random: (width, random) => matchingMatrix(shuffled(width, random)),
  },
  identity: {
    descend(pairing, start, _limits, kernels) {
      const here = evaluate(pairing, start, kernels);
      return { ...here, history: [here.loss] };
    },
    nearest: (cross) => identity(cross.rows),
    random: (width) => identity(width),
  },
};

/** The Procrustes solution of the means, the networks' own axes upon one another, then random ones that depend on seed alone. */
function startOf(
  { x, y, width }: Pairing,
  { group, init, seed }: EnergyOptions,
  index: number,
  kernels: Kernels,
): Matrix {
  const { nearest, random } = groups[group];
  if (index === 0)
    return kernels.scope(() => nearest(kernels.gemm(y.means, x.means, { transA: true }), kernels));
  if (index === 1 && init === "means") return identity(width);
  return random(width, createRandom(seed, index), kernels);
}

function polar(a: Matrix, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const { u, vt } = kernels.svd(a);
    return kernels.detach(kernels.gemm(u, vt));
  });
}
