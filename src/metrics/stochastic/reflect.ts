import { matrix, type Matrix } from "../../matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { descend, type Descent, type Limits } from "./descent.ts";
import type { Pairing } from "./objective.ts";

/** Axes that are reflected in a round: those with the least to lose, where there are more. */
const axesTried = 8;
/** Rounds at most. */
const roundsTried = 4;
/** A gain that is larger by less than this share is the same maximum. */
const noise = 1e-9;

/**
 * Searches on from a maximum with single axes reflected: local maxima of the gain differ
 * mostly in the directions of a few axes, and a reflected one is a better start than a random motion.
 *
 * @returns every maximum that was found on the way
 */
export function reflectAxes(pairing: Pairing, start: Descent, limits: Limits, kernels: Kernels): Descent[] {
  const found: Descent[] = [];
  let best = start;
  for (let round = 0; round < roundsTried; round++) {
    const before = best;
    for (const motion of reflections(best, kernels)) {
      const end = descend(pairing, motion, "orthogonal", limits, kernels);
      found.push(end);
      if (end.gain > best.gain + noise * pairing.constant) {
        best = end;
        break;
      }
    }
    if (best === before) break;
  }
  return found;
}

/** U·Vᵀ − 2·u·vᵀ for single directions of the derivative U·S·Vᵀ, the weakest first. */
function reflections({ cross }: Descent, kernels: Kernels): Matrix[] {
  return kernels.scope(() => {
    const n = cross.rows;
    const { u, vt } = kernels.svd(cross);
    const motion = kernels.gemm(u, vt);
    const [left, right, base] = [u.data, vt.data, motion.data];
    return Array.from({ length: Math.min(n, axesTried) }, (_, weak) => {
      const k = n - 1 - weak;
      const at = (i: number, j: number) => base[i * n + j]! - 2 * left[i * n + k]! * right[k * n + j]!;
      return matrix(
        n,
        n,
        Float64Array.from({ length: n * n }, (_value, p) => at(Math.floor(p / n), p % n)),
      );
    });
  });
}
