import { rsaResamples } from "./task.ts";
import { rsaPermutations } from "./task.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import { createRandom } from "../../base/random.ts";
import { comparatorOf, comparators } from "../../rdm/comparators/registry.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { type Ceiling, leaveOneOutCeiling } from "./inference/ceiling.ts";
import { foldFrom, foldsOf } from "./inference/draws.ts";
import { evaluateFolds, similarities } from "./evaluate.ts";
import { type Draw, weightsFor } from "./fitting/fit.ts";

import { assertSameStimuli, atSafeScale, type ModelParts, stack, toParts } from "./fitting/models.ts";
import { assertIndices, planOf, type RsaOptions, type RsaPlan } from "./options.ts";
import { meanBy } from "./fitting/pool.ts";
import { rsaResult, type PermutationTest, type RsaResult } from "./result.ts";
import { missingIn, ones } from "./drawn.ts";
import type { GivenResample, ResampleRange, Study } from "./study.ts";
import {
  boundPerResample,
  bootstrapVariances,
  joinResamples,
  perResample,
  subjectVariances,
} from "./inference/summary.ts";
import {
  corrected,
  percentileIntervals,
  percentileTests,
  signedRankTests,
  tIntervals,
  tTests,
  type Tests,
} from "./inference/tests.ts";
import type { Variances } from "./inference/variance.ts";

/** Resamples in one piece of work: some milliseconds. */
const pieceLength = 50;

/**
 * Compares models with the RDMs of subjects, and says how far the result would hold for
 * other subjects and other stimuli.
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for RDMs of other stimuli.
 * @throws {NumericalError} naming the RDM for which the comparator is not defined, or too few usable resamples.
 */
export async function rsa(options: RsaOptions, control: Control = {}): Promise<RsaResult> {
  const runtime = await runtimeOf(control);
  const { study, plan } = studyOf(options);
  const observed = await runtime.alone(async () =>
    runtime.kernels.scope(() => observe(study, plan, runtime.kernels)),
  );
  assertDefined(observed.bySubject, options, study);
  const found = await inferenceOf(options, study, plan, observed, runtime, control);
  const permutation =
    plan.permutations > 0 ? await permute(study, plan, observed, runtime, control) : undefined;
  return rsaResult({
    models: study.models.map(({ name }) => name),
    subjects: options.data.map(({ name }) => name),
    options: plan,
    bySubject: observed.bySubject,
    weights: observed.weights,
    ...found,
    ...(permutation ? { permutation } : {}),
    warnings: warningsOf(study, plan, found.resamples?.skipped ?? 0),
  });
}

/** Everything checked and taken apart. */
function studyOf(options: RsaOptions): { study: Study; plan: RsaPlan } {
  const [first] = options.data;
  if (!first) throw new OptionError("rsa: data is empty; expected one RDM for each subject.");
  if (options.models.length === 0) throw new OptionError("rsa: models is empty; expected at least one.");
  const data = atSafeScale(stack(options.data), 1);
  const stimuli = first.stimuli.length;
  if (stimuli < 3)
    throw new ShapeError(`${first.name} is of ${stimuli} stimuli; models are compared on at least 3.`);
  const models = options.models.map(toParts);
  for (const model of options.models)
    for (const rdm of "rdms" in model ? model.rdms : ["rdm" in model ? model.rdm : model])
      assertSameStimuli(first, rdm);
  const plan = planOf(options, { subjects: data.rows, stimuli });
  assertResamples(options.resamples, plan, { subjects: data.rows, stimuli });
  const resample = {
    subjects: plan.bootstrap.includes("subjects"),
    stimuli: plan.bootstrap.includes("stimuli"),
  };
  const missing = missingIn([data, ...models.map(({ components }) => components)]);
  const comparison = { comparator: plan.comparator, options: plan.comparatorOptions };
  const { dual, seed, crossvalidation: folds } = plan;
  const study = {
    data,
    missing,
    comparison,
    models,
    stimuli,
    resample,
    dual,
    seed,
    ...(folds ? { folds } : {}),
  };
  return { study, plan };
}

function assertResamples(
  resamples: readonly GivenResample[] | undefined,
  { bootstrap }: RsaPlan,
  sizes: { subjects: number; stimuli: number },
): void {
  resamples?.forEach((resample, n) => {
    for (const dimension of ["subjects", "stimuli"] as const) {
      const given = resample[dimension];
      if (bootstrap.includes(dimension) !== (given !== undefined))
        throw new OptionError(
          `resamples[${n}].${dimension} is ${given ? "given" : "missing"}, but bootstrap is [${bootstrap.join(", ")}].`,
        );
      if (given) assertIndices(`resamples[${n}].${dimension}`, given, sizes[dimension]);
    }
  });
}

