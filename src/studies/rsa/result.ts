import { toRows, type Matrix } from "../../base/matrix.ts";
import type { Interval } from "../../base/statistics.ts";
import { version } from "../../base/version.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import type { Ceiling } from "./inference/ceiling.ts";
import type { Resamples } from "./inference/summary.ts";
import type { PValues, Tests } from "./inference/tests.ts";
import { pairsOf, type Variances } from "./inference/variance.ts";
import type { RsaPlan } from "./plan.ts";

/** What a permutation test of the stimulus labels found. A model that no permutation changes has NaN. */
export interface PermutationTest extends PValues {
  /** Probability that the best of all models reaches so much by chance: corrected for their number. */
  readonly max: Float64Array;
  /** What each model reaches by chance: its mean over permutations. */
  readonly chance: Float64Array;
  /** How many there were, the given order not counted. */
  readonly permutations: number;
}

/** The values of the models, and how certain they are. */
export interface Inference {
  /** The value of each model: mean over subjects, over folds, or over resamples. */
  readonly means: Float64Array;
  /** Standard error of each; absent where nothing was drawn again and there is one subject. */
  readonly standardErrors?: Float64Array;
  readonly intervals?: Interval<Float64Array>;
  readonly variances?: Variances;
  /** Degrees of freedom of the t tests. */
  readonly dof?: number;
  /** Means over folds or resamples; NaN without other subjects to compare with. */
  readonly noiseCeiling: Ceiling;
  readonly tests?: Tests;
  /** Cross-validation without a bootstrap: M × folds. */
  readonly folds?: Matrix;
  /** Everything that each resample gave. */
  readonly resamples?: Resamples;
  /** Resamples × models, of what was drawn over all dimensions. */
  readonly evaluations?: Matrix;
}

/** What is known of the models. */
export interface RsaFacts extends Inference {
  /** Names of the M models. */
  readonly models: readonly string[];
  /** Names of the R subjects. */
  readonly subjects: readonly string[];
  /** For each subject, how many pairs of stimuli it is compared on. */
  readonly pairs: readonly number[];
  readonly options: RsaPlan;
  /** M × R: similarity of each model with each subject on all stimuli; models with weights fitted to all data. */
  readonly bySubject: Matrix;
  /** For each model with weights, those fitted to all data (or given); undefined for a fixed one. */
  readonly weights: readonly (readonly number[] | undefined)[];
  readonly permutation?: PermutationTest;
  readonly warnings: readonly string[];
}

/**
 * Models of representational geometry, and how certain their values are. As `.csv` a row a model;
 * as `.npy` the evaluations, resamples × models, or without a bootstrap `bySubject`.
 */
export interface RsaResult extends RsaFacts, Written {
  readonly version: string;
}

/** Facts with their writers. */
export function rsaResult(facts: RsaFacts): RsaResult {
  const array = () => {
    const { rows, cols, data } = facts.evaluations ?? facts.bySubject;
    return { shape: [rows, cols], data };
  };
  const writers = written({ document: () => documentOf(facts), table: () => tableOf(facts), array });
  return { ...facts, version, ...writers };
}

function tableOf(facts: RsaFacts): NamedTable {
  const columns = columnsOf(facts);
  const values = facts.models.flatMap((_, m) => columns.map(([, at]) => at(m)));
  return { rowNames: facts.models, colNames: columns.map(([name]) => name), values };
}

/** A column of the table: its name, and its value for model m; NaN for what was not computed. */
export type RsaColumn = readonly [name: string, at: (m: number) => number];

/** What is known of each model. p-values that were asked for are all there, raw and corrected. */
export function columnsOf(facts: RsaFacts): RsaColumn[] {
  const { means, intervals, tests, standardErrors, permutation, options } = facts;
  const of =
    (values: Float64Array | undefined) =>
    (m: number): number =>
      values?.[m] ?? NaN;
  const isPermuted = options.test === "permutation";
  return [
    ["mean", of(means)],
    ["lower", of(intervals?.lower)],
    ["upper", of(intervals?.upper)],
    [isPermuted ? "p against chance" : "p against 0", of(tests?.againstZero.raw)],
    ["p against ceiling", of(tests?.againstCeiling?.raw)],
    ["standard error", of(standardErrors)],
    ["FDR", of(tests?.againstZero.fdr)],
    ...(permutation ? permutationColumns(permutation, isPermuted) : []),
  ];
}

function permutationColumns({ raw, fdr, max, chance }: PermutationTest, isMain: boolean): RsaColumn[] {
  const column = (name: string, values: Float64Array): RsaColumn => [name, (m) => values[m]!];
  return [
    ...(isMain ? [] : [column("p by permutation", raw), column("FDR by permutation", fdr)]),
    column("family-wise p by permutation", max),
    column("chance", chance),
  ];
}

function documentOf(facts: RsaFacts): object {
  const { models, subjects, pairs, options, means, standardErrors, intervals, dof, noiseCeiling } = facts;
  const { tests, permutation, evaluations, resamples, folds, weights, warnings } = facts;
  return {
    models,
    subjects,
    pairs,
    options: { ...options, comparatorOptions: plain(options.comparatorOptions) },
    means: [...means],
    ...(standardErrors ? { standardErrors: [...standardErrors] } : {}),
    ...(intervals ? { intervals: { lower: [...intervals.lower], upper: [...intervals.upper] } } : {}),
    ...(dof === undefined ? {} : { degreesOfFreedom: dof }),
    noiseCeiling,
    ...(tests ? { tests: testsOf(tests, models) } : {}),
    ...(permutation ? { permutation: permutationOf(permutation) } : {}),
    weights: weights.map((theta) => theta ?? null),
    bySubject: toRows(facts.bySubject),
    ...(folds ? { folds: toRows(folds) } : {}),
    ...(evaluations ? { evaluations: toRows(evaluations), ...skippedOf(resamples) } : {}),
    warnings,
    version,
  };
}

function testsOf({ againstZero, againstCeiling, pairwise }: Tests, models: readonly string[]): object {
  const pairs = pairsOf(models.length).map(([a, b]) => [models[a], models[b]]);
  return {
    againstZero: lists(againstZero),
    ...(againstCeiling ? { againstCeiling: lists(againstCeiling) } : {}),
    ...(pairwise ? { pairwise: { pairs, ...lists(pairwise) } } : {}),
  };
}

function permutationOf({ max, chance, permutations, ...p }: PermutationTest): object {
  return { ...lists(p), max: [...max], chance: [...chance], permutations };
}

function skippedOf(resamples: Resamples | undefined): object {
  return { skipped: resamples?.skipped, withoutCeiling: resamples?.withoutCeiling };
}

function lists({ raw, fdr, bonferroni }: PValues) {
  return { raw: [...raw], fdr: [...fdr], bonferroni: [...bonferroni] };
}

function plain({ sigmaK, ...rest }: RsaPlan["comparatorOptions"]): object {
  return sigmaK === undefined ? rest : { ...rest, sigmaK: "rows" in sigmaK ? toRows(sigmaK) : [...sigmaK] };
}
