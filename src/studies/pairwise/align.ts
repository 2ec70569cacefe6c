import { OptionError } from "../../base/errors.ts";
import type { Alignment } from "../../metrics/metric.ts";
import { metricOf, metrics, type MetricSpec, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, pairOf } from "./inputs.ts";
import type { Representation, RepresentationLike } from "../../data/representation.ts";
import { placeResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Both representations in common axes: the motion that a metric's value stands for, carried out.
 *
 * @param x - stimuli × units
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - a metric that moves one network onto the other, by name, with its options beside
 * @returns both moved, the motions and the means
 * @throws {OptionError} if the metric has no motion. @throws as `compare` otherwise.
 */
export async function align(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpec,
  control: Control = {},
): Promise<Alignment> {
  const pair = pairOf(x, y);
  const resolved = checked(pair, spec);
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () => alignPair(...pair, resolved, kernels));
}

function alignPair(x: Representation, y: Representation, spec: ResolvedSpec, kernels: Kernels): Alignment {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.align) {
    throw new OptionError(
      `${spec.metric} compares without moving one network onto the other; metrics that align: ${aligning().join(", ")}.`,
    );
  }
  const { align: carryOut } = metric;
  return kernels.scope(() =>
    carryOut(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels),
  );
}

function aligning(): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => "align" in metric)
    .map(([name]) => name);
}
