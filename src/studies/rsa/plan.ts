import { exp } from "../../base/math/exp.ts";
import { assertRdm } from "../../rdm/rdm.ts";
import { rdmsOf } from "./fitting/models.ts";
import { OptionError } from "../../base/errors.ts";
import { optional, resolveOptions, whole, type Chosen } from "../../base/options.ts";
import type { ComparatorOptions } from "../../rdm/comparators/comparator.ts";
import { comparatorOf, type ComparatorName } from "../../rdm/comparators/registry.ts";
import { resolveComparator } from "../../rdm/comparators/resolve.ts";
import { leastStimuli, type FoldPlan, type GivenFold } from "./inference/draws.ts";
import {
  crossvalidationOptions,
  dimensions,
  rsaOptions,
  type CeilingKind,
  type Dimension,
  type RsaOptions,
  type RsaTest,
} from "./options.ts";
import type { GivenResample } from "./study.ts";

/** Every option of `rsa` with its default, what is optional too. */
export type ChosenRsa = Chosen<typeof rsaOptions>;

/** The options with every default filled in; data, models and given resamples apart. */
export interface RsaPlan {
  readonly comparator: ComparatorName;
  readonly comparatorOptions: ComparatorOptions;
  readonly bootstrap: readonly Dimension[];
  readonly samples: number;
  readonly seed: number;
  /** Whether there are three bootstraps, for the corrected variance. */
  readonly dual: boolean;
  readonly noiseCeiling: CeilingKind;
  readonly test: RsaTest;
  readonly crossvalidation: FoldPlan | undefined;
  readonly confidence: number;
  readonly permutations: number;
}

/** How many subjects and stimuli there are. */
export interface Sizes {
  readonly subjects: number;
  readonly stimuli: number;
}

/** Every option checked by itself. @throws {OptionError} naming the option and what it accepts. */
export function chosenRsa(options: RsaOptions): ChosenRsa & Pick<RsaOptions, "data" | "models"> {
  const { data = [], models = [], ...chosen } = resolveOptions("rsa", rsaOptions, options);
  if (data.length === 0)
    throw new OptionError("rsa: data is empty; expected one RDM for each subject.", "data");
  if (models.length === 0) throw new OptionError("rsa: models is empty; expected at least one.", "models");
  for (const rdm of [...data, ...models.flatMap(rdmsOf)]) assertRdm(rdm, "rsa");
  return { ...chosen, data, models };
}

/**
 * @param isFitted - whether a model has weights that are fitted to the data
 * @throws {OptionError} for options that do not fit together or do not fit the data.
 */
export function planOf(chosen: ChosenRsa, sizes: Sizes, isFitted: boolean): RsaPlan {
  const { comparator, seed, noiseCeiling, confidence, resamples } = chosen;
  const bootstrap = chosen.bootstrap ?? [];
  const comparatorOptions = comparatorOptionsOf(chosen);
  const test = testOf(chosen, isFitted);
  const permutations = chosen.permutations ?? (test === "permutation" ? usualPermutations(comparator) : 0);
  assertEnough(bootstrap, sizes);
  assertCopies(bootstrap, comparator);
  assertTest(test, bootstrap, chosen);
  assertResamples(resamples, bootstrap, sizes);
  return {
    comparator,
    comparatorOptions,
    bootstrap,
    samples: resamples?.length ?? chosen.samples,
    seed,
    dual: bootstrap.length === 2 && chosen.dual,
    noiseCeiling,
    test,
    crossvalidation: foldPlanOf(chosen, bootstrap, sizes),
    confidence,
    permutations,
  };
}

/** Fewer where each pair of RDMs is a computation of its own (bures, riemannian). */
function usualPermutations(comparator: ComparatorName): number {
  return comparatorOf(comparator).form === "pair" ? 200 : 1000;
}

