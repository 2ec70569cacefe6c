import { OptionError } from "../../base/errors.ts";
import type { Alignment } from "../../metrics/metric.ts";
import { metricOf, metrics, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Representation } from "../../data/representation.ts";
import { placeResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Carries out the motion that a metric's value stands for.
 * @throws {OptionError} if the metric has none.
 */
export function alignPair(
  x: Representation,
  y: Representation,
  spec: ResolvedSpec,
  kernels: Kernels,
): Alignment {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.align) {
    throw new OptionError(
      `${spec.metric} compares without moving one network onto the other; metrics that align: ${aligning().join(", ")}.`,
    );
  }
  const { align } = metric;
  return kernels.scope(() =>
    align(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels),
  );
}

function aligning(): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => "align" in metric)
    .map(([name]) => name);
}