/** What the data say as they are. */
interface Observed {
  readonly bySubject: Matrix;
  readonly weights: (readonly number[] | undefined)[];
  /** Only where it is not drawn again. */
  readonly ceiling?: Ceiling;
}

function observe(study: Study, plan: RsaPlan, kernels: Kernels): Observed {
  const whole: Draw = { subjects: ones(study.data.rows), stimuli: ones(study.stimuli) };
  const weights = study.models.map((model) =>
    model.kind === "fixed" ? undefined : weightsFor(model, study, whole, kernels),
  );
  const fitted = study.models.map((model, m): ModelParts =>
    weights[m] ? { ...model, theta: weights[m] } : model,
  );
  return {
    bySubject: similarities(fitted, study, { train: whole, test: whole }, kernels),
    weights,
    ...(readsCeiling(plan) ? { ceiling: leaveOneOutCeiling(study, whole, kernels) } : {}),
  };
}

/** Whether the result has the noise ceiling of all data as they are: neither resampled nor cross-validated. */
function readsCeiling({ bootstrap, crossvalidation, noiseCeiling }: RsaPlan): boolean {
  return bootstrap.length > 0 ? noiseCeiling === "known" : !crossvalidation;
}

/** @throws {NumericalError} naming the model and the subject. */
function assertDefined({ cols, data }: Matrix, options: RsaOptions, { models }: Study): void {
  const at = data.findIndex(Number.isNaN);
  if (at < 0) return;
  const { comparator = "cosine" } = options;
  const [model, subject] = [models[Math.floor(at / cols)]!.name, options.data[at % cols]!.name];
  throw new NumericalError(
    `${comparator} of model ${model} and ${subject} is not defined: one of them is such that ${comparators[comparator].degenerate}.`,
  );
}

/** What a way of evaluating adds to the result. */
type Found = Pick<
  RsaResult,
  | "means"
  | "standardErrors"
  | "intervals"
  | "variances"
  | "dof"
  | "noiseCeiling"
  | "tests"
  | "folds"
  | "resamples"
  | "evaluations"
>;

async function inferenceOf(
  options: RsaOptions,
  study: Study,
  plan: RsaPlan,
  observed: Observed,
  runtime: Runtime,
  control: Control,
): Promise<Found> {
  if (plan.bootstrap.length > 0) return bootstrap(options, study, plan, observed, runtime, control);
  if (plan.crossvalidation)
    return runtime.alone(async () =>
      runtime.kernels.scope(() => crossvalidate(options, study, plan, runtime.kernels)),
    );
  return fixed(plan, observed);
}

/** Without drawing anything again: subjects are the sample. */
function fixed(plan: RsaPlan, { bySubject, ...rest }: Observed): Found {
  const ceiling = rest.ceiling!;
  const means = meanBy(bySubject, ones(bySubject.cols));
  if (bySubject.cols < 2) return { means, noiseCeiling: ceiling };
  const { variances, dof } = subjectVariances(bySubject);
  const rows = Array.from({ length: bySubject.rows }, (_, m) =>
    bySubject.data.slice(m * bySubject.cols, (m + 1) * bySubject.cols),
  );
  const tests =
    plan.test === "signed-rank"
      ? signedRankTests(rows, ceiling.lower)
      : tTests(means, variances, ceiling.lower, dof);
  const [lower, upper] = tIntervals(means, variances, dof, plan.confidence);
  return { means, noiseCeiling: ceiling, tests, intervals: { lower, upper }, ...errorsOf(variances, dof) };
}

function errorsOf(variances: Variances, dof: number) {
  return {
    variances,
    dof,
    standardErrors: variances.model.map((variance) => Math.sqrt(Math.max(variance, 0))),
  };
}

function crossvalidate(options: RsaOptions, study: Study, plan: RsaPlan, kernels: Kernels): Found {
  const whole: Draw = { subjects: ones(study.data.rows), stimuli: ones(study.stimuli) };
  const given = typeof options.crossvalidation === "object" ? options.crossvalidation.folds : undefined;
  const random = createRandom(plan.seed);
  const divisions = given
    ? [given.map((fold) => foldFrom(whole, fold))]
    : Array.from({ length: plan.crossvalidation!.repeats }, () =>
        foldsOf(whole, plan.crossvalidation!, random),
      );
  const folds = divisions.flat();
  const { values, ceiling } = evaluateFolds(study.models, study, whole, folds, kernels);
  const byFold = matrix(study.models.length, folds.length, values);
  const means = Float64Array.from(study.models, (_, m) =>
    meanOfDefined(values.subarray(m * folds.length, (m + 1) * folds.length)),
  );
  if (means.some(Number.isNaN))
    throw new NumericalError("Every fold tests or trains on fewer than 3 stimuli; take fewer folds.");
  return { means, folds: byFold, noiseCeiling: ceiling };
}

