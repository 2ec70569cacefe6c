import {
  boolean,
  choice,
  choices,
  confidence,
  data,
  either,
  optional,
  mostDraws,
  mostStarts,
  seed,
  whole,
  withDefault,
  type OptionSchemas,
} from "../../base/options.ts";
import {
  comparatorDefaults,
  comparatorNames,
  comparatorOf,
  type ComparatorName,
} from "../../rdm/comparators/registry.ts";
import type { ComparatorOptions } from "../../rdm/comparators/comparator.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import type { Model } from "./fitting/models.ts";
import type { GivenFold } from "./inference/draws.ts";
import type { GivenResample } from "./study.ts";

export const dimensions = ["stimuli", "subjects"] as const;
export const ceilingKinds = ["resampled", "known"] as const;
export const rsaTests = ["permutation", "t", "percentile", "signed-rank"] as const;

/** What can be drawn again. */
export type Dimension = (typeof dimensions)[number];
/** How the noise ceiling counts in its test. */
export type CeilingKind = (typeof ceilingKinds)[number];
export type RsaTest = (typeof rsaTests)[number];

/** Comparators that are large when two RDMs are alike. */
export const similarityNames = comparatorNames.filter(
  (name) => comparatorOf(name).properties(comparatorDefaults).kind === "similarity",
) as [ComparatorName, ...ComparatorName[]];

/** How the data are divided, so that models are fitted on other data than they are tested on. */
export interface CrossvalidationOptions {
  readonly subjects?: number | undefined;
  readonly stimuli?: number | undefined;
  readonly repeats?: number | undefined;
  readonly folds?: readonly GivenFold[] | undefined;
}

/** How models are compared with data, and how certain the values are. */
export interface InferenceOptions {
  readonly comparator?: ComparatorName | undefined;
  readonly comparatorOptions?: Partial<ComparatorOptions> | undefined;
  readonly bootstrap?: readonly Dimension[] | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly dual?: boolean | undefined;
  readonly crossvalidation?: CrossvalidationOptions | boolean | undefined;
  readonly noiseCeiling?: CeilingKind | undefined;
  readonly test?: RsaTest | undefined;
  readonly confidence?: number | undefined;
  readonly permutations?: number | undefined;
  readonly resamples?: readonly GivenResample[] | undefined;
}

/** What `rsa` is asked. */
export interface RsaOptions extends InferenceOptions {
  readonly data: readonly Rdm[];
  readonly models: readonly Model[];
}

/** No data have more subjects or stimuli. */
const mostParts = 2 ** 30;

export const crossvalidationOptions = {
  subjects: optional(
    whole(
      1,
      1,
      mostParts,
      "Parts of the subjects. 1: not divided; as many as there are: leave one out. If not given, 2 to 5 by the number of subjects.",
    ),
  ),
  stimuli: optional(
    whole(
      1,
      1,
      mostParts,
      "Parts of the stimuli, at least 3 in each. 1: not divided. If not given, 2 to 5 by the number of stimuli.",
    ),
  ),
  repeats: optional(
    whole(
      1,
      1,
      mostStarts,
      "Divisions of the same data; of each resample with a bootstrap. The variance that they add is taken out again, for which 2 are enough. If not given, 2 with a bootstrap and 1 without.",
    ),
  ),
  folds: data<readonly GivenFold[]>(
    "a list of folds like { subjects: [0], stimuli: [0, 1, 2] }",
    "The subjects and stimuli tested in each fold, instead of drawing them. Without a bootstrap.",
    Array.isArray,
  ),
} satisfies OptionSchemas<CrossvalidationOptions>;

export const inferenceOptions = {
  comparator: withDefault(choice(similarityNames, "A similarity of two RDMs."), "cosine"),
  comparatorOptions: data<Partial<ComparatorOptions>>(
    "an object of options of the comparator",
    "Options that the comparator reads: sigmaK of riemannian and the whitened ones.",
  ),
  bootstrap: choices(
    dimensions,
    "What is drawn again, so that results hold for new stimuli, new subjects, or both. If not given, neither. Coverage of 95 % intervals, simulated: subjects 0.97, stimuli 0.97, both 0.96 to 0.98; percentiles 0.93, 0.96, and 1.00 over both, which are conservative.",
  ),
  samples: whole(1000, 2, mostDraws, "Resamples of the bootstrap."),
  seed: seed("Decides resamples, folds and permutations."),
  dual: boolean(
    true,
    "With both dimensions: the corrected variance from three bootstraps, one over both and one over each. The plain variance is too large (Schütt et al., eLife 12:e82566, 2023).",
  ),
  crossvalidation: either<CrossvalidationOptions | boolean>(
    false,
    [{ type: "boolean" }, { type: "data", accepted: "an object of CrossvalidationOptions", check: isObject }],
    "Fits models on other data than they are tested on.",
  ),
  noiseCeiling: choice(
    ceilingKinds,
    "In tests against the noise ceiling. resampled: its uncertainty comes from the same resamples. known: the ceiling of all data counts as exact.",
  ),
  test: optional(
    choice(
      rsaTests,
      "Of a model against chance. permutation: against models whose stimuli have changed places; chance is their mean. t: t tests and intervals from estimated variances, against 0. percentile: resamples are counted, against 0. signed-rank: Wilcoxon's test over subjects, against 0, without a bootstrap. If not given, permutation where chance is not 0 (cosine, bures, riemannian, and weights fitted to the tested data), t elsewhere. With permutation, intervals and the other tests are those of t. p ≤ 0.05 for unrelated models, simulated (nominal 0.05; Pearson, 16 stimuli): permutation 0.04; without resampled stimuli t 0.09 with 10 subjects and 0.20 with 40, signed-rank 0.12, percentile 0.13, because subjects share one true RDM; with resampled stimuli t and percentile are conservative, at most 0.03.",
    ),
  ),
  confidence: confidence("Coverage of the intervals."),
  permutations: optional(
    whole(
      0,
      0,
      mostDraws,
      "Permutations of the stimuli of the models; below 6 stimuli all orders are taken. If not given, 1000 for the test permutation (200 for bures and riemannian) and none for the others; 0: none.",
    ),
  ),
  resamples: data<readonly GivenResample[]>(
    "a list of resamples like { subjects: [0, 0, 2] }",
    "Resamples to take instead of drawn ones; samples does not count then.",
    Array.isArray,
  ),
} satisfies OptionSchemas<InferenceOptions>;

export const rsaOptions = {
  data: data<readonly Rdm[]>("a list of RDMs", "One RDM for each subject.", Array.isArray),
  models: data<readonly Model[]>("a list of models", "RDMs, or models that are made of RDMs.", Array.isArray),
  ...inferenceOptions,
} satisfies OptionSchemas<Partial<RsaOptions>>;

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
