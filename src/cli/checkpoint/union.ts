import { CheckpointError } from "../../base/errors.ts";
import type { Ledger, LedgerRun, Plain } from "../../run/ledger/ledger.ts";
import { differenceWords } from "./differences.ts";
import { assertFolder, inFolder } from "./faults.ts";
import { shardWord } from "./flags.ts";
import { readJob, type JobFile } from "./job.ts";
import { values } from "./ledger.ts";
import { readRecords, type RecordedRun, type Records } from "./segments/records.ts";
import { beginOnce, assertSameRun, nthOf } from "./runs.ts";

/** Checkpoints of one job, read together. */
export interface Union {
  readonly job: JobFile;
  /** Nothing can be added to it. */
  readonly ledger: Ledger & { close(): void };
}

/**
 * Opens the checkpoints of the shards of a job for reading.
 * @throws {CheckpointError} if one is none, two are the same, they are of different jobs, or a shard is not among them.
 */
export function openFolders(folders: readonly string[]): Union {
  const parts = readJobs(folders);
  const [{ job }] = parts as [Part];
  const all = parts.map((part) => readRecords(part.folder, part.job));
  assertShares(all);
  const nth = nthOf();
  const ledger: Union["ledger"] = {
    closed: true,
    ...values,
    begin: beginOnce(async (name, facts, plan) => {
      const found = runsNamed(all, name, nth(name), facts);
      return found.length > 0 ? unionRun(found) : unknownRun(plan());
    }),
    close: () => all.forEach((records) => records.close()),
  };
  return { job, ledger };
}

/** The jobs of folders, which are one. @throws {CheckpointError} if they are not. */
export function readJobs(folders: readonly string[]): readonly Part[] {
  const parts = folders.map((folder) => ({ folder, job: jobIn(folder) }));
  for (const [k, part] of parts.entries()) assertFits(parts[0]!, part, parts.slice(0, k));
  return parts;
}

function jobIn(folder: string): JobFile {
  const job = inFolder(folder, () => {
    assertFolder(folder);
    return readJob(folder);
  });
  if (job) return job;
  throw new CheckpointError(
    `${folder} is no checkpoint: there is no job.json in it. Give folders of --checkpoint.`,
  );
}

/** A folder and its job. */
export interface Part {
  readonly folder: string;
  readonly job: JobFile;
}

/** @throws {CheckpointError} for a folder that is given twice, or of another job. */
function assertFits(first: Part, { folder, job }: Part, before: readonly Part[]): void {
  const same = before.find((other) => other.job.id === job.id);
  if (same)
    throw new CheckpointError(`${folder} and ${same.folder} are the same checkpoint. Give each shard once.`);
  const content = ({ id: _id, recipe: _recipe, ...rest }: JobFile) => rest;
  const words = differenceWords(content(first.job), content(job));
  if (words === undefined) return;
  throw new CheckpointError(
    `${first.folder} and ${folder} are of different jobs (${first.folder} there, ${folder} here): ${words}. Give the shards of one job.`,
  );
}

/**
 * A folder may hold shards of several numbers, where one was asked for by mistake: it is enough that those of one are all done.
 * @throws {CheckpointError} naming the shards that are not among them, or have not come to their end.
 */
function assertShares(all: readonly Records[]): void {
  const begun = all.flatMap(({ folder, starts }) => starts.map(({ share }) => ({ folder, share })));
  if (begun.some(({ share }) => share === undefined)) return; // one that computed all
  const ended = new Set(all.flatMap(({ ends }) => ends.map(shardWord)));
  const counts = [...new Set(begun.map(({ share }) => share!.count))];
  if (counts.length === 0 || counts.some((count) => wordsOf(count).every((word) => ended.has(word)))) return;
  assertOneCount(counts);
  const folders = new Map(begun.map(({ folder, share }) => [shardWord(share!), folder]));
  assertBegun(wordsOf(counts[0]!).filter((word) => !folders.has(word)));
  const open = [...folders].filter(([word]) => !ended.has(word));
  const words = open.map(([word, folder]) => `${word} (${folder})`);
  throw new CheckpointError(
    `Shards are not done: ${listed(words)}. Run each again as it was begun: it goes on from there.`,
  );
}

