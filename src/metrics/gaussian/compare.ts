import { powerOfTwo } from "../../base/math/powers.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { SearchRecord } from "../metric.ts";
import {
  bestEnd,
  countDistinct,
  countLowest,
  searchOutputs,
  searchRounds,
  warnOfLonely,
  type Rounds,
  type SearchForm,
} from "../search/search.ts";
import { pairUp, type Pairing } from "./objective.ts";
import type { GaussianOptions } from "./options.ts";
import type { PreparedGaussians } from "./prepare.ts";
import { piecesOf, searchPiece, settle } from "./search/search.ts";

const outputs = ["value", "minima", "reached"] as const;

/** The search for the best motion, always in the same order of the two, so that exchanging them gives the same bits. */
export const gaussianSearch: SearchForm<PreparedGaussians, GaussianOptions> = {
  outputs,
  pieces: piecesOf,
  widthOf: ({ axes }) => axes,
  piece: (x, y, rounds, index, options, kernels) =>
    searchPiece(pairInOrder(x, y, options, kernels).pairing, rounds, index, options, kernels),
  finish(x, y, rounds, options, kernels) {
    const { pairing } = pairInOrder(x, y, options, kernels);
    const { loss } = settle(pairing, rounds, options, kernels);
    const { minima, reached } = recordOf(rounds, pairing);
    return Float64Array.of(distanceOf(loss, pairing), minima, reached);
  },
  outputsOf: (x, y, options, kernels) => searchOutputs(gaussianSearch, x, y, options, kernels),
  warn: (all, { group, restarts }) =>
    group === "identity" || restarts === 1 ? undefined : warnOfLonely(all, outputs.length, 2),
};

export function gaussianDistance(
  x: PreparedGaussians,
  y: PreparedGaussians,
  options: GaussianOptions,
  kernels: Kernels,
): number {
  return gaussianSearch.outputsOf(x, y, options, kernels)[0]!;
}

/** What a search between two networks came to. */
export interface Outcome {
  readonly pairing: Pairing;
  readonly motion: Matrix;
  /** Whether the motion moves the first network onto the second. */
  readonly exchanged: boolean;
  readonly search: SearchRecord;
}

export function bestMotion(
  x: PreparedGaussians,
  y: PreparedGaussians,
  options: GaussianOptions,
  kernels: Kernels,
): Outcome {
  const rounds = searchRounds(gaussianSearch, x, y, options, kernels);
  const { pairing, exchanged } = pairInOrder(x, y, options, kernels);
  const { motion } = settle(pairing, rounds, options, kernels);
  const { history, losses, minima } = recordOf(rounds, pairing);
  return { pairing, motion, exchanged, search: { history, losses, minima } };
}

function pairInOrder(
  x: PreparedGaussians,
  y: PreparedGaussians,
  options: GaussianOptions,
  kernels: Kernels,
): Pick<Outcome, "pairing" | "exchanged"> {
  const exchanged = comesAfter(x, y);
  const [first, second] = exchanged ? [y, x] : [x, y];
  return { pairing: pairUp(first, second, options, kernels), exchanged };
}

/** Values closer than this, relative, are one minimum. */
const sameMinimum = 1e-6;

function recordOf(rounds: Rounds, pairing: Pairing): SearchRecord & { reached: number } {
  const ends = rounds.flat();
  const valueOf = (loss: number) => distanceOf(pairing.constant * (1 + 2 * loss), pairing);
  const losses = ends.map(({ loss }) => valueOf(loss));
  const resolution = sameMinimum * losses.reduce((a, b) => Math.max(a, b), 0);
  return {
    history: Array.from(bestEnd(ends).history, valueOf),
    losses,
    minima: countDistinct(losses, resolution),
    reached: countLowest(losses, resolution),
  };
}

function comesAfter(x: PreparedGaussians, y: PreparedGaussians): boolean {
  const keys = ({ means, exponent, variance, meanPower, rank }: PreparedGaussians) => [
    means.cols,
    exponent,
    variance,
    meanPower,
    rank,
  ];
  const [a, b] = [keys(x), keys(y)];
  const differs = a.findIndex((value, k) => value !== b[k]);
  if (differs >= 0) return a[differs]! > b[differs]!;
  const [left, right] = [x.means.data, y.means.data];
  const other = left.findIndex((value, k) => value !== right[k]);
  return other >= 0 && left[other]! > right[other]!;
}

/** √ of the mean loss over stimuli, in the unit of the responses. */
export function distanceOf(loss: number, { stimuli, exponent }: Pairing): number {
  const half = Math.trunc(exponent / 2);
  return Math.sqrt(Math.max(0, loss) / stimuli) * powerOfTwo(half) * powerOfTwo(exponent - half);
}
