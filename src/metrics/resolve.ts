import { resolveOptions } from "../base/options.ts";
import { isMetric, type AnyMetric, type Way } from "./metric.ts";
import type { OwnIdentity } from "./own/known.ts";
import { usual } from "./usual.ts";

/** A metric with its options complete: plain data, so that it can be posted to a worker. */
export interface ResolvedSpec {
  /** The name of a metric that this thread has loaded: `resolveSpec` and `loadMetricOf` see to that. */
  readonly metric: string;
  /** Of a metric that the library does not have: which it is, and where threads find it. */
  readonly own?: OwnIdentity;
  readonly options: Readonly<Record<string, unknown>>;
  /** Fitted on one set of stimuli, measured on another. */
  readonly heldOut?: boolean;
  /** How the whole job is computed, where the metric has two ways; chosen once for it. */
  readonly way?: Way | undefined;
}

/** What this thread has loaded, by name, or those of a caller's own by their `id`. */
const loaded = new Map<string, AnyMetric>();

/** What only metrics of a caller's own take, and errors. */
const late = () => import("./own/late.ts");

/** The metric of a resolved spec, in the form that it has under those options. */
export function metricOf(spec: ResolvedSpec): AnyMetric {
  const metric = ownMetricOf(spec);
  return metric.formFor?.(spec.options, spec.way) ?? metric;
}

/** The metric of a resolved spec as it is defined. */
export function ownMetricOf({ metric: name, own }: ResolvedSpec): AnyMetric {
  const metric = loaded.get(own?.id ?? name);
  if (!metric) throw new Error(`${name} was not loaded on this thread.`);
  return metric;
}

/** Loads the metric of a spec that came from another thread. */
export async function loadMetricOf({ metric: name, own, options }: ResolvedSpec): Promise<void> {
  if (!own) await (await findMetric(name))?.loadFor?.(options);
  else if (!loaded.has(own.id)) loaded.set(own.id, await (await late()).importOwn(name, own));
}

/** From now on a name stands for that metric on this thread. */
export function knowByName(metric: AnyMetric): void {
  loaded.set(metric.name, metric);
}

/** A metric from its name, or itself; undefined where it is neither. */
export async function findMetric(given: unknown): Promise<AnyMetric | undefined> {
  // What is here is not imported again: hosts look every import() up anew, which small calls would feel.
  const metric = loaded.get(given as string) ?? (typeof given === "string" ? await named(given) : given);
  if (!isMetric(metric)) return undefined;
  loaded.set(metric.own?.id ?? metric.name, metric);
  return metric;
}

async function named(name: string): Promise<unknown> {
  const has = <L extends object>(list: L, key: PropertyKey): key is keyof L => Object.hasOwn(list, key);
  if (has(usual, name)) return usual[name]();
  const { further } = await import("./further.ts");
  return has(further, name) ? further[name]() : undefined;
}

/**
 * Checks a spec and fills in defaults.
 * @throws {OptionError} for an unknown metric or option, or a value outside the accepted set.
 */
export async function resolveSpec(spec: object): Promise<ResolvedSpec> {
  const { metric: given, ...options } = withMetric(spec) as { readonly metric?: unknown };
  const metric = await findMetric(given);
  if (!metric) throw (await late()).noMetric(spec, given);
  const own = metric.own && (await (await late()).identityOf(metric));
  const chosen = resolveOptions(metric.name, metric.options, options);
  return {
    metric: metric.name,
    ...(own && { own }),
    options: (await metric.loadFor?.(chosen)) ?? chosen,
  };
}

/** A metric alone is meant with its defaults. */
export function withMetric<S extends object>(spec: S): S | { readonly metric: S } {
  return isMetric(spec) ? { metric: spec } : (spec ?? {});
}

/** Whether only this thread has the metric: a caller's own one without a module. */
export function isBound({ own }: ResolvedSpec): boolean {
  return own !== undefined && !own.module;
}

/** What a result depends on of a spec: a metric of a caller's own by its contents, wherever its file is. */
export function contentOf(spec: ResolvedSpec): object {
  return spec.own ? { ...spec, own: spec.own.digest ?? spec.own.id } : spec;
}
