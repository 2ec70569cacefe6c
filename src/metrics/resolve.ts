import { OptionError } from "../base/errors.ts";
import { resolveOptions, shown } from "../base/options.ts";
import { questionOf } from "../base/suggest.ts";
import { isMetric, type AnyMetric, type Way } from "./metric.ts";
import { isMetricName, registry } from "./registry.ts";

/** A metric with its options complete: plain data, so that it can be posted to a worker. */
export interface ResolvedSpec {
  /** The name of a metric that this thread has loaded: `resolveSpec` and `loadMetricOf` see to that. */
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Fitted on one set of stimuli, measured on another. */
  readonly heldOut?: boolean;
  /** How the whole job is computed, where the metric has two ways; chosen once for it. */
  readonly way?: Way | undefined;
}

/** What this thread has loaded, by name. A metric that a caller passed is here without the registry. */
const loaded = new Map<string, AnyMetric>();

/** The metric of a resolved spec, in the form that it has under those options. */
export function metricOf(spec: ResolvedSpec): AnyMetric {
  const metric = ownMetricOf(spec);
  return metric.formFor?.(spec.options, spec.way) ?? metric;
}

/** The metric of a resolved spec as it is defined. */
export function ownMetricOf({ metric: name }: ResolvedSpec): AnyMetric {
  const metric = loaded.get(name);
  if (!metric) throw new Error(`The metric ${name} was not loaded on this thread.`);
  return metric;
}

/** Loads the metric of a spec that came from another thread. */
export async function loadMetricOf(spec: ResolvedSpec): Promise<void> {
  await findMetric(spec.metric);
}

/** A metric from its name, or itself; undefined where it is neither. */
export async function findMetric(given: unknown): Promise<AnyMetric | undefined> {
  // What is here is not imported again: hosts look every import() up anew, which small calls would feel.
  const metric = isMetricName(given) ? (loaded.get(given) ?? (await registry[given]())) : given;
  if (!isMetric(metric)) return undefined;
  loaded.set(metric.name, metric);
  return metric;
}

/**
 * Checks a spec and fills in defaults.
 * @throws {OptionError} for an unknown metric or option, or a value outside the accepted set.
 */
export async function resolveSpec(spec: {
  readonly metric: unknown;
  readonly [option: string]: unknown;
}): Promise<ResolvedSpec> {
  if (typeof spec !== "object" || spec === null) throw noSpec(JSON.stringify(spec) ?? "nothing");
  if (isMetric(spec)) throw noSpec(`the metric ${spec.name} itself`);
  const { metric: given, ...options } = spec;
  const metric = await findMetric(given);
  if (!metric) throw noMetric(given);
  return { metric: metric.name, options: resolveOptions(metric.name, metric.options, options) };
}

function noSpec(got: string): OptionError {
  return new OptionError(`Expected a metric as { metric: "cka" } with its options beside; got ${got}.`);
}

function noMetric(given: unknown): OptionError {
  const names = Object.keys(registry);
  if (typeof given === "string") {
    const asked = questionOf(given.replace(/^.*\//, ""), names);
    return new OptionError(
      `There is no metric ${JSON.stringify(given)}.${asked} There are ${names.join(", ")}.`,
      "metric",
    );
  }
  return new OptionError(
    `metric is ${foundInstead(given)}; expected a name (${names.join(", ")}), or a metric as it is exported: import { cka } from "repgeom/metrics/cka".`,
    "metric",
  );
}

/** What a caller gave in place of a metric, with why it is none where that is not plain. */
function foundInstead(given: unknown): string {
  if (typeof given !== "object" || given === null) return shown(given);
  if (Object.prototype.toString.call(given) === "[object Module]")
    return "a module, whose export is the metric";
  return `${shown(given)} that is no metric of this version of repgeom (your own and changed ones are not taken: threads find a metric by its name)`;
}
