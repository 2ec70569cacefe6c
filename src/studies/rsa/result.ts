import { toRows, type Matrix } from "../../base/matrix.ts";
import type { Interval } from "../../base/statistics.ts";
import { version } from "../../base/version.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import type { Ceiling } from "./inference/ceiling.ts";
import type { Resamples } from "./inference/summary.ts";
import type { PValues, Tests } from "./inference/tests.ts";
import { pairsOf, type Variances } from "./inference/variance.ts";
import type { RsaPlan } from "./plan.ts";

/** What a permutation test of the stimulus labels found. */
export interface PermutationTest extends PValues {
  /** Probability that the best of all models reaches so much by chance: corrected for their number. */
  readonly max: Float64Array;
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
  /** Means over folds or resamples. */
  readonly noiseCeiling: Ceiling;
  readonly tests?: Tests;
  /** Cross-validation without a bootstrap: M × folds. */
  readonly folds?: Matrix;
  /** Everything that each resample gave. */
  readonly resamples?: Resamples;
  /** Resamples × models. */
  readonly evaluations?: Matrix;
}

/** What is known of the models. */
export interface RsaFacts extends Inference {
  /** Names of the M models. */
  readonly models: readonly string[];
  /** Names of the R subjects. */
  readonly subjects: readonly string[];
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

const columns = ["mean", "lower", "upper", "p against 0", "p against ceiling", "standard error"];

function tableOf(facts: RsaFacts): NamedTable {
  const values = facts.models.flatMap((_, m) => numbersOf(facts, m));
  return { rowNames: facts.models, colNames: columns, values };
}

/** Mean, interval, p against 0, p against the ceiling, standard error; NaN for what was not computed. */
export function numbersOf(
  { means, intervals, tests, standardErrors, permutation }: RsaFacts,
  m: number,
): number[] {
  return [
    means[m]!,
    intervals?.lower[m] ?? NaN,
    intervals?.upper[m] ?? NaN,
    (tests?.againstZero ?? permutation)?.raw[m] ?? NaN,
    tests?.againstCeiling.raw[m] ?? NaN,
    standardErrors?.[m] ?? NaN,
  ];
}

function documentOf(facts: RsaFacts): object {
  const { models, subjects, options, means, standardErrors, intervals, dof, noiseCeiling } = facts;
  const { tests, permutation, evaluations, resamples, folds, weights, warnings } = facts;
  return {
    models,
    subjects,
    options: { ...options, comparatorOptions: plain(options.comparatorOptions) },
    means: [...means],
    ...(standardErrors ? { standardErrors: [...standardErrors] } : {}),
    ...(intervals ? { intervals: { lower: [...intervals.lower], upper: [...intervals.upper] } } : {}),
    ...(dof === undefined ? {} : { degreesOfFreedom: dof }),
    noiseCeiling,
    ...(tests ? { tests: testsOf(tests, models) } : {}),
    ...(permutation ? { permutation: { ...lists(permutation), max: [...permutation.max] } } : {}),
    weights: weights.map((theta) => theta ?? null),
    bySubject: toRows(facts.bySubject),
    ...(folds ? { folds: toRows(folds) } : {}),
    ...(evaluations ? { evaluations: toRows(evaluations), skipped: resamples?.skipped } : {}),
    warnings,
    version,
  };
}

function testsOf({ againstZero, againstCeiling, pairwise }: Tests, models: readonly string[]): object {
  const pairs = pairsOf(models.length).map(([a, b]) => [models[a], models[b]]);
  return {
    againstZero: lists(againstZero),
    againstCeiling: lists(againstCeiling),
    pairwise: { pairs, ...lists(pairwise) },
  };
}

function lists({ raw, fdr, bonferroni }: PValues) {
  return { raw: [...raw], fdr: [...fdr], bonferroni: [...bonferroni] };
}

function plain({ sigmaK, ...rest }: RsaPlan["comparatorOptions"]): object {
  return sigmaK === undefined ? rest : { ...rest, sigmaK: "rows" in sigmaK ? toRows(sigmaK) : [...sigmaK] };
}
