import { NumericalError, OptionError } from "../../base/errors.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes.ts";
import type { Representation } from "../../data/representation.ts";
import { comparisons, type Comparisons, type Resampling, type ValueKind } from "../../data/comparisons.ts";
import { shared } from "../../base/thread-memory.ts";
import type { Resample, Resampled } from "./task.ts";
import type { TaskRunner } from "../../run/tasks/runner.ts";
import { quantile } from "../../base/statistics.ts";

/** How certain the values of `pairwise` are. */
export interface UncertaintyOptions {
  /**
   * An interval and a standard error for each value, from drawing the stimuli again with
   * replacement (percentile bootstrap: Efron & Tibshirani, 1993, ch. 13).
   */
  readonly bootstrap?: "stimuli" | undefined;
  /** A p-value for each value, from giving each network its stimuli in another order. */
  readonly permutation?: "stimuli" | undefined;
  /** Resamples of each kind. @default 1000 */
  readonly samples?: number | undefined;
  /** Share of the bootstrap distribution inside the interval, between 0 and 1. @default 0.95 */
  readonly confidence?: number | undefined;
  /** Decides the resamples. @default 1 */
  readonly seed?: number | undefined;
}

interface Work {
  readonly observed: Comparisons;
  readonly representations: readonly Representation[];
  readonly spec: ResolvedSpec;
  readonly tasks: TaskRunner;
  /** Bytes of prepared representations that a thread may hold. */
  readonly budget: number;
}

/**
 * The values with what resampling the stimuli says of them. Which stimuli are drawn depends
 * on the seed alone, so the bits are the same on any number of threads.
 * @throws {OptionError} for bad options, or a metric whose value depends on the order of the networks.
 * @throws {NumericalError} if the metric is not defined on most of the resamples.
 */
export async function withUncertainty(
  work: Work,
  options: UncertaintyOptions,
  control: Control,
): Promise<Comparisons> {
  const plan = planOf(options);
  const { observed } = work;
  const bootstrap = plan.bootstrap ? await draw("bootstrap", work, plan, control) : undefined;
  const permutation = plan.permutation ? await draw("permutation", work, plan, control) : undefined;
  const facts = { ...observed, warnings: [] };
  const matrixOf = (values: Float64Array) => comparisons({ ...facts, values });
  const warnings = [observed.warnings, bootstrap?.warnings ?? [], permutation?.warnings ?? []].flat();
  return comparisons({
    ...observed,
    warnings,
    resampling: plan,
    ...(bootstrap ? spreadOf(bootstrap.draws, plan.confidence, matrixOf) : {}),
    ...(permutation ? { pValue: matrixOf(pValues(observed, permutation.draws)) } : {}),
  });
}

/** @throws {OptionError} naming the option and what it accepts. */
function planOf(options: UncertaintyOptions): Resampling {
  const { bootstrap, permutation, samples = 1000, confidence = 0.95, seed = 1 } = options;
  for (const [name, value] of Object.entries({ bootstrap, permutation })) {
    if (value !== undefined && value !== "stimuli")
      throw new OptionError(`${name} is ${String(value)}; accepted: stimuli.`);
  }
  if (!Number.isInteger(samples) || samples < 2)
    throw new OptionError(`samples is ${samples}; accepted: a whole number from 2.`);
  if (!(confidence > 0 && confidence < 1))
    throw new OptionError(`confidence is ${confidence}; accepted: a number between 0 and 1.`);
  return {
    ...(bootstrap ? { bootstrap } : {}),
    ...(permutation ? { permutation } : {}),
    samples,
    seed,
    confidence,
  };
}

/** Values of all resamples for which the metric is defined. */
async function draw(
  kind: Resample["kind"],
  { observed, representations, spec, tasks, budget }: Work,
  { samples, seed }: Resampling,
  control: Control,
): Promise<{ draws: Float64Array[]; warnings: string[] }> {
  const sharing = representations.map(shareable);
  const symmetric = metricOf(spec).properties(spec.options).symmetric;
  const setup = { spec, representations: sharing, symmetric, seed, budget };
  const pieces = Array.from({ length: samples }, (_, index): Resample => ({ kind, index }));
  const operations = samples * operationsOf(representations);
  const results = await tasks.run("resample-pairs", setup, pieces, { ...control, operations });
  const draws = results.flatMap((result) => ("values" in result ? [result.values] : []));
  return { draws, warnings: judge(results, draws.length, observed.metric) };
}

/** The same numbers where threads can read them without a copy. */
function shareable(representation: Representation): Representation {
  const { data, covariances, factors } = representation;
  return {
    ...representation,
    data: shared(data),
    ...(covariances ? { covariances: { ...covariances, data: shared(covariances.data) } } : {}),
    ...(factors ? { factors: { ...factors, data: shared(factors.data) } } : {}),
  };
}

/** Of one comparison of all, about. */
function operationsOf(representations: readonly Representation[]): number {
  const longest = Math.max(...representations.map(({ data }) => data.length));
  return 10 * representations.length ** 2 * longest;
}

function judge(results: readonly Resampled[], defined: number, metric: string): string[] {
  const failures = results.flatMap((result) => ("degenerate" in result ? [result.degenerate] : []));
  if (failures.length === 0) return [];
  const told = `${metric} is not defined on ${failures.length} of ${results.length} resamples of the stimuli (the first: ${failures[0]})`;
  if (defined < results.length / 2)
    throw new NumericalError(`${told}; that is most of them. More stimuli are needed.`);
  return [`${told}; those were left out.`];
}

/** Bounds and standard error of each value. */
function spreadOf(
  draws: readonly Float64Array[],
  confidence: number,
  matrixOf: (values: Float64Array) => Comparisons,
) {
  const size = draws[0]!.length;
  const [lower, upper, error] = [0, 1, 2].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const values = new Float64Array(draws.length);
  for (let pair = 0; pair < size; pair++) {
    for (let k = 0; k < values.length; k++) values[k] = draws[k]![pair]!;
    values.sort();
    lower[pair] = quantile(values, (1 - confidence) / 2);
    upper[pair] = quantile(values, (1 + confidence) / 2);
    error[pair] = standardDeviation(values);
  }
  return {
    interval: { lower: matrixOf(lower), upper: matrixOf(upper) },
    standardError: matrixOf(error),
  };
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * (1 + how many permutations are as extreme) / (1 + permutations): similarities as large,
 * distances as small. A network against itself is not tested: 1.
 */
function pValues(observed: Comparisons, draws: readonly Float64Array[]): Float64Array {
  const asExtreme = extremes[observed.kind];
  const names = observed.rowNames.length;
  return observed.values.map((value, pair) => {
    if (pair % (names + 1) === 0) return 1;
    let count = 1;
    for (const values of draws) if (asExtreme(values[pair]!, value)) count++;
    return count / (1 + draws.length);
  });
}

/** Rounding must not decide: permuted values that equal the observed one count. */
const slack = (value: number) => 1e-12 * Math.abs(value);

const extremes: Record<ValueKind, (permuted: number, value: number) => boolean> = {
  similarity: (permuted, value) => permuted >= value - slack(value),
  dissimilarity: (permuted, value) => permuted <= value + slack(value),
  distance: (permuted, value) => permuted <= value + slack(value),
};
