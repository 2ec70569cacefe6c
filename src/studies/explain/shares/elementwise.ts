import { pow } from "../../../base/math/pow.ts";
import { square } from "../../../base/math/powers.ts";
import type { ElementwiseOptions } from "../../../metrics/elementwise.ts";
import type { DissimilarityName } from "../../../rdm/dissimilarities/registry.ts";
import type { Explain } from "../explanation.ts";
import { sumOf, sumsOf } from "../shapes/sums.ts";

/** A dissimilarity of vectors that is a sum over their elements, or a function of one. */
interface ElementSum {
  readonly of: string;
  term(gap: number, options: ElementwiseOptions): number;
}

/** Of the others, stimuli and units are left out one by one. */
const sums: { readonly [Name in DissimilarityName]?: ElementSum } = {
  euclidean: { of: "the sum of squared differences, which is the value squared", term: square },
  "squared-euclidean": { of: "the sum of squared differences, which is the value", term: square },
  cityblock: { of: "the sum of absolute differences, which is the value", term: Math.abs },
  minkowski: {
    of: "the sum of differences to the power of p, of which the value is the root of that order",
    term: (gap, { p }) => pow(Math.abs(gap), p),
  },
};

/** Every response of one network against the same of the other: over stimuli and over units at once. */
export const explainElementwise: Explain<ElementwiseOptions> = (x, y, options, kernels) => {
  const sum = sums[options.dissimilarity];
  if (!sum) return {};
  const gaps = kernels.subtract(x.responses, y.responses);
  const { data } = gaps;
  const { rows, cols } = sumsOf(gaps, (k) => sum.term(data[k]!, options));
  const whole = { of: sum.of, total: sumOf(rows) };
  const units = { ...whole, shares: cols };
  return {
    stimuli: { ...whole, shares: rows },
    unitsX: units,
    unitsY: units,
    moved: { x: kernels.detach(x.responses), y: kernels.detach(y.responses) },
  };
};
