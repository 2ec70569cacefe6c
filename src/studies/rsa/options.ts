import { OptionError } from "../../base/errors.ts";
import {
  comparatorDefaults,
  comparators,
  type ComparatorName,
  type ComparatorOptions,
} from "../../rdm/comparators/registry.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import type { FoldPlan, GivenFold } from "./inference/draws.ts";
import { leastStimuli } from "./inference/draws.ts";
import type { Model } from "./fitting/models.ts";
import type { GivenResample } from "./study.ts";

/** What can be drawn again. */
export type Dimension = "stimuli" | "subjects";

/** How the data are divided, so that models are fitted on other data than they are tested on. */
export interface CrossvalidationOptions {
  /** Parts of the subjects; 1: not divided; as many as there are: leave one out. @default by their number, 2 … 5 */
  readonly subjects?: number;
  /** Parts of the stimuli, at least 3 each; 1: not divided. @default by their number, 2 … 5 */
  readonly stimuli?: number;
  /**
   * Divisions of each bootstrap resample. Their variance is taken out again, for which 2 are enough.
   * @default 2 with a bootstrap, 1 without
   */
  readonly repeats?: number;
  /** The subjects and stimuli tested in each fold, instead of drawing them; without a bootstrap. */
  readonly folds?: readonly GivenFold[];
}

/** What `rsa` is asked. */
export interface RsaOptions {
  /** One RDM for each subject. */
  readonly data: readonly Rdm[];
  readonly models: readonly Model[];
  /** A similarity of RDMs. @default "cosine" */
  readonly comparator?: ComparatorName;
  /** Options of the comparator. */
  readonly comparatorOptions?: Partial<ComparatorOptions>;
  /** What results should generalise to: new stimuli, new subjects, or both. @default neither */
  readonly bootstrap?: readonly Dimension[];
  /** Resamples. @default 1000 */
  readonly samples?: number;
  /** Decides resamples, folds and permutations. @default 1 */
  readonly seed?: number;
  /**
   * With both dimensions: the corrected variance from three bootstraps, one over both, one
   * over each. Schütt et al., eLife 12:e82566, 2023. The plain one is too large.
   * @default true
   */
  readonly dual?: boolean;
  readonly crossvalidation?: CrossvalidationOptions | boolean;
  /**
   * In tests against the noise ceiling: its uncertainty from the same resamples, or the
   * ceiling of all data taken as known.
   * @default "resampled"
   */
  readonly noiseCeiling?: "resampled" | "known";
  /**
   * `t`: t tests and intervals from estimated variances; `percentile`: from counting
   * resamples; `signed-rank`: Wilcoxon's over subjects, without a bootstrap.
   * @default "t"
   */
  readonly test?: "t" | "percentile" | "signed-rank";
  /** Coverage of the intervals, between 0 and 1. @default 0.95 */
  readonly confidence?: number;
  /** Permutations of the stimulus labels for a further test against 0; 0: none. @default 0 */
  readonly permutations?: number;
  /** Resamples that were drawn elsewhere, in place of `samples` and `seed`. */
  readonly resamples?: readonly GivenResample[];
}

/** The options with every default filled in; data, models and given resamples apart. */
export interface RsaPlan {
  readonly comparator: ComparatorName;
  readonly comparatorOptions: ComparatorOptions;
  readonly bootstrap: readonly Dimension[];
  readonly samples: number;
  readonly seed: number;
  readonly dual: boolean;
  readonly crossvalidation: FoldPlan | undefined;
  readonly noiseCeiling: "resampled" | "known";
  readonly test: "t" | "percentile" | "signed-rank";
  readonly confidence: number;
  readonly permutations: number;
}

/** @throws {OptionError} naming the option and what it accepts. */
export function planOf(options: RsaOptions, sizes: { subjects: number; stimuli: number }): RsaPlan {
  const { comparator = "cosine", seed = 1, noiseCeiling = "resampled", test = "t" } = options;
  const { confidence = 0.95, permutations = 0 } = options;
  const bootstrap = [...new Set(options.bootstrap)];
  assertSimilarity(comparator);
  for (const dimension of bootstrap) oneOf("bootstrap", dimension, ["stimuli", "subjects"]);
  oneOf("noiseCeiling", noiseCeiling, ["resampled", "known"]);
  oneOf("test", test, ["t", "percentile", "signed-rank"]);
  whole("seed", seed, 0);
  whole("permutations", permutations, 0);
  if (!(confidence > 0 && confidence < 1))
    throw new OptionError(`confidence is ${confidence}; accepted: a number between 0 and 1.`);
  const samples = options.resamples?.length ?? options.samples ?? 1000;
  whole("samples", samples, 2);
  assertEnough(bootstrap, sizes);
  if (bootstrap.includes("stimuli") && comparators[comparator].missing !== "left-out")
    throw new OptionError(
      `bootstrap over stimuli leaves pairs of copies out, and ${comparator} needs every pair; take another comparator, or bootstrap subjects.`,
    );
  assertTest(test, bootstrap, options);
  const dual = bootstrap.length === 2 && (options.dual ?? true);
  const comparatorOptions = { ...comparatorDefaults, ...options.comparatorOptions };
  const crossvalidation = foldPlanOf(options, bootstrap, sizes);
  const common = { comparator, comparatorOptions, bootstrap, samples, seed, dual, noiseCeiling, test };
  return { ...common, crossvalidation, confidence, permutations };
}

