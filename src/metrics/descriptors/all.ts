import { concentricityOf } from "./concentricity.ts";
import type { Descriptor } from "./descriptor.ts";
import { effectiveRankOf, entropyRank } from "./effective-rank.ts";
import { dimensionOfLikelihood, dimensionOfTwo, intrinsicDimensionOf } from "./intrinsic-dimension.ts";
import { kurtosisOf } from "./kurtosis.ts";
import { magnitudeOf } from "./magnitude.ts";
import { participationRatioOf } from "./participation-ratio.ts";
import { nearestSquares } from "./nearest.ts";
import type { Sample } from "./sample.ts";
import { sparsenessOf } from "./sparseness.ts";
import { uniformityOf } from "./uniformity.ts";

/** A descriptor as `describe` gives it, of one form where it has several. */
export interface Described extends Omit<Descriptor, "of"> {
  /**
   * How its bias falls with the number of stimuli m, which decides what an interval can be for: as 1/m; or slower, so
   * that nothing can be said of endlessly many stimuli. `none`: it counts, and has no interval.
   */
  readonly bias: "inverse" | "slow" | "none";
  /** @throws {NumericalError} where it is not defined for these responses. */
  of(sample: Sample): number;
}

/** A descriptor with these options. */
function described<O extends object>(
  { of, ...facts }: Descriptor<O>,
  options: O,
  rest: Partial<Described> = {},
): Described {
  return { ...facts, bias: "inverse", of: ({ turned, kernels }) => of(turned, options, kernels), ...rest };
}

const share = (count: number, name: string, title: string): Described => ({
  name,
  title,
  unit: "share of the variance",
  range: [0, 1],
  source: "Pearson, Philosophical Magazine 2, 1901 (principal components)",
  summary: `Share of the variance over stimuli in the ${count === 1 ? "direction" : `${count} directions`} of the most variance.`,
  bias: "inverse",
  of: (sample) => {
    const variances = sample.spectrum().map((value) => value * value);
    const sum = (values: Float64Array) => values.reduce((total, one) => total + one, 0);
    return sum(variances.subarray(0, count)) / sum(variances);
  },
});

/** Every descriptor, in the order of tables. */
export const descriptors: readonly Described[] = [
  described(magnitudeOf, {}),
  described(concentricityOf, {}),
  described(uniformityOf, { t: 2, normalize: "none" }),
  described(sparsenessOf, {}, { of: ({ given, kernels }) => sparsenessOf.of(given, {}, kernels) }),
  described(kurtosisOf, {}, { of: ({ given, kernels }) => kurtosisOf.of(given, {}, kernels) }),
  {
    name: "rank",
    title: "Rank",
    unit: "directions",
    range: [0, Infinity],
    source:
      "Golub & Van Loan, Matrix Computations, 4th edition, 2013, §5.4; the threshold: docs/guarantees.md",
    summary: "Directions in which the responses vary at all.",
    bias: "none",
    of: (sample) => sample.spectrum().length,
  },
  share(1, "first-component", "First component"),
  share(10, "first-10-components", "First 10 components"),
  described(
    effectiveRankOf,
    { spectrum: "singular-values", center: true },
    { of: (sample) => entropyRank(sample.spectrum(), false) },
  ),
  described(participationRatioOf, { estimator: "plug-in", center: true }),
  described(
    participationRatioOf,
    { estimator: "few-stimuli", center: true },
    {
      name: "participation-ratio-few-stimuli",
      title: "Participation ratio, for few stimuli",
      summary:
        "The same from unbiased estimates of its two traces: of the population that the stimuli come from.",
    },
  ),
  {
    ...intrinsicDimensionOf,
    name: "dimension-two-nn",
    title: "Intrinsic dimension, two neighbours",
    bias: "slow",
    of: ({ turned, nearest, near }) => dimensionOfTwo(turned, nearest(), near, 0.1),
  },
  {
    ...intrinsicDimensionOf,
    name: "dimension-mackay",
    title: "Intrinsic dimension, maximum likelihood",
    bias: "slow",
    of: ({ turned, nearest, near, k, kernels }) =>
      dimensionOfLikelihood(turned, near === k ? nearest() : nearestSquares(turned, k, kernels), k, "mackay"),
  },
];
