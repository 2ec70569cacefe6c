import { square } from "../base/math/powers.ts";
import { NumericalError } from "../base/errors.ts";
import { choice, number, resolveOptions, type OptionSchemas } from "../base/options.ts";
import { meanRdm, sameStimuli } from "./mean-rdm.ts";
import type { Rdm } from "./rdm.ts";
import { normWhere, positiveOrThrow, scaled } from "./scale.ts";
import { renewed } from "./transform.ts";

export const rescalings = ["evidence", "setsize", "simple"] as const;

/** How the RDMs are weighted while they are brought to one scale. */
export type RescaleBy = (typeof rescalings)[number];

/** Options of `rescaleRdms`. */
export interface RescaleRdmsOptions {
  readonly by?: RescaleBy | undefined;
  readonly threshold?: number | undefined;
}

export const rescaleRdmsOptions = {
  by: choice(
    rescalings,
    "evidence: an entry counts as its square, at least 0.04, because large dissimilarities are better known. setsize: each RDM counts as 1 / the number of its pairs. simple: all count the same.",
  ),
  threshold: number(
    1e-8,
    0,
    Number.MAX_VALUE,
    "Ends when the squared change of the mean is no more than this.",
  ),
} satisfies OptionSchemas<RescaleRdmsOptions>;

/**
 * RDMs over partly different pairs, each scaled so that it fits the others best where they
 * overlap: scaled to the norm of the current mean over its own pairs, the mean taken again
 * and scaled to norm 1, and so on until it stays.
 *
 * @returns the scaled RDMs and the weights, RDMs × pairs, NaN where missing
 * @throws {ShapeError} if the stimuli differ.
 * @throws {NumericalError} for an RDM of zeros, or if the mean does not settle in 10 000 steps.
 */
export function rescaleRdms(
  rdms: readonly Rdm[],
  options: RescaleRdmsOptions = {},
): { rdms: Rdm[]; weights: Float64Array[] } {
  const { by, threshold } = resolveOptions("rescaleRdms", rescaleRdmsOptions, options);
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
  const weigh: (value: number) => number = {
    evidence: (value: number) => Math.max(value * value, 0.04),
    setsize: () => 1 / count,
    simple: () => 1,
  }[by];
  return condensed.map((value) => (Number.isNaN(value) ? NaN : weigh(value)));
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return square(
    normWhere(
      a.map((value, k) => value - b[k]!),
      a,
    ),
  );
}
