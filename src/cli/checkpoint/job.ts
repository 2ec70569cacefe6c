import { randomUUID } from "node:crypto";
import { CheckpointError } from "../../base/errors.ts";
import { plainOf } from "../../run/ledger/json.ts";
import type { Plain } from "../../run/ledger/ledger.ts";
import type { KernelBuild } from "../../run/build.ts";
import { flagOf } from "../../base/flag-names.ts";
import { differenceWords } from "./differences.ts";
import { jobPath, textIn, writeWhole } from "./places.ts";
import type { Recipe } from "./recipe.ts";

/** What a command computes: the same job gives the same results. */
export interface Job {
  /** How to run it again. It is no part of what the job is. */
  readonly recipe: Recipe;
  readonly command: string;
  /** Flags that change results. */
  readonly flags: Readonly<Record<string, Plain>>;
  /** Names, and shapes where they are known before the work begins. */
  readonly inputs: Plain;
  readonly version: string;
  readonly build: KernelBuild;
}

/** What `job.json` holds. */
export interface JobFile extends Job {
  readonly format: "repgeom-checkpoint";
  readonly formatVersion: number;
  /** Random: segments say which folder they are of. */
  readonly id: string;
}

const formatVersion = 1;

/** The job of a folder; undefined if none was begun there. @throws {CheckpointError} for another file, or another format. */
export function readJob(folder: string): JobFile | undefined {
  const text = textIn(jobPath(folder));
  if (text === undefined) return undefined;
  const job = parsed(text);
  if (job?.format !== "repgeom-checkpoint")
    throw new CheckpointError(
      `${jobPath(folder)} was not written by repgeom, so ${folder} is no checkpoint. Choose another folder, which may be empty or not there yet.`,
    );
  if (job.formatVersion === formatVersion) return job;
  throw new CheckpointError(
    `${folder} is a checkpoint of format ${job.formatVersion}, written by repgeom ${job.version}; this one (${formatVersion}) goes on with format ${formatVersion}. Use that version of repgeom, or another folder.`,
  );
}

function parsed(text: string): JobFile | undefined {
  try {
    return JSON.parse(text) as JobFile | undefined;
  } catch {
    return undefined;
  }
}

/** @throws the system's error */
export function writeJob(folder: string, job: Job): JobFile {
  const file: JobFile = { format: "repgeom-checkpoint", formatVersion, id: randomUUID(), ...plainOf(job) };
  writeWhole(folder, jobPath(folder), `${JSON.stringify(file, undefined, 2)}\n`);
  return file;
}

/** @throws {CheckpointError} saying what differs. */
export function assertSame(folder: string, there: JobFile, here: Job): void {
  const { version, build } = there;
  const { version: own, build: ownBuild } = here;
  if (version !== own)
    throw new CheckpointError(
      `${folder} was begun by repgeom ${version}, this is ${own}: their bits might differ. Go on with ${version}, or begin in another folder.`,
    );
  const builds = differenceWords(build, plainOf(ownBuild));
  if (builds !== undefined)
    throw new CheckpointError(
      `${folder} was begun with other kernels, whose bits differ (${builds}). Go on where it was begun, ` +
        `or begin in another folder; with --deterministic all machines use the same kernels.`,
    );
  const jobs = differenceWords(wordsOf(there), wordsOf(plainOf(here)));
  if (jobs === undefined) return;
  throw new CheckpointError(
    `${folder} is the checkpoint of another job: ${jobs}. Give the flags and files that it was begun with, or another folder.`,
  );
}

/** What was asked, as the command line has it. */
function wordsOf({ command, flags, inputs }: Job): Plain {
  const named = Object.entries(flags).map(([name, value]) => [flagOf(name), value] as const);
  return { command, ...Object.fromEntries(named), ...(inputs as object) };
}
