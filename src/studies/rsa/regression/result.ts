import { toRows, type Matrix } from "../../../base/matrix.ts";
import type { Interval } from "../../../base/statistics.ts";
import { version } from "../../../base/version.ts";
import { written, type NamedTable, type Written } from "../../../data/written.ts";
import type { PValues } from "../inference/tests.ts";
import type { RegressionPlan } from "./options.ts";
import { placeName, type StatisticKind, type StatisticPlace } from "./statistics.ts";

/** What is known of the models of a partial correlation or a regression. */
export interface RegressionFacts {
  /** Names of the M models. */
  readonly models: readonly string[];
  /** Names of RDMs that were only partialled out. */
  readonly controls: readonly string[];
  /** Names of the R subjects. */
  readonly subjects: readonly string[];
  /** For each subject, how many pairs of stimuli it is compared on. */
  readonly pairs: readonly number[];
  readonly options: RegressionPlan;
  /** What each of the S statistics is: its kind and the models that it is of, by number. */
  readonly places: readonly StatisticPlace[];
  /** R × S */
  readonly bySubject: Matrix;
  /** Means over subjects, of S statistics. */
  readonly values: Float64Array;
  /** Absent where nothing was drawn again and there is one subject. */
  readonly standardErrors?: Float64Array;
  readonly intervals?: Interval<Float64Array>;
  readonly dof?: number;
  /** Of the M partial correlations: are they above 0? One-sided. */
  readonly partialTests?: PValues;
  /** Of R² of a regression: the share of permutations that reach it. */
  readonly explainedP?: number;
  /** How many permutations there were; 0: the tests are t tests. */
  readonly permutations: number;
  /** Resamples that were left out. */
  readonly skipped?: number;
}

/** One statistic with what is known of it. */
export interface RegressionValue {
  readonly value: number;
  readonly standardError?: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** As `.csv` a row a model; as `.npy` all statistics, subjects × statistics. */
export interface RegressionResult extends RegressionFacts, Written {
  readonly version: string;
  readonly warnings: readonly string[];
  /** The partial correlation of model m. */
  partial(m: number): RegressionValue;
  /** The weight of model m; NaN without a regression. */
  weight(m: number): RegressionValue;
  /** R² of all models; NaN without a regression. */
  explained(): RegressionValue;
  /** The part of R² that these models, by number, have in common and no other: of one, its unique part. NaN without a partition. */
  common(models: readonly number[]): RegressionValue;
}

/** Facts with their readers and writers. */
export function regressionResult(facts: RegressionFacts): RegressionResult {
  const at = (kind: StatisticKind, of: readonly number[]) => valueAt(facts, kind, of);
  const all = facts.models.map((_, m) => m);
  const readers = {
    partial: (m: number) => at("partial", [m]),
    weight: (m: number) => at("weight", [m]),
    explained: () => at("r2", all),
    common: (models: readonly number[]) =>
      at(
        "common",
        [...models].sort((a, b) => a - b),
      ),
  };
  const result = { ...facts, ...readers, version, warnings: warningsOf(facts) };
  const { rows, cols, data } = facts.bySubject;
  const writers = written({
    document: () => documentOf(result),
    table: () => tableOf(result),
    array: () => ({ shape: [rows, cols], data }),
  });
  return { ...result, ...writers };
}

function valueAt(
  { places, values, standardErrors, intervals }: RegressionFacts,
  kind: StatisticKind,
  of: readonly number[],
): RegressionValue {
  const k = places.findIndex((place) => place.kind === kind && place.of.join() === of.join());
  if (k < 0) return { value: NaN };
  return {
    value: values[k]!,
    ...(standardErrors && { standardError: standardErrors[k]! }),
    ...(intervals && { lower: intervals.lower[k]!, upper: intervals.upper[k]! }),
  };
}

function warningsOf({ pairs, bySubject, skipped = 0, options, places, models }: RegressionFacts): string[] {
  const isMissing = new Set(pairs).size > 1;
  const isPlain = places.some(({ kind }) => kind === "r2") && !places.some(({ kind }) => kind === "common");
  return [
    ...(isMissing
      ? ["Pairs of stimuli are missing: each subject is compared on those that it and all models have."]
      : []),
    ...(skipped > 0 ? [`${skipped} resamples were left out: too few different stimuli or subjects.`] : []),
    ...(bySubject.rows > 1 && options.permutations === 0 && !options.bootstrap.includes("stimuli")
      ? ["t tests over subjects reject too often where subjects share one true RDM: take permutations."]
      : []),
    ...(isPlain ? [`R² is partitioned among at most 5 models; these are ${models.length}.`] : []),
  ];
}

/** A column of the table: its name, and its value for model m. */
export type RegressionColumn = readonly [name: string, at: (m: number) => number];

/** What is known of each model. */
export function regressionColumns(result: Omit<RegressionResult, keyof Written>): RegressionColumn[] {
  const { partialTests, permutations, places, intervals } = result;
  const has = (kind: StatisticKind) => places.some((place) => place.kind === kind);
  const columns = (name: string, of: (m: number) => RegressionValue): RegressionColumn[] => [
    [name, (m) => of(m).value],
    ...(intervals
      ? ([
          [`${name} lower`, (m) => of(m).lower!],
          [`${name} upper`, (m) => of(m).upper!],
        ] as RegressionColumn[])
      : []),
  ];
  return [
    ...columns("partial correlation", result.partial),
    ...(partialTests
      ? ([
          [permutations > 0 ? "p by permutation" : "p", (m) => partialTests.raw[m]!],
          ["FDR", (m) => partialTests.fdr[m]!],
        ] as RegressionColumn[])
      : []),
    ...(has("weight") ? columns("weight", result.weight) : []),
    ...(has("common") ? columns("unique R²", (m) => result.common([m])) : []),
  ];
}

function tableOf(result: Omit<RegressionResult, keyof Written>): NamedTable {
  const columns = regressionColumns(result);
  const values = result.models.flatMap((_, m) => columns.map(([, at]) => at(m)));
  return { rowNames: result.models, colNames: columns.map(([name]) => name), values };
}

function documentOf(result: Omit<RegressionResult, keyof Written>): object {
  const { models, controls, subjects, pairs, options, places, values, standardErrors, intervals } = result;
  const { partialTests, explainedP, permutations, dof, bySubject, warnings } = result;
  return {
    models,
    controls,
    subjects,
    pairs,
    options,
    statistics: places.map((place) => ({
      name: placeName(place, models),
      kind: place.kind,
      models: place.of.map((m) => models[m]),
    })),
    values: [...values],
    ...(standardErrors && { standardErrors: [...standardErrors] }),
    ...(intervals && { intervals: { lower: [...intervals.lower], upper: [...intervals.upper] } }),
    ...(dof !== undefined && { degreesOfFreedom: dof }),
    ...(partialTests && {
      partialTests: {
        raw: [...partialTests.raw],
        fdr: [...partialTests.fdr],
        bonferroni: [...partialTests.bonferroni],
      },
    }),
    ...(explainedP !== undefined && { explainedP }),
    permutations,
    bySubject: toRows(bySubject),
    warnings,
    version,
  };
}
