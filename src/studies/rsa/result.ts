import type { Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import type { Ceiling } from "./inference/ceiling.ts";
import type { RsaPlan } from "./options.ts";
import type { Resamples } from "./inference/summary.ts";
import type { PValues, Tests } from "./inference/tests.ts";
import { pairsOf, type Variances } from "./inference/variance.ts";

/** What a permutation test of the stimulus labels found. */
export interface PermutationTest extends PValues {
  /** Probability that the best of all models reaches so much by chance: corrected for their number. */
  readonly max: Float64Array;
}

/** What is known of the models. */
export interface RsaFacts {
  /** Names of the M models. */
  readonly models: readonly string[];
  /** Names of the R subjects. */
  readonly subjects: readonly string[];
  readonly options: RsaPlan;
  /** M × R: similarity of each model with each subject on all stimuli; models with weights fitted to all data. */
  readonly bySubject: Matrix;
  /** For each model with weights, those fitted to all data (or given); undefined for a fixed one. */
  readonly weights: readonly (readonly number[] | undefined)[];
  /** The value of each model: mean over subjects, over folds, or over resamples. */
  readonly means: Float64Array;
  /** Standard error of each; absent where nothing was drawn again and there is one subject. */
  readonly standardErrors?: Float64Array;
  readonly intervals?: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly variances?: Variances;
  readonly dof?: number;
  /** Means over folds or resamples. */
  readonly noiseCeiling: Ceiling;
  readonly tests?: Tests;
  readonly permutation?: PermutationTest;
  /** Cross-validation without a bootstrap: M × folds. */
  readonly folds?: Matrix;
  /** Everything that each resample gave. */
  readonly resamples?: Resamples;
  /** Resamples × models. */
  readonly evaluations?: Matrix;
  readonly warnings: readonly string[];
}

/** Models of representational geometry, and how certain their values are. */
export interface RsaResult extends RsaFacts {
  readonly version: string;
  toJSON(): object;
}

export function rsaResult(facts: RsaFacts): RsaResult {
  return { ...facts, version, toJSON: () => jsonOf(facts) };
}

function jsonOf(facts: RsaFacts): object {
  const { models, subjects, options, means, standardErrors, intervals, dof, noiseCeiling } = facts;
  const { tests, permutation, evaluations, resamples, folds, weights, warnings } = facts;
  const pairs = pairsOf(models.length).map(([a, b]) => [models[a], models[b]]);
  return {
    models,
    subjects,
    options: { ...options, comparatorOptions: plain(options.comparatorOptions) },
    means: [...means],
    ...(standardErrors ? { standardErrors: [...standardErrors] } : {}),
    ...(intervals ? { intervals: { lower: [...intervals.lower], upper: [...intervals.upper] } } : {}),
    ...(dof === undefined ? {} : { degreesOfFreedom: dof }),
    noiseCeiling,
    ...(tests
      ? {
          tests: {
            againstZero: lists(tests.againstZero),
            againstCeiling: lists(tests.againstCeiling),
            pairwise: { pairs, ...lists(tests.pairwise) },
          },
        }
      : {}),
    ...(permutation ? { permutation: { ...lists(permutation), max: [...permutation.max] } } : {}),
    weights: weights.map((theta) => theta ?? null),
    bySubject: rowsOf(facts.bySubject),
    ...(folds ? { folds: rowsOf(folds) } : {}),
    ...(evaluations ? { evaluations: rowsOf(evaluations), skipped: resamples?.skipped } : {}),
    warnings,
    version,
  };
}

function lists({ raw, fdr, bonferroni }: PValues) {
  return { raw: [...raw], fdr: [...fdr], bonferroni: [...bonferroni] };
}

function plain({ sigmaK, ...rest }: RsaPlan["comparatorOptions"]): object {
  return sigmaK === undefined ? rest : { ...rest, sigmaK: "rows" in sigmaK ? rowsOf(sigmaK) : [...sigmaK] };
}

/** A matrix as JSON has it. */
export function rowsOf({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
}
