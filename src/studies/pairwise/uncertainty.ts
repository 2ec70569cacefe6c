import { familyWiseTest, fdrOf } from "./uncertainty/corrections.ts";
import { permutationShare, reaches, type Side } from "../../base/statistics.ts";
import { comparisons, type Comparisons, type Resampling, type ValueKind } from "../../data/comparisons.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import { intervalsOf, type Spread } from "./uncertainty/intervals.ts";
import type { ChosenUncertainty } from "./options.ts";
import type { Band } from "./uncertainty/bands.ts";
import { judgeDraws, overBands, type Failures, type Resampler } from "./uncertainty/resamples.ts";
import { isSelf, mirrorOf, rectangleTable, squareTable } from "./uncertainty/table.ts";

interface Work {
  readonly observed: Comparisons;
  /** All of a square; the rows and then the columns of a rectangle. */
  readonly representations: readonly Representation[];
  /** Whether rows and columns are the same. */
  readonly square: boolean;
  readonly spec: ResolvedSpec;
  readonly runtime: Runtime;
}

/**
 * The values with what resampling the stimuli says of them. Which stimuli are drawn depends
 * on the seed alone, so the bits are the same on any number of threads.
 * @throws {NumericalError} if the metric is not defined on most of the resamples.
 */
export async function withUncertainty(
  { observed, square, ...work }: Work,
  options: ChosenUncertainty,
  control: Control,
): Promise<Comparisons> {
  const { spec, representations } = work;
  const properties = metricOf(spec).properties(spec.options);
  const stimuli = stimuliCount(representations[0]!);
  const [rows, cols] = [observed.rowNames.length, observed.colNames.length];
  const table = square ? squareTable(rows, properties.symmetric) : rectangleTable(rows, cols);
  const resampler = { ...work, table, seed: options.seed, properties, stimuli };
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
    ...(permuted ? testsOf(permuted, matrixOf) : {}),
  });
}

function planOf({
  bootstrap,
  permutation,
  interval,
  samples,
  confidence,
  seed,
}: ChosenUncertainty): Resampling {
  return {
    ...(bootstrap ? { bootstrap, interval } : {}),
    ...(permutation ? { permutation } : {}),
    samples,
    seed,
    confidence,
  };
}

function testsOf({ p, familyWise, fdr }: Tests, matrixOf: (values: Float64Array) => Comparisons) {
  return { p: matrixOf(p), pFamilyWise: matrixOf(familyWise), pFdr: matrixOf(fdr) };
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

/** p-values of all pairs, and the same corrected for their number. */
interface Tests {
  readonly p: Float64Array;
  readonly familyWise: Float64Array;
  readonly fdr: Float64Array;
  readonly warnings: readonly string[];
}

/** Tests against values with the stimuli of each network in an order of its own. A network against itself is not tested: 1. */
async function permutedOf(
  observed: Comparisons,
  resampler: Resampler,
  samples: number,
  control: Control,
): Promise<Tests> {
  const pieces = Array.from({ length: samples }, (_, index) => ({ kind: "permutation", index }) as const);
  const side = sides[observed.kind];
  const { table } = resampler;
  const begin = () => ({ p: new Float64Array(observed.values.length).fill(1), most: familyWiseTest(side) });
  const use = ({ p, most }: ReturnType<typeof begin>, band: Band, failures: Failures) => {
    judgeDraws(failures, observed.metric);
    const draws = pieces.flatMap((_, k) => (failures[k] === undefined ? [k] : []));
    for (const pair of band.pairs) {
      if (isSelf(table, pair)) continue;
      const value = observed.values[pair]!;
      const values = draws.map((k) => band.valueOf(k, pair));
      p[pair] = p[mirrorOf(table, pair)] = shareOf(value, values, side);
      most.add(pair, value, values);
    }
  };
  const { state, failures } = await overBands(pieces, resampler, control, begin, use);
  return {
    p: state.p,
    familyWise: state.most.p(table),
    fdr: fdrOf(state.p, table),
    warnings: judgeDraws(failures, observed.metric),
  };
}

function shareOf(value: number, draws: readonly number[], side: Side): number {
  const reached = draws.filter((drawn) => reaches(drawn, value, Math.abs(value), side));
  return permutationShare(reached.length, draws.length);
}

/** What networks that have something in common differ in from those that have not. */
const sides: Record<ValueKind, Side> = { similarity: "right", dissimilarity: "left", distance: "left" };
