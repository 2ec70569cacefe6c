/** One RDM of several, and several brought to one scale. */
import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import { unknownName } from "../base/suggest.ts";
import {
  comparatorNames,
  comparatorOf,
  comparators,
  type CommonScale,
  type ComparatorName,
} from "./comparators/registry.ts";
import { rdmFrom, type Rdm } from "./rdm.ts";
import { ranksOf, renewed } from "./transform.ts";

/** How much each RDM counts: one number an RDM, or one an RDM and pair. */
export type Weights = readonly number[] | readonly Float64Array[];

/**
 * The mean of several RDMs of the same stimuli, pair by pair: Σ w d / Σ w over the RDMs that
 * have both the dissimilarity and its weight (not NaN). A pair that none has stays missing.
 * @throws {ShapeError} if the stimuli differ, or the weights are not as many.
 * @throws {OptionError} if there are no RDMs, or for a weight below 0.
 */
export function meanRdm(
  rdms: readonly Rdm[],
  { weights, name = "mean" }: { weights?: Weights; name?: string } = {},
): Rdm {
  const first = sameStimuli(rdms, "meanRdm");
  const weightOf = weights ? weightsOf(rdms, weights) : () => 1;
  const condensed = first.condensed.map((_, pair) => {
    let [sum, total] = [0, 0];
    for (const [r, rdm] of rdms.entries()) {
      const [value, weight] = [rdm.condensed[pair]!, weightOf(r, pair)];
      if (Number.isNaN(value) || Number.isNaN(weight)) continue;
      sum += weight * value;
      total += weight;
    }
    return sum / total;
  });
  return rdmFrom({ ...first, name, condensed });
}

/** How the RDMs are weighted while they are brought to one scale. */
export type RescaleBy = "evidence" | "setsize" | "simple";

/**
 * RDMs over partly different pairs, each scaled so that it fits the others best where they
 * overlap: scaled to the norm of the current mean over its own pairs, the mean taken again
 * and scaled to norm 1, and so on until it stays.
 *
 * - `evidence`: an entry counts as its square, at least 0.04 (large dissimilarities are better known);
 * - `setsize`: each RDM counts as 1 / the number of its pairs;
 * - `simple`: all count the same.
 *
 * @param threshold - ends when the squared change of the mean is no more than this
 * @returns the scaled RDMs and the weights, RDMs × pairs, NaN where missing
 * @throws {ShapeError} if the stimuli differ.
 * @throws {NumericalError} for an RDM of zeros, or if the mean does not settle in 10 000 steps.
 */
export function rescaleRdms(
  rdms: readonly Rdm[],
  { by = "evidence", threshold = 1e-8 }: { by?: RescaleBy; threshold?: number } = {},
): { rdms: Rdm[]; weights: Float64Array[] } {
  sameStimuli(rdms, "rescaleRdms");
  const vectors = rdms.map(unit);
  const weights = rdms.map(({ condensed }) => rescalingWeights(condensed, by));
  const mean = (parts: readonly Float64Array[], how: readonly Float64Array[] | undefined) => {
    const stack = parts.map((condensed, r) => renewed(rdms[r]!, "", condensed));
    return unit(meanRdm(stack, how ? { weights: how } : {}));
  };
  let estimate = mean(
    rdms.map(({ condensed }) => condensed),
    undefined,
  );
  for (let step = 0; step < 10_000; step++) {
    const aligned = vectors.map((vector) => scaled(vector, normWhere(estimate, vector)));
    const next = mean(aligned, weights);
    const change = squaredDistance(next, estimate);
    if (change <= threshold) return { rdms: aligned.map((vector, r) => rescaled(rdms[r]!, vector)), weights };
    estimate = next;
  }
  throw new NumericalError(
    `rescaleRdms: after 10000 steps the mean still changes by more than ${threshold} (squared). Take a larger threshold.`,
  );
}

/**
 * The mean RDM that predicts each of several best under a comparator: the noise ceiling's.
 * First each RDM is brought to the scale that the comparator declares as its `pooling`: `unit` divides it
 * by its root mean square, `z` standardises it, `ranks` takes ranks, `own` leaves it. A mean of
 * standardised RDMs is moved so that its least value is 0.
 * Nili et al., PLoS Comput. Biol. 10(4), 2014.
 * @throws {OptionError} for an unknown comparator.
 * @throws {ShapeError} if the stimuli differ.
 * @throws {NumericalError} for an RDM that cannot be scaled so.
 */
export function poolRdms(rdms: readonly Rdm[], comparator: ComparatorName): Rdm {
  sameStimuli(rdms, "poolRdms");
  if (!Object.hasOwn(comparators, comparator))
    throw new OptionError(
      `poolRdms: ${unknownName("comparator", comparator, comparatorNames)}`,
      "comparator",
    );
  const { pooling } = comparatorOf(comparator);
  const parts = pooling === "own" ? rdms : rdms.map((rdm) => atCommonScale(rdm, pooling));
  const pooled = meanRdm(parts, { name: "pooled" });
  return pooling === "z" ? fromZero(pooled) : pooled;
}

