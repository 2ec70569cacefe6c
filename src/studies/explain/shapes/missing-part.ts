import type { SharedOut } from "../explanation.ts";
import { sumOf } from "./sums.ts";

/**
 * What is missing to 1 of a cosine, over stimuli: 1 − ⟨f, g⟩ = ½‖f − g‖² of features at norm 1.
 * @param inner - of each stimulus, its part of ⟨f, g⟩
 * @param ofX, ofY - its parts of ‖f‖² and ‖g‖², which are 1
 */
export function missingPart(
  inner: Float64Array,
  ofX: Float64Array,
  ofY: Float64Array,
  features: string,
): SharedOut {
  // What rounding leaves of equal parts is no difference below 0.
  const shares = inner.map((share, i) => Math.max(0, (ofX[i]! + ofY[i]!) / 2 - share));
  return {
    of: `what is missing to 1: half the squared differences of ${features}`,
    total: sumOf(shares),
    shares,
  };
}