function assertSimilarity(comparator: string): void {
  const known = Object.keys(comparators).filter(
    (name) => comparators[name as ComparatorName].properties(comparatorDefaults).kind === "similarity",
  );
  oneOf("comparator", comparator, known);
}

function assertEnough(bootstrap: readonly Dimension[], sizes: { subjects: number; stimuli: number }): void {
  if (bootstrap.includes("subjects") && sizes.subjects < 2)
    throw new OptionError(
      `bootstrap over subjects needs at least 2 of them, got ${sizes.subjects} in data; accepted here: bootstrap over stimuli.`,
    );
  if (bootstrap.includes("stimuli") && sizes.stimuli <= leastStimuli)
    throw new OptionError(
      `bootstrap over stimuli needs at least ${leastStimuli + 1} of them, got ${sizes.stimuli}.`,
    );
}

function assertTest(test: string, bootstrap: readonly Dimension[], options: RsaOptions): void {
  if (test === "percentile" && bootstrap.length === 0)
    throw new OptionError(
      `test "percentile" counts resamples; give bootstrap, or take "t" or "signed-rank".`,
    );
  if (test === "signed-rank" && (bootstrap.length > 0 || options.crossvalidation))
    throw new OptionError(
      `test "signed-rank" is over the subjects as they are; leave out bootstrap and crossvalidation.`,
    );
}

/** Parts that leave about 6 … 12 stimuli, or 3 … 4 subjects, in each: rsatoolbox's rule. */
function defaultParts(items: number, steps: readonly number[]): number {
  return 2 + steps.filter((step) => items >= step).length;
}

function foldPlanOf(
  { crossvalidation, resamples }: RsaOptions,
  bootstrap: readonly Dimension[],
  sizes: { subjects: number; stimuli: number },
): FoldPlan | undefined {
  if (!crossvalidation) return undefined;
  const given = crossvalidation === true ? {} : crossvalidation;
  // Of the different items in a bootstrap resample, about 63 % of all.
  const share = (dimension: Dimension) => (bootstrap.includes(dimension) ? 1 - Math.exp(-1) : 1);
  const expected = {
    subjects: share("subjects") * sizes.subjects,
    stimuli: share("stimuli") * sizes.stimuli,
  };
  const subjects =
    given.subjects ?? (sizes.subjects === 1 ? 1 : defaultParts(expected.subjects, [6, 12, 20]));
  const stimuli = given.stimuli ?? defaultParts(expected.stimuli, [12, 24, 40]);
  const repeats = given.repeats ?? (bootstrap.length > 0 ? 2 : 1);
  whole("crossvalidation.subjects", subjects, 1, sizes.subjects);
  whole("crossvalidation.stimuli", stimuli, 1, Math.max(1, Math.floor(sizes.stimuli / leastStimuli)));
  whole("crossvalidation.repeats", repeats, 1);
  if (given.folds && (bootstrap.length > 0 || resamples))
    throw new OptionError(
      "crossvalidation.folds are for all data; with a bootstrap, give folds in resamples.",
    );
  if (given.folds) assertFolds(given.folds, sizes);
  return { subjects, stimuli, repeats };
}

function assertFolds(folds: readonly GivenFold[], sizes: { subjects: number; stimuli: number }): void {
  if (folds.length === 0)
    throw new OptionError("crossvalidation.folds is empty; expected at least one fold.");
  folds.forEach((fold, f) => {
    for (const dimension of ["subjects", "stimuli"] as const)
      assertIndices(`crossvalidation.folds[${f}].${dimension}`, fold[dimension], sizes[dimension]);
  });
}

/** @throws {OptionError} naming the first index that does not exist. */
export function assertIndices(name: string, indices: readonly number[], length: number): void {
  const bad = indices.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < length));
  if (bad >= 0) throw new OptionError(`${name}[${bad}] is ${indices[bad]}; accepted: 0 … ${length - 1}.`);
  if (indices.length === 0) throw new OptionError(`${name} is empty; expected at least one index.`);
}

function oneOf(name: string, value: unknown, accepted: readonly string[]): void {
  if (accepted.includes(value as string)) return;
  throw new OptionError(
    `rsa: ${name} is ${JSON.stringify(value)}; accepted: ${accepted.map((one) => JSON.stringify(one)).join(", ")}.`,
  );
}

function whole(name: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range =
    most === Infinity ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`;
  throw new OptionError(`rsa: ${name} is ${value}; accepted: ${range}.`);
}
