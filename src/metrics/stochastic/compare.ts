import type { Kernels } from "../../wasm/kernels.ts";
import { pairUp, type Pairing } from "./objective.ts";
import type { GaussianOptions } from "./options.ts";
import type { PreparedGaussians } from "./prepare.ts";
import { search, type Found } from "./search.ts";

/** What a search between two networks came to. */
export interface Outcome {
  readonly pairing: Pairing;
  readonly found: Found;
  /** Whether the motion moves the first network onto the second. */
  readonly exchanged: boolean;
}

/** The search, always in the same order of the two, so that exchanging them gives the same bits. */
export function bestMotion(
  x: PreparedGaussians,
  y: PreparedGaussians,
  options: GaussianOptions,
  kernels: Kernels,
): Outcome {
  const exchanged = comesAfter(x, y);
  const [first, second] = exchanged ? [y, x] : [x, y];
  const pairing = pairUp(first, second, options.alpha, kernels);
  return { pairing, found: search(pairing, options, kernels), exchanged };
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
  return Math.sqrt(Math.max(0, loss) / stimuli) * 2 ** half * 2 ** (exponent - half);
}
