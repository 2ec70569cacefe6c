import type { Share } from "../../run/ledger/ledger.ts";
import { inFolder } from "./faults.ts";
import { shardWord } from "./flags.ts";
import type { JobFile } from "./job.ts";
import { isHeld } from "./lock/lock.ts";
import { locksIn, readLock } from "./lock/lock-file.ts";
import { segmentsIn } from "./places.ts";
import type { Damage } from "./segments/scan.ts";
import { readRecords, type RecordedRun, type Records } from "./segments/records.ts";
import { readJobs } from "./union.ts";

/** How far one piece of the work is: a run of pairs in tiles, or a task in draws or starts. */
export interface RunStatus {
  readonly name: string;
  readonly tiles: number;
  readonly done: number;
  readonly computed: number;
}

/** Who uses a folder. */
export interface LockStatus {
  readonly folder: string;
  /** `unknown`: it is on another machine, or in another container, which cannot be asked. */
  readonly state: "free" | "running" | "unknown";
  readonly host?: string;
  readonly pid?: number;
  readonly since?: string;
}

/** What is in the folders of a checkpoint. */
export interface Status {
  /** Pieces of the runs that were begun; later ones may follow. */
  readonly tiles: number;
  /** Those that are on disk. */
  readonly done: number;
  /** How often one was computed: as many as are done, unless some were computed twice. */
  readonly computed: number;
  /** The first pieces that are missing, of the first run that is not complete. */
  readonly missing: readonly number[];
  readonly command: string;
  readonly flags: JobFile["flags"];
  readonly version: string;
  readonly build: JobFile["build"];
  readonly runs: readonly RunStatus[];
  readonly locks: readonly LockStatus[];
  readonly shards: { readonly begun: readonly string[]; readonly done: readonly string[] };
  readonly segments: number;
  readonly damage: readonly Damage[];
}

const mostMissing = 20;

/** Reads what is in folders, without using them. @throws {CheckpointError} for one that is no checkpoint, or of another job. */
export function statusOf(folders: readonly string[]): Status {
  const jobs = readJobs(folders);
  const all = jobs.map(({ folder, job }) => readRecords(folder, job));
  try {
    return summed(all, jobs[0]!.job);
  } finally {
    for (const records of all) records.close();
  }
}

function summed(all: readonly Records[], { command, flags, version, build }: JobFile): Status {
  const groups = groupsOf(all);
  const runs = groups.map(statusOfRun);
  const sum = (of: "tiles" | "done" | "computed") => runs.reduce((total, run) => total + run[of], 0);
  const starts = all.flatMap((records) => records.starts.flatMap(({ share }) => share ?? []));
  return {
    tiles: sum("tiles"),
    done: sum("done"),
    computed: sum("computed"),
    missing: missingOf(groups),
    command,
    flags,
    version,
    build,
    runs,
    locks: all.map(({ folder }) => lockOf(folder)),
    shards: { begun: wordsOf(starts), done: wordsOf(all.flatMap(({ ends }) => ends)) },
    segments: all.reduce((total, { folder }) => total + segmentsIn(folder).length, 0),
    damage: all.flatMap(({ damage }) => damage.filter(({ torn }) => !torn)),
  };
}

/** The same run in all folders, in the order in which runs began. One that was given up for another way does not count. */
function groupsOf(all: readonly Records[]): RecordedRun[][] {
  const groups = new Map<string, RecordedRun[]>();
  for (const run of all.flatMap(({ runs }) => [...runs.values()])) {
    const key = `${run.nth} ${run.name}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].filter((runs) => !runs.some(({ notes }) => notes.has("abandoned")));
}

function unitsOf(runs: readonly RecordedRun[]): Set<number> {
  return new Set(runs.flatMap(({ done }) => [...done.keys()]));
}

function statusOfRun(runs: readonly RecordedRun[]): RunStatus {
  const [{ name, units }] = runs as [RecordedRun];
  const computed = runs.reduce((total, { written }) => total + written, 0);
  return { name, tiles: units, done: unitsOf(runs).size, computed };
}

function missingOf(groups: readonly RecordedRun[][]): number[] {
  for (const runs of groups) {
    const done = unitsOf(runs);
    const missing: number[] = [];
    for (let unit = 0; unit < runs[0]!.units && missing.length < mostMissing; unit++)
      if (!done.has(unit)) missing.push(unit);
    if (missing.length > 0) return missing;
  }
  return [];
}

function wordsOf(shares: readonly Share[]): string[] {
  const sorted = [...shares].sort((a, b) => a.index - b.index);
  return [...new Set(sorted.map(shardWord))];
}

function lockOf(folder: string): LockStatus {
  const number = inFolder(folder, () => locksIn(folder)).at(-1);
  const lock = number === undefined ? undefined : readLock(folder, number);
  const held = lock ? isHeld(lock) : false;
  if (!lock || held === false) return { folder, state: "free" };
  const { host, pid, since } = lock;
  return { folder, state: held ? "running" : "unknown", host, pid, since };
}
