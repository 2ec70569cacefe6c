import { powerOfTwo } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { pairUp, type Pairing } from "./objective.ts";
import type { EnergyOptions } from "./options.ts";
import type { PreparedEnergy } from "./prepare.ts";
import { piecesOf, recordOf, searchPiece } from "./search.ts";
import type { SearchRecord } from "../metric.ts";
import { bestEnd, searchOutputs, searchRounds, warnOfLonely, type SearchForm } from "../search/search.ts";

const outputs = ["value", "minima", "reached"] as const;

/** The search, always in the same order of the two, so that exchanging them gives the same bits. */
export const energySearch: SearchForm<PreparedEnergy, EnergyOptions> = {
  outputs,
  pieces: (rounds, _width, options) => piecesOf(rounds, options),
  widthOf: ({ axes }) => axes,
  piece: (x, y, rounds, index, options, kernels) =>
    searchPiece(pairInOrder(x, y, kernels).pairing, rounds, index, options, kernels),
  finish(x, y, rounds, options, kernels) {
    const { minima, reached } = recordOf(rounds, options);
    const { pairing } = pairInOrder(x, y, kernels);
    return Float64Array.of(valueOf(pairing, bestEnd(rounds.flat()).loss), minima, reached);
  },
  outputsOf: (x, y, options, kernels) => searchOutputs(energySearch, x, y, options, kernels),
  warn: (all, { group, restarts }) =>
    group === "identity" || restarts === 1 ? undefined : warnOfLonely(all, outputs.length, 2),
};

export function energyDistance(
  x: PreparedEnergy,
  y: PreparedEnergy,
  options: EnergyOptions,
  kernels: Kernels,
): number {
  return energySearch.outputsOf(x, y, options, kernels)[0]!;
}

/** What a search between two networks came to. */
interface Outcome {
  readonly pairing: Pairing;
  /** Q, width × width: y·Q lies as close to x as can be, both in the axes of their preparation. */
  readonly motion: Matrix;
  /** Whether it moves the first network onto the second instead. */
  readonly exchanged: boolean;
  /** With losses times 2^−exponent. */
  readonly search: SearchRecord;
}

export function bestMotion(
  x: PreparedEnergy,
  y: PreparedEnergy,
  options: EnergyOptions,
  kernels: Kernels,
): Outcome {
  const rounds = searchRounds(energySearch, x, y, options, kernels);
  const { pairing, exchanged } = pairInOrder(x, y, kernels);
  const { history, losses, minima } = recordOf(rounds, options);
  const motion = matrix(pairing.width, pairing.width, bestEnd(rounds.flat()).motion);
  return { pairing, motion, exchanged, search: { history, losses, minima } };
}

function pairInOrder(x: PreparedEnergy, y: PreparedEnergy, kernels: Kernels) {
  const exchanged = comesAfter(x, y);
  return { pairing: exchanged ? pairUp(y, x, kernels) : pairUp(x, y, kernels), exchanged };
}

function comesAfter(x: PreparedEnergy, y: PreparedEnergy): boolean {
  const key = ({ means, exponent, size, within }: PreparedEnergy) => [means.cols, exponent, size, within];
  const [a, b] = [key(x), key(y)];
  const differs = a.findIndex((value, k) => value !== b[k]);
  return differs >= 0 && a[differs]! > b[differs]!;
}

/** What rounding of responses of this size does to a mean distance. */
const resolution = 16 * Number.EPSILON;

/** √(E / 2); differences of mean distances that rounding alone can make are 0, and so are negative ones. */
export function valueOf({ x, y, exponent }: Pairing, loss: number): number {
  const half = loss - (x.within + y.within) / 2;
  const rounding = resolution * Math.max(x.size, y.size);
  if (half <= rounding) return 0;
  const whole = Math.floor(exponent / 2);
  return Math.sqrt(half * powerOfTwo(exponent - 2 * whole)) * powerOfTwo(whole);
}
