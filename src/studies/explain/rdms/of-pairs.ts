import { matrix } from "../../../base/matrix.ts";
import type { Explained } from "../explanation.ts";
import { sumOf } from "../shapes/sums.ts";
import type { RdmPair } from "./rdm-pair.ts";

/**
 * A sum over pairs i < j of stimuli; each of the two has half of what their pair has.
 * @param terms - condensed
 */
export function ofPairs(terms: Float64Array, of: string, { context, mostPaired }: RdmPair): Explained {
  const m = context.stimuli;
  const stimuli = new Float64Array(m);
  const square = m <= mostPaired ? matrix(m, m) : undefined;
  for (let i = 0, k = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, k++) {
      const half = terms[k]! / 2;
      stimuli[i]! += half;
      stimuli[j]! += half;
      if (square) square.data[i * m + j] = square.data[j * m + i] = half;
    }
  }
  const whole = { of, total: sumOf(terms) };
  return { stimuli: { ...whole, shares: stimuli }, ...(square && { pairs: { ...whole, square } }) };
}
