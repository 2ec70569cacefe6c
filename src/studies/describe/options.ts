import {
  choices,
  confidence,
  mostDraws,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";

/** Names of descriptors, in the order of tables. A test holds them against the list of `metrics/descriptors/all.ts`. */
export const descriptorNames = [
  "magnitude",
  "concentricity",
  "uniformity",
  "sparseness",
  "kurtosis",
  "rank",
  "first-component",
  "first-10-components",
  "effective-rank",
  "participation-ratio",
  "participation-ratio-few-stimuli",
  "dimension-two-nn",
  "dimension-mackay",
] as const;

export type DescriptorName = (typeof descriptorNames)[number];

/** Options of `describe`. */
export interface DescribeOptions {
  readonly descriptors?: readonly DescriptorName[] | undefined;
  readonly k?: number | undefined;
  readonly samples?: number | undefined;
  readonly confidence?: number | undefined;
  readonly seed?: number | undefined;
}

export const describeOptions = {
  descriptors: choices(descriptorNames, "Which descriptors; all if left out."),
  k: whole(10, 2, 1e6, "Neighbours of each stimulus, of dimension-mackay."),
  samples: whole(
    50,
    0,
    mostDraws,
    "Divisions of the stimuli into two random halves, from which intervals and standard errors are made: no stimulus is drawn twice, so they hold for neighbours too. 0: none.",
  ),
  confidence: confidence(
    "Share of samples of stimuli whose interval is to hold what it is for (`estimands`).",
  ),
  seed: seed("Decides the halves."),
} satisfies OptionSchemas<DescribeOptions>;

/** All of them, defaults filled in. */
export type ChosenDescribe = Chosen<typeof describeOptions>;
