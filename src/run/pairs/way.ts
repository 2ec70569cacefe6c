import { largestOf } from "../../base/lists.ts";
import type { Outline } from "../../data/representation.ts";
import { metricOf, ownMetricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Pairs } from "./plan.ts";

/** Thrown within a run whose way of computing loses digits for one of its networks. */
export class LostDigits extends Error {}

/**
 * The metric with the cheaper of its ways to compute the whole job, where it has two. The choice depends on the
 * sizes alone, so that the values have the same bits on any number of threads.
 * @param drawn - whether stimuli are drawn again and again
 */
export function inCheaperWay(
  spec: ResolvedSpec,
  inputs: readonly Outline[],
  pairs: Pairs,
  drawn = false,
): ResolvedSpec {
  const metric = ownMetricOf(spec);
  if (!metric.wayFor || spec.heldOut) return spec;
  const stimuli = inputs[0]!.shape[0]!;
  const units = inputs.map(({ shape }) => shape.slice(1).reduce((product, length) => product * length, 1));
  return { ...spec, way: metric.wayFor({ stimuli, units, pairs, drawn }, spec.options) };
}

/** Runs `body` with this way of computing, and if that loses digits, by stimuli: the Gram matrices themselves. */
export async function eitherWay<R>(spec: ResolvedSpec, body: (spec: ResolvedSpec) => Promise<R>): Promise<R> {
  try {
    return await body(spec);
  } catch (error) {
    if (!(error instanceof LostDigits)) throw error;
    return body({ ...spec, way: "stimuli" });
  }
}

/** Multiplications of the largest pair, about. */
export function operationsOfPair(inputs: readonly Outline[], spec: ResolvedSpec): number {
  const { operations } = metricOf(spec);
  const of = ({ shape: [m = 1, n = 1] }: Outline) => m * Math.max(m, n) * Math.min(m, n);
  return largestOf(inputs.map((input) => operations?.(input, spec.options) ?? of(input)));
}
