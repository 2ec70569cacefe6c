import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { transportSimplex } from "./transport-simplex.ts";
import { matchingKernels, type Transport } from "../../wasm/parts/matchings.ts";

/**
 * The optimal transport between uniform weights, as `matchingKernels` give it.
 * @throws {NumericalError} as that.
 */
export function transport(costs: Matrix, maximize: boolean, kernels: Kernels): Transport {
  const { rows: m, cols: n } = costs;
  const common = greatestCommonDivisor(m, n);
  const [supply, demand] = [n / common, m / common];
  const split = splitsFinely(m, n, supply)
    ? transportSimplex(m, n, costs.data, maximize, supply, demand)
    : undefined;
  if (!split) return kernels.part(matchingKernels).transport(costs, { maximize });
  const { rows, cols, amounts } = split;
  return { rows, cols, weights: amounts.map((amount) => amount / (supply * m)) };
}

/** Shortest paths send one of few equal parts after the other; of many parts the simplex method takes a fifth of the time. */
function splitsFinely(m: number, n: number, supply: number): boolean {
  return m * supply > 4 * (m + n);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
