import { familyWiseOf, fdrOf } from "./uncertainty/corrections.ts";
import { permutationShare, reaches, type Side } from "../../base/statistics.ts";
import { comparisons, type Comparisons, type Resampling, type ValueKind } from "../../data/comparisons.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import { intervalsOf, type Spread } from "./uncertainty/intervals.ts";
import type { ChosenPairwise } from "./options.ts";
import { definedOf, drawAll, type Resampler } from "./uncertainty/resamples.ts";

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
  { observed, ...work }: Work,
  options: ChosenPairwise,
  control: Control,
): Promise<Comparisons> {
  const { spec, representations } = work;
  const properties = metricOf(spec).properties(spec.options);
  const stimuli = stimuliCount(representations[0]!);
  const resampler = { ...work, seed: options.seed, properties, stimuli };
  const spread = options.bootstrap ? await intervalsOf(observed, resampler, options, control) : undefined;
  const permuted = options.permutation
    ? await permutedOf(observed, resampler, options.samples, control)
    : undefined;
  const matrixOf = (values: Float64Array) => comparisons({ ...observed, warnings: [], values });
  return comparisons({
    ...observed,
    warnings: [observed.warnings, spread?.warnings ?? [], permuted?.warnings ?? []].flat(),
    resampling: planOf(options),
    ...(spread ? matricesOf(spread, matrixOf) : {}),
    ...(permuted ? testsOf(observed, permuted.draws, properties.symmetric, matrixOf) : {}),
  });
}

function planOf({ bootstrap, permutation, interval, samples, confidence, seed }: ChosenPairwise): Resampling {
  return {
    ...(bootstrap ? { bootstrap, interval } : {}),
    ...(permutation ? { permutation } : {}),
    samples,
    seed,
    confidence,
  };
}

/** p-values of all pairs, and the same corrected for their number. */
function testsOf(
  observed: Comparisons,
  draws: readonly Float64Array[],
  symmetric: boolean,
  matrixOf: (values: Float64Array) => Comparisons,
): Pick<Comparisons, "p" | "pFamilyWise" | "pFdr"> {
  const p = pValues(observed, draws);
  const names = observed.rowNames.length;
  const side = observed.kind === "similarity" ? "right" : "left";
  return {
    p: matrixOf(p),
    pFamilyWise: matrixOf(familyWiseOf(observed.values, draws, { names, symmetric, side })),
    pFdr: matrixOf(fdrOf(p, names, symmetric)),
  };
}

function matricesOf(
  { lower, upper, standardError, estimate, estimands }: Spread,
  matrixOf: (values: Float64Array) => Comparisons,
) {
  return {
    interval: { lower: matrixOf(lower), upper: matrixOf(upper) },
    estimate: matrixOf(estimate),
    standardError: matrixOf(standardError),
    ...(estimands ? { estimands } : {}),
  };
}

/** Values with the stimuli of each network in an order of its own. */
async function permutedOf(observed: Comparisons, resampler: Resampler, samples: number, control: Control) {
  const pieces = Array.from({ length: samples }, (_, index) => ({ kind: "permutation", index }) as const);
  return definedOf(await drawAll(pieces, resampler, control), observed.metric);
}

/** A network against itself is not tested: 1. */
function pValues(observed: Comparisons, draws: readonly Float64Array[]): Float64Array {
  const side = sides[observed.kind];
  const names = observed.rowNames.length;
  return observed.values.map((value, pair) => {
    if (pair % (names + 1) === 0) return 1;
    const reached = draws.filter((values) => reaches(values[pair]!, value, Math.abs(value), side));
    return permutationShare(reached.length, draws.length);
  });
}

/** What networks that have something in common differ in from those that have not. */
const sides: Record<ValueKind, Side> = { similarity: "right", dissimilarity: "left", distance: "left" };