/** Whether a model that has nothing to do with the data has a mean similarity of 0. */
export function isChanceZero(
  { comparator, crossvalidation }: Pick<RsaPlan, "comparator"> & { readonly crossvalidation?: unknown },
  isFitted: boolean,
): boolean {
  return comparatorOf(comparator).chanceIsZero && !(isFitted && !crossvalidation);
}

function testOf(chosen: ChosenRsa, isFitted: boolean): RsaTest {
  const { test, permutations } = chosen;
  if (test === "permutation" && permutations === 0)
    throw new OptionError(
      `rsa: test "permutation" needs permutations, got 0; leave permutations out for ${usualPermutations(chosen.comparator)}.`,
      "permutations",
    );
  if (test) return test;
  return isChanceZero(chosen, isFitted) || permutations === 0 ? "t" : "permutation";
}

function comparatorOptionsOf({ comparator, comparatorOptions }: ChosenRsa): ComparatorOptions {
  const { options } = resolveComparator({ ...comparatorOptions, comparator });
  if (comparatorOf(comparator).properties(options).kind === "similarity") return options;
  throw new OptionError(
    `rsa: comparatorOptions make ${comparator} a distance; models are compared by a similarity.`,
    "comparatorOptions",
  );
}

function assertEnough(bootstrap: readonly Dimension[], sizes: Sizes): void {
  if (bootstrap.includes("subjects") && sizes.subjects < 2)
    throw new OptionError(
      `rsa: bootstrap over subjects needs at least 2 of them, got ${sizes.subjects} in data; accepted here: bootstrap over stimuli.`,
      "bootstrap",
    );
  if (bootstrap.includes("stimuli") && sizes.stimuli <= leastStimuli)
    throw new OptionError(
      `rsa: bootstrap over stimuli needs at least ${leastStimuli + 1} of them, got ${sizes.stimuli}.`,
      "bootstrap",
    );
}

/** A stimulus that is drawn twice says nothing about itself, so that pair has no value. */
function assertCopies(bootstrap: readonly Dimension[], comparator: ChosenRsa["comparator"]): void {
  if (!bootstrap.includes("stimuli") || comparatorOf(comparator).missing === "left-out") return;
  throw new OptionError(
    `rsa: bootstrap over stimuli leaves pairs of copies out, and ${comparator} needs every pair; take another comparator, or bootstrap subjects.`,
    "bootstrap",
  );
}

function assertTest(test: RsaTest, bootstrap: readonly Dimension[], { crossvalidation }: ChosenRsa): void {
  if (test === "percentile" && bootstrap.length === 0)
    throw new OptionError(
      `rsa: test "percentile" counts resamples; give bootstrap, or take "t" or "signed-rank".`,
      "test",
    );
  if (test === "signed-rank" && (bootstrap.length > 0 || crossvalidation))
    throw new OptionError(
      `rsa: test "signed-rank" is over the subjects as they are; leave out bootstrap and crossvalidation.`,
      "test",
    );
}

function assertResamples(
  resamples: readonly GivenResample[] | undefined,
  bootstrap: readonly Dimension[],
  sizes: Sizes,
): void {
  if (!resamples) return;
  if (resamples.length < 2)
    throw new OptionError(`rsa: resamples has ${resamples.length}; expected at least 2.`, "resamples");
  for (const [n, resample] of resamples.entries()) {
    for (const dimension of ["subjects", "stimuli"] as const)
      assertDrawn(`resamples[${n}].${dimension}`, resample[dimension], dimension, bootstrap, sizes);
  }
}

function assertDrawn(
  name: string,
  given: readonly number[] | undefined,
  dimension: Dimension,
  bootstrap: readonly Dimension[],
  sizes: Sizes,
): void {
  if (bootstrap.includes(dimension) !== (given !== undefined))
    throw new OptionError(
      `rsa: ${name} is ${given ? "given" : "missing"}, but bootstrap is [${bootstrap.join(", ")}].`,
      "resamples",
    );
  if (given) assertIndices(name, given, sizes[dimension]);
}