const wordsOf = (count: number) => Array.from({ length: count }, (_, index) => shardWord({ index, count }));

/** @throws {CheckpointError} for shards of several numbers. */
function assertOneCount([first, other]: readonly number[]): void {
  if (other === undefined) return;
  throw new CheckpointError(
    `Some shards are of ${first} and some of ${other}, and of neither all are done: a job is cut into one number of shards. Give those that belong together, or run those that are missing.`,
  );
}

/** @throws {CheckpointError} if shards are missing. */
function assertBegun(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new CheckpointError(
    `Shards are missing: ${listed(missing)}. Run them (--shard ${missing[0]}), or give their folders too.`,
  );
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, 8).join(", ")}${words.length > 8 ? ` and ${words.length - 8} more` : ""}`;
}

/** The same run in every folder that has it. @throws {CheckpointError} if they differ. */
function runsNamed(
  all: readonly Records[],
  name: string,
  nth: number,
  facts: Readonly<Record<string, Plain>>,
): { folder: string; run: RecordedRun }[] {
  const found = all.flatMap(({ folder, runs }) => {
    const run = [...runs.values()].find((one) => one.name === name && one.nth === nth);
    return run ? [{ folder, run }] : [];
  });
  for (const { folder, run } of found) {
    assertSameRun(folder, run, facts);
    const words = differenceWords(found[0]!.run.plan, run.plan);
    if (words === undefined) continue;
    throw new CheckpointError(
      `${found[0]!.folder} and ${folder} have other plans: ${words}. They are no shards of one job.`,
    );
  }
  assertSameInputs(found);
  return found;
}

/** @throws {CheckpointError} naming an input that two shards have read with other contents. */
function assertSameInputs(found: readonly { folder: string; run: RecordedRun }[]): void {
  const seen = new Map<string, { folder: string; text: string }>();
  for (const { folder, run } of found) {
    for (const [word, place] of run.notes) {
      if (!word.startsWith("network:")) continue;
      const text = new TextDecoder().decode(place.read());
      const before = seen.get(word);
      if (!before) seen.set(word, { folder, text });
      else if (before.text !== text) throw otherInput(run, word, before.folder, folder);
    }
  }
}

function otherInput(run: RecordedRun, word: string, first: string, second: string): CheckpointError {
  const names = run.facts["names"] as readonly string[] | undefined;
  const name = names?.[Number(word.split(":")[1])] ?? word;
  return new CheckpointError(
    `${name} had other contents for ${second} than for ${first}: the shards did not read the same files. Run again those that read the wrong ones, in new folders.`,
  );
}

function refused(): never {
  throw new CheckpointError("Merging adds nothing to a checkpoint.");
}

/** What follows from the shards and none of them computed, as a test of groups; or pairs that none has got to. */
function unknownRun<P extends Plain>({ units, plan }: { units: number; plan: P }): LedgerRun<P> {
  const none = () => undefined;
  return {
    plan,
    units,
    unknown: true,
    has: () => false,
    get: refused,
    note: none,
    put: refused,
    putNote: refused,
  };
}

function unionRun<P extends Plain>(found: readonly { folder: string; run: RecordedRun }[]): LedgerRun<P> {
  const [{ run: first }] = found as [(typeof found)[0]];
  return {
    plan: first.plan as P,
    units: first.units,
    has: (unit) => found.some(({ run }) => run.done.has(unit)),
    get(unit) {
      const holder = found.find(({ run }) => run.done.has(unit))!;
      return inFolder(holder.folder, () => holder.run.done.get(unit)!.read());
    },
    note(word) {
      const holder = found.find(({ run }) => run.notes.has(word));
      return holder && inFolder(holder.folder, () => holder.run.notes.get(word)!.read());
    },
    put: refused,
    putNote: refused,
  };
}
