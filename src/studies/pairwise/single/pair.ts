import { OptionError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Alignment, Estimated, PairMetric } from "../../../metrics/metric.ts";
import { metricOf, type ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Representation } from "../../../data/representation.ts";
import { placeResponses } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** Both representations moved onto each other. @throws {OptionError} if the metric has no motion. */
export async function alignPair(
  [x, y]: readonly [Representation, Representation],
  spec: ResolvedSpec,
  full: boolean,
  kernels: Kernels,
): Promise<Alignment> {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.align) {
    throw new OptionError(
      `${spec.metric} compares without moving one network onto the other; metrics that align: ${(await namesWith("align")).join(", ")}.`,
    );
  }
  const { align: carryOut } = metric;
  return kernels.scope(() =>
    carryOut(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels, full),
  );
}

/** The value with what is known of it. The form has `estimate`. */
export function estimatePair(
  [x, y]: readonly [Representation, Representation],
  spec: ResolvedSpec,
  kernels: Kernels,
): Estimated {
  const metric = metricOf(spec) as PairMetric<never, never>;
  return kernels.scope(() => {
    const [left, right] = [x, y].map((one) =>
      metric.prepare(placeResponses(one, kernels), spec.options as never, kernels),
    );
    return metric.estimate!(left!, right!, spec.options as never, kernels);
  });
}

async function namesWith(member: "align" | "table"): Promise<string[]> {
  const { metrics } = await import("../../../metrics/all.ts");
  return Object.entries(metrics)
    .filter(([, metric]) => member in metric)
    .map(([name]) => name);
}

/** Every candidate of the metric. @throws {OptionError} if the metric is a single number for a pair. */
export async function tableOfPair(
  x: Representation,
  y: Representation,
  spec: ResolvedSpec,
  kernels: Kernels,
): Promise<Matrix> {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.table) {
    throw new OptionError(
      `${spec.metric} is a single number for a pair; metrics with a table: ${(await namesWith("table")).join(", ")}.`,
    );
  }
  return kernels.scope(() =>
    kernels.detach(
      metric.table!(placeResponses(x, kernels), placeResponses(y, kernels), spec.options, kernels),
    ),
  );
}
