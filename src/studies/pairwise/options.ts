import {
  confidence,
  data,
  optional,
  choice,
  choices,
  mostDraws,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";
import type { ArrangeUnitsOptions } from "../../metrics/units/fit.ts";
import type { KnownPairs, KnownTable } from "./known/known.ts";
import type { RepresentationLike } from "../../data/representation.ts";

export const intervalMethods = ["jackknife", "bca", "percentile"] as const;
export type IntervalMethod = (typeof intervalMethods)[number];

/** How far the values of `pairwise` can be relied on: held-out stimuli, or resampled ones. */
export interface PairwiseOptions extends CrossOptions {
  readonly test?: readonly RepresentationLike[] | undefined;
  readonly folds?: number | undefined;
  readonly arrange?: ArrangeUnitsOptions | undefined;
  readonly extend?: KnownPairs | KnownTable | undefined;
  readonly extrapolate?: readonly ("stimuli" | "units")[] | undefined;
}

/** How far the values of `cross` can be relied on: resampled stimuli, as of `pairwise`. */
export interface CrossOptions {
  readonly bootstrap?: "stimuli" | undefined;
  readonly interval?: IntervalMethod | undefined;
  readonly permutation?: "stimuli" | undefined;
  readonly samples?: number | undefined;
  readonly confidence?: number | undefined;
  readonly seed?: number | undefined;
}

export const pairwiseOptions = {
  test: data(
    "a list of representations",
    "Responses of the same networks, in the same order, to other stimuli: what was fitted on the first is tried on these.",
    Array.isArray,
  ),
  folds: optional(
    whole(
      2,
      2,
      Infinity,
      "Cross-validate over stimuli in so many parts: means over held-out parts, and standard errors.",
    ),
  ),
  bootstrap: optional(
    choice(
      ["stimuli"],
      "An interval and a standard error for each value, for other stimuli of the same population; `interval` says how.",
    ),
  ),
  interval: choice(
    intervalMethods,
    "jackknife: the stimuli left out in turn, in up to 200 parts, on a scale that keeps the range; 95 % intervals hold what they are for (`estimands`) in 92 to 98 % of samples of 30 to 200 stimuli, of cca in 98.5 to 99.8 % (too wide) and of procrustes in 96 to 99 %. bca: stimuli drawn with replacement, bias-corrected and accelerated, where that is valid, else jackknife; at 50 stimuli 92 to 99 %, of debiased cka 70 %. percentile: quantiles of the same draws; at 50 stimuli 97 % of rsa, 60 % of debiased cka, 33 % of soft-matching, 12 % of cka and rv, 4 % or less of procrustes, cca, svcca and linear-regression.",
  ),
  permutation: optional(
    choice(["stimuli"], "A p-value for each value, from giving each network its stimuli in another order."),
  ),
  samples: whole(
    1000,
    2,
    mostDraws,
    "Resamples of the permutation test and of the bootstrap (interval bca or percentile). The jackknife leaves out as many parts as there are stimuli, but no more than this or 200.",
  ),
  confidence: confidence("Share of samples of stimuli whose interval is to hold what it is for."),
  seed: seed("Decides the parts, or the resamples."),
  arrange: data<ArrangeUnitsOptions>(
    "options of arrangeUnits: units, dropConstant, zscore, pca, normalize",
    "What is done with the units of each network first. Means, scales and components are fitted on the training stimuli where there are held-out ones (`test`, `folds`); for `bootstrap` and `permutation` once, on all stimuli.",
  ),
  extrapolate: choices(
    ["stimuli", "units"],
    "What the values would be of endlessly many: a line in one over their number, through seeded subsamples of at least 20, with its standard error. Takes about 140 times as long, for both 550 times. Nearer to the truth where values are smooth in means, as of cka and rsa; of sums of singular values (procrustes, cca) a part of the bias stays.",
  ),
  extend: data<KnownPairs | KnownTable>(
    "a result of pairwise, or its values K × K",
    "What pairwise gave for the first of the networks, by the same metric: only the pairs with one of the others are computed. A few of the old pairs are computed again, and must be what they were.",
  ),
} satisfies OptionSchemas<PairwiseOptions>;

const {
  test: _,
  folds: _folds,
  arrange: _arrange,
  extend: _extend,
  extrapolate: _extrapolate,
  ...resampling
} = pairwiseOptions;

export const crossOptions = {
  ...resampling,
  seed: seed("Decides the resamples."),
} satisfies OptionSchemas<CrossOptions>;

/** Every option about the values, with its default. */
export type ChosenPairwise = Chosen<typeof pairwiseOptions>;
/** Those about resampled stimuli. */
export type ChosenUncertainty = Chosen<typeof crossOptions>;
