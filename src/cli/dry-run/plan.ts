import { RehearsalOver, type PairsPart, type Part, type Rehearsal } from "../../run/rehearsal/rehearsal.ts";
import { sumOf, type Seconds } from "../../run/rehearsal/timing.ts";
import type { DryRun, Planned } from "./state.ts";

/** Bytes beside the numbers of a unit of work in a checkpoint, and of what it notes of each network: about. */
const [unitBytes, networkBytes] = [64, 192];
/** Bytes of the header of a `.npy`. */
const npyHeader = 128;

/** What a command would do. Times are in seconds, sizes in bytes. */
export interface Plan {
  readonly dryRun: true;
  readonly command: string;
  readonly parts: readonly Part[];
  /** What was done whole is in it as it was. */
  readonly time: Seconds;
  /** Undefined where nothing bounds or foretells it. */
  readonly memory?: { readonly bytes: number; readonly held: number; readonly networks: number };
  readonly disk: {
    readonly files: readonly Planned[];
    /** Of `--checkpoint`, `--cache`. */
    readonly checkpoint?: number;
    readonly cache?: number;
  };
  readonly notes: readonly string[];
}

/** @param error - what ended the rehearsal, if it did not come to its end */
export function planOf(command: string, run: DryRun, error?: unknown): Plan {
  const { rehearsal, files, flags } = run;
  const parts = rehearsal?.parts ?? [];
  const pairs = parts.filter((part) => part.kind === "pairs");
  const memory = largestOf(pairs);
  const planned = files.length > 0 ? files : filesFromParts(pairs, flags);
  const report = flags.report === undefined ? [] : [{ path: flags.report }];
  const disk = { files: [...planned, ...report], ...checkpointOf(parts), ...cacheOf(pairs) };
  return {
    dryRun: true,
    command,
    parts,
    time: timeOf(run, parts),
    ...(memory && { memory }),
    disk,
    notes: [...notesOf(parts, rehearsal, error), ...(memory ? [] : [noMemory])],
  };
}

const noMemory = "what this command takes of the memory is not foretold.";

/** What was done but for measuring, and what was not done. */
function timeOf({ began, rehearsal }: DryRun, parts: readonly Part[]): Seconds {
  const done = (performance.now() - began) / 1000 - (rehearsal?.spent ?? 0);
  const rest = parts.flatMap((part) => (part.kind === "pairs" ? [part.prepare, part.compare] : [part.work]));
  return sumOf([{ seconds: done, low: done, high: done }, ...rest]);
}

function largestOf(pairs: readonly PairsPart[]): Plan["memory"] {
  return pairs.map(({ memory }) => memory).sort((a, b) => b.bytes - a.bytes)[0];
}

/** Where the matrix is too large to be made up: its size is known all the same. */
function filesFromParts(pairs: readonly PairsPart[], { out, dtype }: DryRun["flags"]): Planned[] {
  const [first] = pairs;
  if (out === undefined || first === undefined) return [];
  const numbers = (dtype === "float32" ? 4 : 8) * first.rows * first.cols;
  const isBinary = /\.(npy|zarr)$/.test(out);
  return [{ path: out, bytes: isBinary ? numbers + npyHeader : 2.5 * numbers, about: !isBinary }];
}

function checkpointOf(parts: readonly Part[]): { checkpoint?: number } {
  if (parts.length === 0) return {};
  return { checkpoint: parts.reduce((sum, part) => sum + kept(part), 0) };
}

function kept(part: Part): number {
  if (part.kind === "pieces") return part.pieces * (part.resultBytes + unitBytes);
  return 8 * part.pairs * part.outputs + part.tiles * unitBytes + part.runs * part.networks * networkBytes;
}

function cacheOf(pairs: readonly PairsPart[]): { cache?: number } {
  if (pairs.length === 0) return {};
  return { cache: pairs.reduce((sum, { preparedBytes }) => sum + preparedBytes, 0) };
}

function notesOf(parts: readonly Part[], rehearsal: Rehearsal | undefined, error: unknown): string[] {
  if (parts.length === 0) return [wholly(rehearsal)];
  const notes = [
    ...shardNotes(rehearsal),
    "files were read a short time ago, or by the trial itself: a disk that is slower than the system's memory adds to the time.",
  ];
  if (parts.some(({ kind }) => kind === "pairs"))
    notes.push(
      "only the networks that were measured have been read; the others may be refused when they are.",
    );
  if (parts.some((part) => part.kind === "pieces" && part.rounds > 1))
    notes.push(
      "how many rounds are needed may depend on the data: they were counted with results that are none.",
    );
  if (error instanceof RehearsalOver)
    notes.push("what comes after these pairs (further metrics, resamples, writing) is not in the figures.");
  else if (error instanceof Error)
    notes.push(
      `what comes after this was not measured: it needs the results (${error.message.split("\n")[0]}).`,
    );
  return notes;
}

function shardNotes(rehearsal: Rehearsal | undefined): string[] {
  const share = rehearsal?.share;
  if (!share) return [];
  return [
    `this is the work of shard ${share.index + 1} of ${share.count} alone; repgeom merge makes the result of all.`,
  ];
}

function wholly(rehearsal: Rehearsal | undefined): string {
  return rehearsal
    ? "the work is so small, or in so few pieces, that it was done whole: the time is that of the command."
    : "this command computes nothing that takes long.";
}
