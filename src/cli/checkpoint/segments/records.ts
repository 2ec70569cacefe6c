import { largestOf, pushAll } from "../../../base/lists.ts";
import { CheckpointError } from "../../../base/errors.ts";
import type { Plain, Share } from "../../../run/ledger/ledger.ts";
import { fileOpener, type FileBytes } from "./bytes.ts";
import { inFolder } from "../faults.ts";
import { checksum } from "./checksum.ts";
import type { JobFile } from "../job.ts";
import { segmentPath, segmentsIn } from "../places.ts";
import type { Head } from "./record.ts";
import { scanSegment, type Damage } from "./scan.ts";

/** Where the bytes of a unit or a note are. */
export interface Place {
  read(): Uint8Array;
}

/** A run that was begun, and what is there of it. */
export interface RecordedRun {
  readonly name: string;
  /** The first of that name has 0. */
  readonly nth: number;
  readonly facts: Readonly<Record<string, Plain>>;
  readonly plan: Plain;
  readonly units: number;
  readonly done: Map<number, Place>;
  readonly notes: Map<string, Place>;
  /** Records of units ever written: more than there are units, if some were computed twice. */
  written: number;
}

/** What begins a segment. */
export interface Start {
  readonly job: string;
  readonly share?: Share | undefined;
}

/** What the segments of a folder hold. */
export interface Records {
  readonly folder: string;
  /** By number. */
  readonly runs: Map<number, RecordedRun>;
  /** A number that no record has, not even one of a run that cannot be read. */
  readonly next: number;
  readonly starts: readonly Start[];
  /** Shares that are done. */
  readonly ends: readonly Share[];
  readonly damage: readonly Damage[];
  close(): void;
}

const decoder = new TextDecoder();

/** Reads what is in a folder; the results themselves are read when they are asked for. @throws {CheckpointError} */
export function readRecords(folder: string, job: JobFile): Records {
  return inFolder(folder, () => {
    const open = fileOpener();
    const files: FileBytes[] = [];
    const found: Found = { runs: new Map(), starts: [], ends: [], results: [] };
    const damage: Damage[] = [];
    for (const number of segmentsIn(folder)) {
      const file = open(segmentPath(folder, number));
      files.push(file);
      pushAll(
        damage,
        scanSegment(file, (head, offset) => sort(found, file, head, offset, job)),
      );
    }
    for (const { file, head, offset } of found.results) keep(found.runs.get(head.run), file, head, offset);
    const { runs, starts, ends, results } = found;
    const last = largestOf([-1, ...runs.keys(), ...results.map(({ head }) => head.run)]);
    const close = () => files.forEach((file) => file.close());
    return { folder, runs, next: last + 1, starts, ends, damage, close };
  });
}

/** Records by what they are. */
interface Found {
  readonly runs: Map<number, RecordedRun>;
  readonly starts: Start[];
  readonly ends: Share[];
  /** Units and notes, which may stand before what says of which run they are. */
  readonly results: { readonly file: FileBytes; readonly head: Head; readonly offset: number }[];
}

function sort(
  { runs, starts, ends, results }: Found,
  file: FileBytes,
  head: Head,
  offset: number,
  job: JobFile,
) {
  const json = () => JSON.parse(decoder.decode(file.read(offset, head.length))) as never;
  if (head.kind === "start") starts.push(assertOf(file.path, json(), job));
  else if (head.kind === "end") ends.push(json());
  else if (head.kind !== "run") results.push({ file, head, offset });
  else if (!runs.has(head.run)) runs.set(head.run, newRun(json()));
}

/** Keeps where a unit or a note is. Without a run, what it was is in a part of a segment that cannot be read. */
function keep(run: RecordedRun | undefined, file: FileBytes, head: Head, offset: number): void {
  if (!run) return;
  if (head.kind === "note") {
    const word = decoder.decode(file.read(offset, head.unit));
    run.notes.set(word, placeIn(file, offset + head.unit, head.length - head.unit));
    return;
  }
  run.written++;
  if (head.unit < run.units) run.done.set(head.unit, placeIn(file, offset, head.length, head.checksum));
}

/** @param sum - the checksum, which is asked again: it was right when the folder was opened */
function placeIn(file: FileBytes, offset: number, length: number, sum?: number): Place {
  return {
    read() {
      const bytes = file.read(offset, length).slice();
      if (sum === undefined || checksum(bytes) === sum) return bytes;
      throw new CheckpointError(
        `${file.path} was changed while it was in use, at byte ${offset}. Run the same command again: what cannot be read is computed again.`,
      );
    },
  };
}

/** A run of which nothing is done. */
export function newRun(begun: Pick<RecordedRun, "name" | "nth" | "facts" | "plan" | "units">): RecordedRun {
  return { ...begun, done: new Map(), notes: new Map(), written: 0 };
}

function assertOf(path: string, start: Start, job: JobFile): Start {
  if (start.job === job.id) return start;
  throw new CheckpointError(
    `${path} belongs to another checkpoint: it was copied here. Put it back, or remove it from this folder.`,
  );
}
