import type { Kernels } from "../wasm/kernels.ts";
import type { EnergyOptions } from "./energy-options.ts";
import type { PreparedEnergy } from "./energy-prepare.ts";
import { search, type Found } from "./energy-search.ts";

/** The search, always in the same order of the two, so that exchanging them gives the same bits. */
export function bestMotion(
  x: PreparedEnergy,
  y: PreparedEnergy,
  options: EnergyOptions,
  kernels: Kernels,
): { found: Found; exchanged: boolean } {
  const exchanged = comesAfter(x, y);
  return { found: exchanged ? search(y, x, options, kernels) : search(x, y, options, kernels), exchanged };
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
export function valueOf({ pairing, loss }: Found): number {
  const { x, y, exponent } = pairing;
  const half = loss - (x.within + y.within) / 2;
  const rounding = resolution * Math.max(x.size, y.size);
  return half <= rounding ? 0 : Math.sqrt(half) * 2 ** (exponent / 2);
}
