import type { MetricSpec } from "../metrics/registry.ts";
import { flagOf } from "../base/flag-names.ts";
import { onlyOne, readFiles } from "./engine.ts";
import { filesOfSpecs } from "./metric-options.ts";
import { readingOf, type RunFlags } from "./options.ts";

/**
 * The metrics with what their options name read from its files, each as it is: what chooses stimuli and units of the networks
 * does not choose those of a confounder.
 * @throws {UsageError} for a file with several arrays
 */
export async function withFiles(
  specs: readonly MetricSpec[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<MetricSpec[]> {
  const named = filesOfSpecs(specs);
  const whole = new Map(specs.map((spec) => [spec, spec]));
  for (const { spec, option, file } of named) {
    const read = onlyOne(flagOf(option), await readFiles([file], readingOf(flags), signal));
    whole.set(spec, { ...whole.get(spec)!, [option]: { ...read, name: file } } as MetricSpec);
  }
  return [...whole.values()];
}

/** The paths of those files, for commands that must not write over what they read. */
export function metricFiles(specs: readonly MetricSpec[]): string[] {
  return filesOfSpecs(specs).map(({ file }) => file);
}
