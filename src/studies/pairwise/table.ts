import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { metricOf, metrics, type ResolvedSpec } from "../../metrics/registry.ts";
import type { Representation } from "../../data/representation.ts";
import { placeResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * The table that a metric's value is the least of.
 * @throws {OptionError} if the metric has none.
 */
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