function meanOfDefined(values: Float64Array): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

async function bootstrap(
  options: RsaOptions,
  study: Study,
  plan: RsaPlan,
  observed: Observed,
  runtime: Runtime,
  control: Control,
): Promise<Found> {
  const pieces = rangesOf(plan.samples).map((range): ResampleRange =>
    options.resamples
      ? { ...range, given: options.resamples.slice(range.first, range.first + range.count) }
      : range,
  );
  const parts = await runtime.tasks.run(rsaResamples, study, pieces, {
    ...control,
    operations: operationsOf(study, plan.samples),
  });
  const resamples = joinResamples(parts, study);
  const sizes = { subjects: study.data.rows, stimuli: study.stimuli };
  const { variances, dof } = bootstrapVariances(resamples, plan, sizes);
  const evaluations = perResample(resamples);
  const means = Float64Array.from({ length: evaluations.cols }, (_, m) => meanOf(column(evaluations, m)));
  const [lowers, uppers] = [boundPerResample(resamples, 0), boundPerResample(resamples, 1)];
  const known = plan.noiseCeiling === "known";
  const noiseCeiling = known ? observed.ceiling! : { lower: meanOf(lowers), upper: meanOf(uppers) };
  const columns = Array.from({ length: evaluations.cols }, (_, m) => column(evaluations, m));
  const percentile = plan.test === "percentile";
  const tests: Tests = percentile
    ? percentileTests(columns, known ? Float64Array.of(noiseCeiling.lower) : lowers)
    : tTests(means, variances, noiseCeiling.lower, dof);
  const [lower, upper] = percentile
    ? percentileIntervals(columns, plan.confidence)
    : tIntervals(means, variances, dof, plan.confidence);
  const intervals = { lower, upper };
  return { means, noiseCeiling, tests, intervals, resamples, evaluations, ...errorsOf(variances, dof) };
}

async function permute(
  study: Study,
  plan: RsaPlan,
  { bySubject }: Observed,
  runtime: Runtime,
  control: Control,
): Promise<PermutationTest> {
  const parts = await runtime.tasks.run(rsaPermutations, study, rangesOf(plan.permutations), {
    ...control,
    operations: operationsOf(study, plan.permutations),
  });
  const observed = meanBy(bySubject, ones(bySubject.cols));
  const models = observed.length;
  const hits = new Float64Array(models);
  const hitsOfMax = new Float64Array(models);
  for (const part of parts) {
    for (let start = 0; start < part.length; start += models) {
      const values = part.subarray(start, start + models);
      const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
      observed.forEach((value, m) => {
        // Rounding must not let an equal value count as smaller.
        const reached = value - 1e-12 * Math.abs(value);
        if (values[m]! >= reached) hits[m]!++;
        if (largest >= reached) hitsOfMax[m]!++;
      });
    }
  }
  const share = (count: number) => (count + 1) / (plan.permutations + 1);
  return { ...corrected(hits.map(share)), max: hitsOfMax.map(share) };
}

function rangesOf(count: number): { first: number; count: number }[] {
  return Array.from({ length: Math.ceil(count / pieceLength) }, (_, k) => ({
    first: k * pieceLength,
    count: Math.min(pieceLength, count - k * pieceLength),
  }));
}

function operationsOf({ data, models }: Study, samples: number): number {
  return samples * data.cols * (data.rows + models.length) ** 2;
}

function column({ rows, cols, data }: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) => data[n * cols + k]!);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function warningsOf({ models, missing, folds }: Study, { comparator }: RsaPlan, skipped: number): string[] {
  const fitted = models.filter(({ kind, theta }) => kind !== "fixed" && !theta);
  const weighted = fitted.filter(({ kind }) => kind !== "selected");
  const left = missing?.reduce((sum, one) => sum + one, 0) ?? 0;
  const warnings: string[] = [];
  if (left > 0) warnings.push(`${left} pairs of stimuli are missing in some RDM and were left out of all.`);
  if (skipped > 0)
    warnings.push(`${skipped} resamples were left out: too few different stimuli or subjects.`);
  if (fitted.length > 0 && !folds)
    warnings.push(
      `${fitted.map(({ name }) => name).join(", ")}: fitted to the data that it is tested on; its value is too high without crossvalidation.`,
    );
  const geometry = comparatorOf(comparator).fittedBy;
  if (weighted.length > 0 && geometry !== comparator)
    warnings.push(`Weights are fitted for ${geometry}: ${comparator} has no least squares of its own.`);
  return warnings;
}
