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
  const whole = { of, total: sumOf(terms) };
  const stimuli = { ...whole, shares: halves(terms, m) };
  if (m > mostPaired) return { stimuli };
  const square = matrix(m, m);
  for (let i = 0, k = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, k++) square.data[i * m + j] = square.data[j * m + i] = terms[k]! / 2;
  }
  return { stimuli, pairs: { ...whole, square } };
}

/** Of each of m stimuli, half of what its pairs have. @param terms - condensed */
export function halves(terms: Float64Array, m: number): Float64Array {
  const stimuli = new Float64Array(m);
  for (let i = 0, k = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, k++) {
      stimuli[i]! += terms[k]! / 2;
      stimuli[j]! += terms[k]! / 2;
    }
  }
  return stimuli;
}
