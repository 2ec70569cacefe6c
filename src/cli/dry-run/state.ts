import type { Rehearsal } from "../../run/rehearsal/rehearsal.ts";

/** A file that the command would write. */
export interface Planned {
  readonly path: string;
  /** Undefined where the content is not known. */
  readonly bytes?: number;
  /** Whether its size depends on the numbers, as that of text. */
  readonly about?: boolean;
}

/** What is known of a command that is only to be planned. */
export interface DryRun {
  /** When it began, by `performance.now()`. */
  readonly began: number;
  readonly files: Planned[];
  /** Folders that it would make. */
  readonly folders: Set<string>;
  /** What stands on its command line and decides what is printed. */
  flags: {
    readonly json?: boolean;
    readonly out?: string;
    readonly report?: string;
    readonly dtype?: string;
  };
  rehearsal?: Rehearsal;
}

/** A process is one command. */
let current: DryRun | undefined;

/** From now on the command does a small part of its work, and writes nothing. */
export function beginDryRun(): void {
  current = { began: performance.now(), files: [], folders: new Set(), flags: {} };
}

/** The dry run, if this is one. */
export function dryRun(): DryRun | undefined {
  return current;
}

/** Ends it, if there is one. What is printed from now on is printed. */
export function endDryRun(): DryRun | undefined {
  const ended = current;
  current = undefined;
  return ended;
}

/** Whether the work has begun: what is said from then on is about results, and they are not to be told. */
export function isAtWork(): boolean {
  return current?.rehearsal !== undefined;
}

/** Whether something was left out, so that an error may come from results that are none. */
export function isPretending(): boolean {
  return current?.rehearsal?.isPretence ?? false;
}
