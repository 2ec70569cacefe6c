import { OptionError } from "./errors.ts";
import type { Alignment } from "./metrics/metric.ts";
import { metricOf, metrics, type ResolvedSpec } from "./metrics/registry.ts";
import { assertFinite, type Representation } from "./representation.ts";
import type { Responses } from "./responses.ts";
import type { Kernels } from "./wasm/kernels.ts";

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
  return kernels.scope(() => align(place(x, kernels), place(y, kernels), spec.options, kernels));
}

function aligning(): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => "align" in metric)
    .map(([name]) => name);
}

/** A representation in wasm memory. @throws {NumericalError} for NaN or infinity. */
export function place(representation: Representation, kernels: Kernels): Responses {
  const { name, shape, data } = representation;
  const responses = kernels.place(shape[0]!, data.length / shape[0]!, data);
  if (!Number.isFinite(kernels.maxAbs(responses))) assertFinite(representation);
  return { name, shape, responses };
}
