import type { Estimated } from "../../../metrics/metric.ts";
import type { MetricSpecLike } from "../../../metrics/registry.ts";
import { metricOf } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import { checked, operationsOf, pairOf } from "../inputs.ts";
import type { RepresentationLike } from "../../../data/representation.ts";
import { pairwise } from "../pairwise.ts";
import { workOnPair } from "../task.ts";

/**
 * A value as an estimate: with its standard error for other stimuli of the same population. The estimator `moments` of
 * `procrustes`, `bures` and `nbs` also bounds the bias that is left in its cosine; other values get the standard error of the
 * jackknife, as `pairwise` with `bootstrap` does.
 *
 * @param x - stimuli × units
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - the metric, by name or itself, with its options
 * @throws as `compare`.
 */
export async function estimate(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike,
  control: Control = {},
): Promise<Estimated> {
  const pair = pairOf(x, y);
  const resolved = await checked(pair, spec);
  const metric = metricOf(resolved);
  if (metric.form !== "pair" || !metric.estimate) {
    const found = await pairwise(pair, { ...spec, bootstrap: "stimuli" }, control);
    return { value: found.at(0, 1), standardError: found.standardError!.at(0, 1) };
  }
  const { tasks } = await runtimeOf(control);
  const setup = { pair, spec: resolved, work: { kind: "estimate" } } as const;
  const [found] = await tasks.run(workOnPair, setup, [null], { ...control, operations: operationsOf(pair) });
  return found as Estimated;
}

/** In words, for a note. */
export function estimateText({ standardError, maxBias }: Estimated): string {
  const se = `standard error ${standardError.toPrecision(3)}`;
  if (maxBias === undefined) return se;
  return `${se}; the bias of the cosine that it is a function of is at most ${maxBias.toPrecision(3)}`;
}