function atCommonScale(rdm: Rdm, pooling: Exclude<CommonScale, "own">): Rdm {
  return renewed(rdm, rdm.dissimilarity, scalings[pooling](rdm));
}

const scalings: Readonly<Record<Exclude<CommonScale, "own">, (rdm: Rdm) => Float64Array>> = {
  unit: (rdm) => scaled(rdm.condensed, 1 / positiveOrThrow(rms(rdm.condensed), rdm, "0")),
  z: (rdm) => standardised(rdm),
  ranks: (rdm) => ranksOf(rdm.condensed),
};

/** Moved so that the least value is 0: a correlation does not see it, whoever draws it does. */
function fromZero(rdm: Rdm): Rdm {
  const least = rdm.condensed.reduce((low, value) => (value < low ? value : low), Infinity);
  return renewed(
    rdm,
    rdm.dissimilarity,
    rdm.condensed.map((value) => value - least),
  );
}

/** Mean 0 and deviation 1. */
function standardised(rdm: Rdm): Float64Array {
  const values = rdm.condensed.filter((value) => !Number.isNaN(value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = positiveOrThrow(rms(values.map((value) => value - mean)), rdm, "equal");
  return rdm.condensed.map((value) => (value - mean) / deviation);
}

function positiveOrThrow(scale: number, { name }: Rdm, why: string): number {
  if (scale > 0) return scale;
  throw new NumericalError(
    `${name}: all its dissimilarities are ${why}, so it cannot be brought to a scale.`,
  );
}

/** Divided by its norm over the entries that are there. */
function unit(rdm: Rdm): Float64Array {
  const norm = normWhere(rdm.condensed, rdm.condensed);
  return scaled(rdm.condensed, 1 / positiveOrThrow(norm, rdm, "0"));
}

function rescaled(rdm: Rdm, condensed: Float64Array): Rdm {
  return renewed(rdm, `rescaled ${rdm.dissimilarity}`, condensed);
}

function rescalingWeights(condensed: Float64Array, by: RescaleBy): Float64Array {
  const count = condensed.reduce((sum, value) => sum + (Number.isFinite(value) ? 1 : 0), 0);
  const weigh = {
    evidence: (value: number) => Math.max(value * value, 0.04),
    setsize: () => 1 / count,
    simple: () => 1,
  }[by] as ((value: number) => number) | undefined;
  if (!weigh)
    throw new OptionError(`rescaleRdms: by is ${JSON.stringify(by)}; accepted: evidence, setsize, simple.`);
  return condensed.map((value) => (Number.isNaN(value) ? NaN : weigh(value)));
}

const scaled = (values: Float64Array, factor: number) => values.map((value) => value * factor);

/** Norm of the values at the places where `at` has any. */
function normWhere(values: Float64Array, at: Float64Array): number {
  let sum = 0;
  for (const [k, value] of values.entries())
    if (!Number.isNaN(value) && !Number.isNaN(at[k]!)) sum += value * value;
  return Math.sqrt(sum);
}

/** Root of the mean square of the values that are there. */
function rms(values: Float64Array): number {
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return normWhere(values, values) / Math.sqrt(count);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return (
    normWhere(
      a.map((value, k) => value - b[k]!),
      a,
    ) ** 2
  );
}

/** @returns the weight of RDM r for a pair */
function weightsOf(rdms: readonly Rdm[], weights: Weights): (r: number, pair: number) => number {
  const pairs = rdms[0]!.condensed.length;
  const fits = weights.every((one) => typeof one === "number" || one.length === pairs);
  if (weights.length !== rdms.length || !fits) {
    throw new ShapeError(
      `meanRdm: expected a weight for each of ${rdms.length} RDMs, or ${pairs} for each; got ${weights.length}${fits ? "" : " of other lengths"}.`,
    );
  }
  const below = weights.some((one) => (typeof one === "number" ? one < 0 : one.some((weight) => weight < 0)));
  if (below) throw new OptionError("meanRdm: a weight is below 0; accepted: numbers from 0, NaN for none.");
  return (r, pair) => {
    const one = weights[r]!;
    return typeof one === "number" ? one : one[pair]!;
  };
}

/**
 * The first of several RDMs whose stimuli are the same.
 * @throws {ShapeError} naming the first stimulus that disagrees.
 */
export function sameStimuli(rdms: readonly Rdm[], owner: string): Rdm {
  const [first] = rdms;
  if (!first) throw new OptionError(`${owner}: no RDMs were given.`);
  for (const rdm of rdms) {
    if (rdm.stimuli.length !== first.stimuli.length) {
      throw new ShapeError(
        `${owner}: ${first.name} is of ${first.stimuli.length} stimuli, ${rdm.name} of ${rdm.stimuli.length}; they must be the same. overAllStimuli gives RDMs of partly different stimuli a common set.`,
      );
    }
    const differs = rdm.stimuli.findIndex((stimulus, i) => stimulus !== first.stimuli[i]);
    if (differs >= 0) {
      throw new ShapeError(
        `${owner}: stimulus ${differs} is ${JSON.stringify(first.stimuli[differs])} in ${first.name} but ${JSON.stringify(rdm.stimuli[differs])} in ${rdm.name}; the stimuli must be the same, in the same order.`,
      );
    }
  }
  return first;
}
