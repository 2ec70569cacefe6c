import { resolveOptions } from "../../base/options.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { ownMetricOf, resolveSpec, withMetric } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checkMetricOptions, type CheckMetricOptions } from "./options.ts";
import { metricCheck, type CheckedSet, type MetricCheck } from "./result.ts";

/**
 * Whether a metric keeps what it promises: range, its value of a network against itself, symmetry, invariances, the
 * triangle inequality of a distance, the same bits each time and on threads, no change of what it is given, never a
 * silent NaN, and numbers of extreme scale. On seeded networks; a few seconds.
 *
 * @param spec - the metric: of `defineMetric`, or by name. With options beside, it is checked under those; alone, under
 *   every set that it names in `testedWith`
 * @returns every check with what was found; `toText()` is what one reads
 * @throws {OptionError} for an option that is not there, or a set of `testedWith` that the metric does not accept.
 */
export async function checkMetric(
  spec: MetricSpecLike,
  options: CheckMetricOptions = {},
  control: Control = {},
): Promise<MetricCheck> {
  const chosen = resolveOptions("checkMetric", checkMetricOptions, options);
  const { metric, ...beside } = withMetric(spec) as { readonly metric: unknown };
  const [resolved, runtime] = await Promise.all([resolveSpec(spec), runtimeOf(control)]);
  const { testedWith } = ownMetricOf(resolved);
  const sets: readonly object[] = Object.keys(beside).length > 0 ? [beside] : testedWith;
  const { checkSet } = await import("./compute.ts");
  const found: CheckedSet[] = [];
  for (const [k, set] of sets.entries()) {
    control.signal?.throwIfAborted();
    const asked = await resolveSpec({ ...set, metric });
    found.push({ options: { ...set }, checks: await checkSet(asked, chosen, runtime, control) });
    control.onProgress?.({ phase: "work", done: k + 1, total: sets.length });
  }
  return metricCheck(resolved.metric, chosen.seed, found);
}
