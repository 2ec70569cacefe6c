import { confidence, data, mostDraws, seed, whole, type OptionSchemas } from "../../../base/options.ts";
import type { ComparatorOptions } from "../../../rdm/comparators/comparator.ts";
import type { ComparatorName } from "../../../rdm/comparators/registry.ts";
import type { Rdm } from "../../../rdm/rdm.ts";
import type { Model } from "../fitting/models.ts";
import { inferenceOptions, type Dimension } from "../options.ts";

/** Subjects that belong together. */
export interface SubjectGroup {
  readonly name: string;
  /** One RDM for each subject, at least 2. */
  readonly data: readonly Rdm[];
}

/** What `rsaGroups` is asked. */
export interface RsaGroupsOptions {
  /** Two groups; differences are the second less the first. */
  readonly groups: readonly SubjectGroup[];
  readonly models: readonly Model[];
  readonly comparator?: ComparatorName | undefined;
  readonly comparatorOptions?: Partial<ComparatorOptions> | undefined;
  readonly bootstrap?: readonly Dimension[] | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly dual?: boolean | undefined;
  readonly permutations?: number | undefined;
  readonly confidence?: number | undefined;
}

export const rsaGroupsOptions = {
  groups: data<readonly SubjectGroup[]>(
    "a list of two groups like { name, data }",
    "Two groups of subjects, each with its RDMs.",
    Array.isArray,
  ),
  models: data<readonly Model[]>(
    "a list of models",
    "RDMs, or models whose weights are given; a per-subject one has those of the first group, then of the second.",
    Array.isArray,
  ),
  comparator: inferenceOptions.comparator,
  comparatorOptions: inferenceOptions.comparatorOptions,
  bootstrap: {
    ...inferenceOptions.bootstrap,
    doc: "What is drawn again for the intervals: subjects within their group, stimuli for both groups together. If not given, intervals are Welch's, over subjects.",
  },
  samples: inferenceOptions.samples,
  seed: seed("Decides resamples and permutations."),
  dual: inferenceOptions.dual,
  permutations: whole(
    1000,
    0,
    mostDraws,
    "Permutations of the groups of the subjects; where there are no more ways to divide them, all are taken. 0: none.",
  ),
  confidence: confidence("Coverage of the intervals."),
} satisfies OptionSchemas<Partial<RsaGroupsOptions>>;
