import type { Address } from "../../base/host/types.ts";
import { MetricError, OptionError } from "../../base/errors.ts";
import { isMetric, type AnyMetric } from "../metric.ts";
import { defineMetric } from "./define.ts";
import type { AnyDefinition, OwnMetric } from "./definition.ts";
import type { OwnIdentity } from "./known.ts";
import { beginImport } from "../../base/host/importing.ts";
import { digestOf } from "./digest.ts";
import { whereThrown } from "./guard.ts";
import { origin } from "./place.ts";

/** What this thread has imported, by address. */
const imported = new Map<string, Promise<readonly AnyMetric[]>>();

/**
 * The metric that a module exports: one of `defineMetric`, or its plain definition, `export default { name, compare }`,
 * for which the module needs nothing of this library. It runs the code of that module.
 * @param module - its address; in Node, Deno and Bun also a path
 * @param name - which, where it exports several
 * @throws {MetricError} if it cannot be imported, or exports none of that name.
 * @throws {OptionError} for a wrong definition.
 */
export async function loadMetric(module: string | Address, name?: string): Promise<OwnMetric> {
  const address = String(module);
  const metrics = await metricsOf(address);
  const [only] = metrics;
  if (name === undefined && metrics.length === 1) return ready(only!);
  const found = metrics.find((metric) => metric.name === name);
  if (found) return ready(found);
  const names = metrics.map((metric) => metric.name).join(", ");
  throw new MetricError(
    name === undefined
      ? `${address} exports several metrics: ${names}. Say which.`
      : `${address} exports no metric named ${name}${metrics.length > 0 ? `, but ${names}` : ""}.`,
  );
}

async function ready(metric: AnyMetric): Promise<OwnMetric> {
  await metric.own!.ready();
  return metric as unknown as OwnMetric;
}

/**
 * The metric of a spec that came from another thread.
 * @throws {MetricError} if its module has changed since that thread read it, or does not export it.
 */
export async function importOwn(name: string, { module, digest }: OwnIdentity): Promise<AnyMetric> {
  if (module === undefined) throw new Error(`The metric ${name} has no module, and was sent to a thread.`);
  if (digest !== undefined && (await digestOf(module)) !== digest)
    throw new MetricError(
      `${module} has changed since the metric ${name} was loaded, so threads would compute something else. Start again.`,
    );
  const end = beginImport();
  try {
    return (await loadMetric(module, name)) as unknown as AnyMetric;
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    const advice =
      " Threads import it from there: export it, or define it without module, for the calling thread alone.";
    throw new MetricError(error.message + advice);
  } finally {
    end();
  }
}

/** All metrics that a module exports, each once. */
function metricsOf(address: string): Promise<readonly AnyMetric[]> {
  const found = imported.get(address) ?? importAll(address);
  imported.set(address, found);
  found.catch(() => imported.delete(address));
  return found;
}

async function importAll(address: string): Promise<readonly AnyMetric[]> {
  const exported = await importModule(address);
  // Of a CommonJS module, the default export is all of it.
  const values = [exported["default"], ...Object.values(exported)];
  const metrics: AnyMetric[] = [];
  for (const value of new Set(values)) {
    const metric = metricIn(value, address);
    if (metric && !metrics.includes(metric)) metrics.push(metric);
  }
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw new MetricError(
      `${address} exports two metrics named ${twice}. Give them different names, or make an option of what differs.`,
    );
  if (metrics.length === 0)
    throw new MetricError(
      `${address} exports no metric. Expected export default defineMetric({ name, compare }), or export default { name, compare }; its exports: ${Object.keys(exported).join(", ") || "none"}.`,
    );
  return metrics;
}

/** A value as a metric, where it is one or is meant as one. */
function metricIn(value: unknown, address: string): AnyMetric | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isMetric(value) && (!value.own || value.own.module !== undefined)) return value.own && value;
  // Of another version of this library, or without its module: defined once more, by this one and with it.
  const definition = (value as { [origin]?: AnyDefinition })[origin];
  const isPlain = "name" in value && ("compare" in value || "finish" in value);
  if (!definition && !isPlain) return undefined;
  return defineMetric({
    ...(definition ?? (value as AnyDefinition)),
    module: address,
  }) as unknown as AnyMetric;
}

async function importModule(address: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(
      /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ address
    )) as never;
  } catch (error) {
    if (error instanceof OptionError || error instanceof MetricError) throw error;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new MetricError(`${address} cannot be imported: ${what}${whereThrown(error)}`);
  }
}
