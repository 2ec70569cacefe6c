import {
  boolean,
  choice,
  choices,
  confidence,
  data,
  mostDraws,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../../../base/options.ts";
import type { Rdm } from "../../../rdm/rdm.ts";
import { dimensions, type Dimension } from "../options.ts";

export const rdmCorrelations = ["pearson", "spearman"] as const;
export const regressionFits = ["regression", "non-negative"] as const;

/** How RDMs are correlated: as they are, or as ranks. */
export type RdmCorrelation = (typeof rdmCorrelations)[number];
/** Weights of any sign, or of at least 0. */
export type RegressionFit = (typeof regressionFits)[number];

/** How certain the values are. */
export interface CertaintyOptions {
  readonly correlation?: RdmCorrelation | undefined;
  readonly bootstrap?: readonly Dimension[] | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly dual?: boolean | undefined;
  readonly permutations?: number | undefined;
  readonly confidence?: number | undefined;
}

/** What `partialRsa` is asked. */
export interface PartialRsaOptions extends CertaintyOptions {
  readonly data: readonly Rdm[];
  readonly models: readonly Rdm[];
  readonly controls?: readonly Rdm[] | undefined;
}

/** What `regressRdms` is asked. */
export interface RegressRdmsOptions extends CertaintyOptions {
  readonly data: readonly Rdm[];
  readonly models: readonly Rdm[];
  readonly fit?: RegressionFit | undefined;
  readonly standardize?: boolean | undefined;
}

/** Variance is partitioned among at most so many models: 2⁵ − 1 parts. */
export const mostPartitioned = 5;

const certaintyOptions = {
  correlation: choice(
    rdmCorrelations,
    "pearson: dissimilarities as they are. spearman: their ranks among the pairs that are compared.",
  ),
  bootstrap: choices(
    dimensions,
    "What is drawn again for the intervals, so that they hold for new stimuli, new subjects, or both. If not given, they hold for new subjects.",
  ),
  samples: whole(1000, 2, mostDraws, "Resamples of the bootstrap."),
  seed: seed("Decides resamples and permutations."),
  dual: boolean(
    true,
    "With both dimensions: the corrected variance from three bootstraps, as in rsa (Schütt et al., eLife 12:e82566, 2023).",
  ),
  permutations: whole(
    1000,
    0,
    mostDraws,
    "Permutations of the stimuli. Of each model, what the others do not explain changes places (double semi-partialling: Dekker, Krackhardt & Snijders, Psychometrika 72, 2007); for R², all models together. Below 6 stimuli all orders are taken. 0: t tests in their place.",
  ),
  confidence: confidence("Coverage of the intervals."),
} satisfies OptionSchemas<CertaintyOptions>;

const dataOption = data<readonly Rdm[]>("a list of RDMs", "One RDM for each subject.", Array.isArray);

export const partialRsaOptions = {
  data: dataOption,
  models: data<readonly Rdm[]>(
    "a list of RDMs",
    "The models whose partial correlation is asked.",
    Array.isArray,
  ),
  controls: data<readonly Rdm[]>(
    "a list of RDMs",
    "RDMs that are partialled out of each model and of the data. If not given, of each model all others are.",
    Array.isArray,
  ),
  ...certaintyOptions,
} satisfies OptionSchemas<Partial<PartialRsaOptions>>;

export const regressRdmsOptions = {
  data: dataOption,
  models: data<readonly Rdm[]>("a list of RDMs", "The regressors, beside a constant.", Array.isArray),
  fit: choice(
    regressionFits,
    "regression: weights of any sign. non-negative: of at least 0, as sums of squared distances have; partial correlations and their tests stay those of the regression.",
  ),
  standardize: boolean(
    true,
    "Weights of RDMs with mean 0 and deviation 1, which can be compared with one another. Without it in the units of the RDMs, beside the constant.",
  ),
  ...certaintyOptions,
} satisfies OptionSchemas<Partial<RegressRdmsOptions>>;

/** The options of both, defaults filled in; RDMs apart. */
export type RegressionPlan = Pick<
  Chosen<typeof certaintyOptions>,
  "correlation" | "samples" | "seed" | "confidence"
> & {
  readonly bootstrap: readonly Dimension[];
  readonly dual: boolean;
  readonly permutations: number;
  /** Of `regressRdms`. */
  readonly fit?: RegressionFit;
  readonly standardize?: boolean;
};
