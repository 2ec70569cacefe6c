import type { AnyMetric } from "../metric.ts";
import type { OwnIdentity } from "./known.ts";
import { digestOf } from "./digest.ts";

/** What of each metric this thread has found out. A module is read once: what was imported of it does not change either. */
const known = new WeakMap<AnyMetric, Promise<OwnIdentity>>();

/**
 * Makes a metric of one's own ready on this thread.
 * @returns which it is, for other threads and for what outlives the process
 * @throws {MetricError} if its setup fails.
 */
export async function identityOf(metric: AnyMetric): Promise<OwnIdentity> {
  await metric.own!.ready();
  const found = known.get(metric) ?? identify(metric);
  known.set(metric, found);
  return found;
}

async function identify(metric: AnyMetric): Promise<OwnIdentity> {
  const { id, module } = metric.own!;
  const { name, title } = metric;
  if (module === undefined) return { id, facts: { title }, note: boundNote(name) };
  const digest = await digestOf(module);
  const read = digest === undefined ? {} : { digest };
  return { id, module, ...read, facts: { title, ...read } };
}

function boundNote(name: string): string {
  return `${name} was computed on the calling thread alone, because worker threads cannot find it: define it with module: import.meta.url in a module that exports it`;
}
