import { familyWiseOf, fdrOf } from "./uncertainty/corrections.ts";
import { resamplePairs } from "./task.ts";
import { NumericalError } from "../../base/errors.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Representation } from "../../data/representation.ts";
import { comparisons, type Comparisons, type Resampling, type ValueKind } from "../../data/comparisons.ts";
import { shared } from "../../base/thread-memory.ts";
import type { Resample, Resampled } from "./task.ts";
import type { Runtime } from "../../run/runtime.ts";
import type { PairwiseOptions } from "./options.ts";
import { quantile } from "../../base/statistics.ts";

interface Work {
  readonly observed: Comparisons;
  readonly representations: readonly Representation[];
  readonly spec: ResolvedSpec;
  readonly runtime: Runtime;
}

/**
 * The values with what resampling the stimuli says of them. Which stimuli are drawn depends
 * on the seed alone, so the bits are the same on any number of threads.
 * @throws {NumericalError} if the metric is not defined on most of the resamples.
 */
export async function withUncertainty(
  work: Work,
  options: PairwiseOptions,
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
    ...(permutation ? testsOf(work, permutation.draws, matrixOf) : {}),
  });
}

function planOf({ bootstrap, permutation, samples, confidence, seed }: PairwiseOptions): Resampling {
  return {
    ...(bootstrap ? { bootstrap } : {}),
    ...(permutation ? { permutation } : {}),
    samples: samples!,
    seed: seed!,
    confidence: confidence!,
  };
}

/** p-values of all pairs, and the same corrected for their number. */
function testsOf(
  { observed, spec }: Work,
  draws: readonly Float64Array[],
  matrixOf: (values: Float64Array) => Comparisons,
): Pick<Comparisons, "p" | "pFamilyWise" | "pFdr"> {
  const p = pValues(observed, draws);
  const names = observed.rowNames.length;
  const { symmetric } = metricOf(spec).properties(spec.options);
  const side = observed.kind === "similarity" ? "right" : "left";
  return {
    p: matrixOf(p),
    pFamilyWise: matrixOf(familyWiseOf(observed.values, draws, { names, symmetric, side })),
    pFdr: matrixOf(fdrOf(p, names, symmetric)),
  };
}

/** Values of all resamples for which the metric is defined. */
async function draw(
  kind: Resample["kind"],
  { observed, representations, spec, runtime: { tasks, budget } }: Work,
  { samples, seed }: Resampling,
  control: Control,
): Promise<{ draws: Float64Array[]; warnings: string[] }> {
  const sharing = representations.map(shareable);
  const symmetric = metricOf(spec).properties(spec.options).symmetric;
  const setup = { spec, representations: sharing, symmetric, seed, budget };
  const pieces = Array.from({ length: samples }, (_, index): Resample => ({ kind, index }));
  const operations = samples * operationsOf(representations);
  const results = await tasks.run(resamplePairs, setup, pieces, { ...control, operations });
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
