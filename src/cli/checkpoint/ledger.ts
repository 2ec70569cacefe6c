import { mkdirSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { CheckpointError } from "../../base/errors.ts";
import type { Ledger, Share } from "../../run/ledger/ledger.ts";
import { digestOf } from "./digest.ts";
import { assertFolder, inFolder, unmade } from "./faults.ts";
import { plainOf } from "../../run/ledger/json.ts";
import { assertSame, readJob, writeJob, type Job, type JobFile } from "./job.ts";
import { keepFolder, type Keeper } from "./lock/keeper.ts";
import { takeLock, type Patience } from "./lock/lock.ts";
import { makeFolders, namesIn, ownNames, segmentsIn, segmentsPath } from "./places.ts";
import { newRun, readRecords, type RecordedRun, type Records } from "./segments/records.ts";
import type { Kind } from "./segments/record.ts";
import { beginOnce, assertSameRun, ledgerRun, nthOf, type Writer } from "./runs.ts";
import { createSegment, type Segment } from "./segments/segment.ts";

/** The ledger of a folder. */
export interface FileLedger extends Ledger {
  readonly folder: string;
  /** Units that are on disk, and all of the runs that were begun. */
  count(): { readonly done: number; readonly total: number };
  /** Says that the share of this process is done. @throws {CheckpointError} if that cannot be written */
  finish(): void;
  /** Flushes what was written, and lets the folder go. @throws {CheckpointError} if what was written is not there any more */
  close(): void;
}

/** How a folder is opened. */
export interface Opening {
  readonly share?: Share | undefined;
  /** Is told what the user should know: damage, a wait. */
  readonly say?: (text: string) => void;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
  /** Looks after the folder while the command computes. */
  readonly keep?: typeof keepFolder;
}

/**
 * Opens the checkpoint of a job, or begins it. The folder may be absent or empty; nothing in it is ever removed.
 * @throws {CheckpointError} if it is something else, belongs to another job, is in use, or cannot be written.
 */
export async function openCheckpoint(folder: string, job: Job, how: Opening = {}): Promise<FileLedger> {
  makeFolder(folder);
  const known = inFolder(folder, () => readJob(folder));
  if (known) assertSame(folder, known, job);
  else inFolder(folder, () => assertOwn(folder));
  const taken = await lockOf(folder, how);
  const keeper = (how.keep ?? keepFolder)(folder, taken);
  try {
    return inFolder(folder, () => {
      const file = readJob(folder) ?? beginJob(folder, job); // another process may have begun it meanwhile
      assertSame(folder, file, job);
      mkdirSync(segmentsPath(folder), { recursive: true });
      const records = readRecords(folder, file);
      sayDamage(records, how.say);
      return ledgerOf(records, file, keeper, how.share);
    });
  } catch (error) {
    keeper.end();
    throw error;
  }
}

/** @throws {CheckpointError} where there are results, and what they are of is lost: a new job.json would make that final. */
function beginJob(folder: string, job: Job): JobFile {
  if (segmentsIn(folder).length === 0) return writeJob(folder, job);
  throw new CheckpointError(
    `${folder} has segments and no job.json, which says what they are of. Put it back, or choose another folder.`,
  );
}

async function lockOf(folder: string, { say, patience, signal }: Opening) {
  try {
    return await takeLock(folder, say, patience, signal);
  } catch (error) {
    return inFolder(folder, () => {
      throw error;
    });
  }
}

function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
    assertFolder(folder);
  } catch (error) {
    throw unmade(folder, error);
  }
}

/** @throws {CheckpointError} for a folder with something else in it. */
function assertOwn(folder: string): void {
  const other = namesIn(folder)!.find((name) => !ownNames.test(name));
  if (other === undefined) return;
  throw new CheckpointError(
    `${folder} is no checkpoint: it has ${other} in it, and no job.json. Choose another folder, which may be empty or not there yet.`,
  );
}

function sayDamage({ damage }: Records, say: Opening["say"]): void {
  for (const { path, offset, bytes, torn } of damage)
    if (!torn)
      say?.(`note: ${path} is damaged at byte ${offset}, ${bytes} bytes: what they held is computed again.`);
}

function ledgerOf(records: Records, job: JobFile, keeper: Keeper, share: Share | undefined): FileLedger {
  const { folder, runs } = records;
  const nth = nthOf();
  let segment: Segment | undefined;
  let closed = false;
  let next = records.next;
  const described = new Map<number, number>();

  function append(kind: Kind, run: number, unit: number, body: Uint8Array) {
    keeper.assertHealthy();
    if (closed) throw new CheckpointError(`${folder} was closed.`);
    segment ??= begin();
    segment.assertThere();
    const offset = segment.append({ kind, run, unit }, body);
    keeper.written();
    return { segment, offset };
  }

  function begin(): Segment {
    const made = createSegment(folder);
    made.append({ kind: "start", run: 0, unit: 0 }, jsonBytes({ job: job.id, share }));
    keeper.follow(made.path);
    return made;
  }

  /** Each segment says twice what its runs are, in two places, so that damage to one does not lose what follows. */
  function describe(number: number, times = 1): void {
    if ((described.get(number) ?? 0) >= times) return;
    const { name, nth, facts, plan, units } = runs.get(number)!;
    append("run", number, 0, jsonBytes({ name, nth, facts, plan, units }));
    described.set(number, times);
  }

  function writerOf(number: number): Writer {
    return {
      unit(unit, result) {
        describe(number);
        const { segment, offset } = append("unit", number, unit, result);
        describe(number, 2);
        return { read: () => segment.read(offset, result.length) };
      },
      note(word, bytes) {
        describe(number);
        const letters = new TextEncoder().encode(word);
        const body = new Uint8Array(letters.length + bytes.length);
        body.set(letters);
        body.set(bytes, letters.length);
        const { segment, offset } = append("note", number, letters.length, body);
        return { read: () => segment.read(offset + letters.length, bytes.length) };
      },
    };
  }

  const count = () => countOf(runs.values());
  const tell = () => keeper.count(count());

  return {
    folder,
    share,
    ...values,
    count,
    begin: beginOnce(async (name, facts, plan) => {
      const place = nth(name);
      const known = numberOf(runs, name, place);
      if (known !== undefined) assertSameRun(folder, runs.get(known)!, facts);
      const number = known ?? next++;
      if (known === undefined) {
        runs.set(number, newRun({ name, nth: place, facts: plainOf(facts), ...plainOf(plan()) }));
        describe(number);
      }
      tell();
      return ledgerRun(folder, runs.get(number)!, writerOf(number), tell);
    }),
    finish() {
      if (share) append("end", 0, 0, jsonBytes(share));
    },
    close() {
      if (closed) return;
      closed = true;
      try {
        records.close();
        segment?.close();
      } finally {
        keeper.end();
      }
    },
  };
}

/** Digests and bytes of values. */
export const values: Pick<Ledger, "digest" | "pack" | "unpack"> = {
  digest: digestOf,
  pack: (value) => serialize(value),
  unpack: (bytes) => deserialize(bytes),
};

/** The number of a run that is there. */
function numberOf(runs: ReadonlyMap<number, RecordedRun>, name: string, nth: number): number | undefined {
  for (const [number, run] of runs) if (run.name === name && run.nth === nth) return number;
  return undefined;
}

/** Units on disk, and all of the runs that were begun. */
export function countOf(runs: Iterable<RecordedRun>): { done: number; total: number } {
  const all = [...runs];
  return {
    done: all.reduce((sum, run) => sum + run.done.size, 0),
    total: all.reduce((sum, run) => sum + run.units, 0),
  };
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
