import type { Command } from "commander";
import type { MetricEntry } from "./entry.ts";

/** A metric of a file that a command line names. */
export interface KnownFile {
  readonly name: string;
  readonly metric: MetricEntry;
  /** As in the description of a job: which metric, of which content. */
  readonly words: string;
}

/** By the path as it was written, with `#name`. */
const files = new Map<string, KnownFile>();

/** From now on, this path stands for that metric. */
export function noteFile(path: string, file: KnownFile): void {
  files.set(path, file);
}

/** The metric of a file that was loaded for this command line. */
export function knownFile(path: string): KnownFile | undefined {
  return files.get(path);
}

/** Those of all files, by the names of the metrics. */
export function ownEntries(): Record<string, MetricEntry> {
  return Object.fromEntries([...files.values()].map(({ name, metric }) => [name, metric]));
}

const taking = new WeakSet<Command>();

/** Says that `--metric` of this command may name files, whose code is then run. */
export function takesFiles(command: Command): Command {
  taking.add(command);
  return command;
}

export function mayTakeFiles(command: Command): boolean {
  return taking.has(command);
}