/** Parts that leave about 6 … 12 stimuli, or 3 … 4 subjects, in each: rsatoolbox's rule. */
function usualParts(items: number, steps: readonly number[]): number {
  return 2 + steps.filter((step) => items >= step).length;
}

function foldPlanOf(
  { crossvalidation, resamples }: ChosenRsa,
  bootstrap: readonly Dimension[],
  sizes: Sizes,
): FoldPlan | undefined {
  if (!crossvalidation) return undefined;
  const asked = crossvalidation === true ? {} : crossvalidation;
  const schema = limitedTo(sizes);
  const { folds, ...given } = resolveOptions("rsa: crossvalidation", schema, asked);
  assertFolds(folds, bootstrap, resamples, sizes);
  const usual = usualPlan(bootstrap, sizes);
  const plan = {
    subjects: given.subjects ?? usual.subjects,
    stimuli: given.stimuli ?? usual.stimuli,
    repeats: given.repeats ?? usual.repeats,
  };
  if (given.stimuli === undefined) assertDivisible(sizes);
  return plan;
}

/** Stimuli that nobody said how to divide are divided into 2 parts or more. */
function assertDivisible({ stimuli }: Sizes): void {
  if (stimuli >= 2 * leastStimuli) return;
  throw new OptionError(
    `rsa: crossvalidation needs at least ${2 * leastStimuli} stimuli, got ${stimuli}: they are divided into 2 parts, and a part is at least ${leastStimuli}. ` +
      `To hold out subjects alone, take 1 part of the stimuli (crossvalidation: { stimuli: 1 }; on the command line --stimulus-folds 1).`,
    "crossvalidation",
  );
}

/** The schema with no more parts than there are items for. */
function limitedTo({ subjects, stimuli }: Sizes) {
  const { subjects: ofSubjects, stimuli: ofStimuli } = crossvalidationOptions;
  const most = Math.max(1, Math.floor(stimuli / leastStimuli));
  return {
    ...crossvalidationOptions,
    subjects: optional(whole(1, 1, subjects, ofSubjects.doc)),
    stimuli: optional(whole(1, 1, most, ofStimuli.doc)),
  };
}

function usualPlan(bootstrap: readonly Dimension[], sizes: Sizes): FoldPlan {
  // Of the different items in a bootstrap resample, about 63 % of all.
  const share = (dimension: Dimension) => (bootstrap.includes(dimension) ? 1 - exp(-1) : 1);
  return {
    subjects: sizes.subjects === 1 ? 1 : usualParts(share("subjects") * sizes.subjects, [6, 12, 20]),
    stimuli: usualParts(share("stimuli") * sizes.stimuli, [12, 24, 40]),
    repeats: bootstrap.length > 0 ? 2 : 1,
  };
}

function assertFolds(
  folds: readonly GivenFold[] | undefined,
  bootstrap: readonly Dimension[],
  resamples: ChosenRsa["resamples"],
  sizes: Sizes,
): void {
  if (!folds) return;
  if (bootstrap.length > 0 || resamples)
    throw new OptionError(
      "rsa: crossvalidation.folds are for all data; with a bootstrap, give folds in resamples.",
      "crossvalidation",
    );
  if (folds.length === 0)
    throw new OptionError(
      "rsa: crossvalidation.folds is empty; expected at least one fold.",
      "crossvalidation",
    );
  for (const [f, fold] of folds.entries()) {
    for (const dimension of dimensions)
      assertIndices(`crossvalidation.folds[${f}].${dimension}`, fold[dimension], sizes[dimension]);
  }
}

/** @throws {OptionError} naming the first index that does not exist. */
function assertIndices(name: string, indices: readonly number[], length: number): void {
  const bad = indices.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < length));
  if (bad >= 0)
    throw new OptionError(`rsa: ${name}[${bad}] is ${indices[bad]}; accepted: 0 … ${length - 1}.`);
  if (indices.length === 0) throw new OptionError(`rsa: ${name} is empty; expected at least one index.`);
}
