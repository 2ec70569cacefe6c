/**
 * Metrics by their names: those of the library, and those of files. The page and the analysis worker each have a list of their
 * own. It begins with the metric of the first question, because with the description of a metric comes its code: the others
 * are a third of the page. Whatever brings a question with other metrics waits for `knowMetrics` before it sets it.
 */
import type { MetricDescriptions, OwnMetric } from "repgeom";
import { procrustes } from "repgeom/metrics/procrustes";
import type { AnySchemas } from "repgeom/options";
import type { OwnSource } from "../session/types.ts";

const all: Record<string, unknown> = { procrustes };

/** Metrics of a session that was opened, whose code has not been run. */
const asleep = new Set<string>();

/** The type is that of the library's: of a name outside of them, what is asked of all is there. */
export const metrics = all as unknown as MetricDescriptions;

let library: Promise<void> | undefined;
let isWhole = false;

/** Whether every metric of the library is in the list. */
export function hasAllMetrics(): boolean {
  return isWhole;
}

/** Puts every metric of the library into the list. What could not be loaded is tried again by the next call. */
export function knowAllMetrics(): Promise<void> {
  library ??= takeUpLibrary();
  library.catch(() => (library = undefined));
  return library;
}

async function takeUpLibrary(): Promise<void> {
  const { metrics: known } = await import("./library.ts");
  Object.assign(all, { ...known, ...all });
  isWhole = true;
}

/** Puts these into the list, as far as there are any of their names. */
export async function knowMetrics(specs: readonly { readonly metric: string }[]): Promise<void> {
  if (!isWhole && specs.some(({ metric }) => !Object.hasOwn(all, metric))) await knowAllMetrics();
}

/** Takes up a metric whose code has been run. */
export function know(metric: OwnMetric): void {
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
