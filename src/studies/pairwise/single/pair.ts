import { OptionError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Alignment } from "../../../metrics/metric.ts";
import { metricOf, metrics, type ResolvedSpec } from "../../../metrics/registry.ts";
import type { Representation } from "../../../data/representation.ts";
import { placeResponses } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** Both representations moved onto each other. @throws {OptionError} if the metric has no motion. */
export function alignPair(
  [x, y]: readonly [Representation, Representation],
  spec: ResolvedSpec,
  full: boolean,
  kernels: Kernels,
): Alignment {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.align) {
    throw new OptionError(
      `${spec.metric} compares without moving one network onto the other; metrics that align: ${aligning().join(", ")}.`,
    );
  }
  const { align: carryOut } = metric;
  return kernels.scope(() =>
    carryOut(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels, full),
  );
}

function aligning(): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => "align" in metric)
    .map(([name]) => name);
}

/** Every candidate of the metric. @throws {OptionError} if the metric is a single number for a pair. */
export function tableOfPair(
  x: Representation,
  y: Representation,
  spec: ResolvedSpec,
  kernels: Kernels,
): Matrix {
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
