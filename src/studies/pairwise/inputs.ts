import { assertComparable } from "../../data/kinds.ts";
import {
  toRepresentation,
  type Outline,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { metricOf, resolveSpec, type ResolvedSpec } from "../../metrics/resolve.ts";

/** The two of a pair, named x and y where they have no name. */
export function pairOf(x: RepresentationLike, y: RepresentationLike): [Representation, Representation] {
  return [toRepresentation(x, "x"), toRepresentation(y, "y")];
}

/**
 * The metric with its options complete.
 * @throws {OptionError} for a metric or an option that is not there.
 * @throws {ShapeError} for representations that this metric cannot compare.
 */
export async function checked(inputs: readonly Outline[], spec: MetricSpecLike): Promise<ResolvedSpec> {
  const resolved = await resolveSpec(spec);
  const { accepts, sharedAxes } = metricOf(resolved);
  assertComparable(inputs, resolved.metric, accepts, sharedAxes?.(resolved.options));
  return resolved;
}

/** About what the motion of one onto the other takes. */
export function operationsOf([x, y]: readonly [Representation, Representation]): number {
  return (20 * x.data.length * y.data.length) / x.shape[0]!;
}
