/**
 * Every metric by its name: those of the library, and those of files. The page and the analysis worker each have a list
 * of their own, to which `know` adds.
 */
import { metrics as known, registerMetric, type MetricDescriptions, type OwnMetric } from "repgeom";
import type { AnySchemas } from "repgeom/options";
import type { OwnSource } from "../session/types.ts";

const all: Record<string, unknown> = { ...known };

/** Metrics of a session that was opened, whose code has not been run. */
const asleep = new Set<string>();

/** The type is that of the library's: of a name outside of them, what is asked of all is there. */
export const metrics = all as unknown as MetricDescriptions;

/** Takes up a metric whose code has been run. */
export function know(metric: OwnMetric): void {
  registerMetric(metric);
  all[metric.name] = metric;
  asleep.delete(metric.name);
}

/** Takes up what a session says of its metrics: enough to show answers, not to compute. Code that runs already stays. */
export function noteSources(sources: readonly OwnSource[]): void {
  for (const { name, about } of sources) {
    if (Object.hasOwn(all, name) && !asleep.has(name)) continue;
    all[name] = { ...about, name, source: "", testedWith: [{}], properties: () => about.properties };
    asleep.add(name);
  }
}

/** Why a metric cannot be asked for, where its code has not been run. */
export function asleepReason(name: string): string | undefined {
  if (!asleep.has(name)) return undefined;
  return "It came with this session, and its code has not been run: read it, then run it from the list of metrics.";
}

/** What a session keeps of a metric beside the text of its file. */
export function aboutOf(metric: OwnMetric): OwnSource["about"] {
  const { title, summary, family, blindTo, accepts } = metric;
  const options = metric.options as AnySchemas;
  const usual = Object.fromEntries(Object.entries(options).map(([name, one]) => [name, one.default]));
  const cost = { network: "", pair: "" };
  return { title, summary, family, blindTo, cost, accepts, options, properties: metric.properties(usual) };
}
