import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { metricOf, metrics, type MetricSpec, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, pairOf } from "./inputs.ts";
import type { Representation, RepresentationLike } from "../../data/representation.ts";
import { placeResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Every candidate whose minimum `compare` returns: for `convolutional` height × width, one for each
 * circular shift of x, no shift at ⌊height / 2⌋, ⌊width / 2⌋.
 *
 * @param x - of the kind that the metric accepts
 * @param y - responses to the same stimuli
 * @throws {OptionError} if the metric is a single number for a pair. @throws as `compare` otherwise.
 */
export async function table(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpec,
  control: Control = {},
): Promise<Matrix> {
  const pair = pairOf(x, y);
  const resolved = checked(pair, spec);
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () => tableOfPair(...pair, resolved, kernels));
}

function tableOfPair(x: Representation, y: Representation, spec: ResolvedSpec, kernels: Kernels): Matrix {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.table) {
    const others = Object.entries(metrics).filter(([, one]) => "table" in one);
    throw new OptionError(
      `${spec.metric} is a single number for a pair; metrics with a table: ${others.map(([name]) => name).join(", ")}.`,
    );
  }
  return kernels.scope(() =>
    kernels.detach(
      metric.table!(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels),
    ),
  );
}
