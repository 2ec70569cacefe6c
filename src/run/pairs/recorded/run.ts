import { CheckpointError } from "../../../base/errors.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../lanes/control.ts";
import { withSteps } from "../../lanes/steps.ts";
import type { BlockCache } from "../../cache/cache.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Executor } from "../executor.ts";
import { compareTiles, jobOf, type PairJob, type Sink } from "../job.ts";
import type { MemoryShare } from "../memory-share.ts";
import type { Pairs } from "../plan.ts";
import { allOf, assertSame, assertUnchanged, digestsOf, otherFile } from "./inputs.ts";
import { runningSums } from "./running-sums.ts";
import { openRecord, type Known, type PairRecord } from "./record.ts";
import {
  assertNumber,
  losesDigits,
  notesOf,
  pairCounter,
  prepareAll,
  resultTable,
  type Run,
} from "../run.ts";
import { beside } from "../paging/prepared-cache.ts";
import { PagedStore } from "../paging/store.ts";
import type { Input } from "../store.ts";
import { membersOfUnits, sizeOf, tilesOfUnits, type Unit } from "./units.ts";
import { LostDigits } from "../way.ts";

/** Units that are computed elsewhere, by processes that read the inputs themselves. */
export interface Request {
  readonly job: PairJob;
  readonly side: number;
  readonly units: readonly Unit[];
  /** Whether it is known what preparing a network told. */
  isKnown(network: number): boolean;
  /** Takes the numbers of a unit, and what is known of the networks that were prepared for it. */
  accept(id: number, values: Float64Array, networks: readonly (Known & { readonly index: number })[]): void;
}

/** Computes units in other processes. @throws {LostDigits} if the job must go the other way. */
export type Elsewhere = (request: Request, control: Control) => Promise<void>;

/** What a recorded run works with. */
export interface Recorded {
  readonly ledger: Ledger;
  /** Where this process computes. */
  readonly executor?: Executor | undefined;
  readonly share?: MemoryShare | undefined;
  readonly cache?: BlockCache | undefined;
  /** Then nothing is prepared here. Each input is read once, to know whether others read the same. */
  readonly elsewhere?: Elsewhere | undefined;
  /** In milliseconds. @default that of the host, which is never set */
  readonly now?: (() => number) | undefined;
}

/**
 * As `runPairs`, where each unit is kept when it is done and what is there is not computed again. The bits are the
 * same. Of a part of the units, the values of the others are 0 in what is returned, which means nothing.
 *
 * @throws {CheckpointError} if an input is not what it was, or units are missing and nothing may be computed.
 */
export function runRecorded(
  inputs: Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  where: Recorded,
  control: Control,
): Promise<Run> {
  return withSteps(control, async (heard) => {
    const { job, record } = await opened(inputs, spec, pairs, where);
    const table = resultTable(job);
    const set = (i: number, j: number, outputs: ArrayLike<number>) =>
      job.search ? table.setOutputs(i, j, Float64Array.from(outputs)) : table.set(i, j, outputs[0]!);
    record.read(set);
    await complete({ inputs, job, record, set, values: table.values }, where, heard);
    if (record.isComplete) return table.finish(factsOf(job, record));
    return { values: table.values.map((value) => (Number.isNaN(value) ? 0 : value)), warnings: [] };
  });
}

/** What a run left in the ledger, where its table may be too large for the memory. */
export interface LargeRun {
  readonly job: PairJob;
  readonly record: PairRecord;
  readonly warnings: readonly string[];
}

/** As `runRecorded`, without a table: the values are read from the record. */
export function recordPairs(
  inputs: Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  where: Recorded,
  control: Control,
): Promise<LargeRun> {
  return withSteps(control, async (heard) => {
    const { job, record } = await opened(inputs, spec, pairs, where);
    const set = (i: number, j: number, outputs: ArrayLike<number>) =>
      assertNumber(outputs[0]!, job.names[i]!, job.names[j]!);
    await complete({ inputs, job, record, set }, where, heard);
    const notes = record.isComplete ? notesOf(job, factsOf(job, record)) : [];
    return { job, record, warnings: notes.filter((note) => note !== undefined) };
  });
}

async function opened(
  inputs: Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  { ledger, executor, elsewhere }: Recorded,
) {
  const job = jobOf(inputs, spec, pairs, executor);
  const record = await openRecord(ledger, job, inputs, elsewhere ? manyProcesses : undefined);
  if (isKnownToLose(job, record)) throw new LostDigits();
  return { job, record };
}

/** For so many processes the plan of a queue has enough units. */
const manyProcesses = 16;

/** Whether it is known already that this way loses digits. */
function isKnownToLose(job: PairJob, record: PairRecord): boolean {
  if (!job.metric.losesDigits) return false;
  return losesDigits(
    job,
    job.names.flatMap((_, k) => record.known(k) ?? []),
  );
}

interface Work {
  readonly inputs: Input[];
  readonly job: PairJob;
  readonly record: PairRecord;
  readonly set: (i: number, j: number, outputs: ArrayLike<number>) => void;
  /** The table, for those who watch it fill. */
  readonly values?: Float64Array;
}

/** Computes what is missing. */
async function complete(work: Work, where: Recorded, control: Control): Promise<void> {
  const { job, record } = work;
  const { ledger, elsewhere } = where;
  const todo = record.todo(ledger.share);
  if (ledger.closed) {
    if (todo.length > 0) throw missing(todo.length, record.units.length);
    return;
  }
  const there = record.units.filter((unit) => record.has(unit));
  const report = () => pairCounter(job.pairs, work.values, control, pairsIn(there, job.pairs));
  try {
    if (elsewhere) await computeElsewhere(work, todo, { ledger, elsewhere }, report, control);
    else await computeHere(work, todo, where, report, control);
  } catch (error) {
    if (error instanceof LostDigits) record.abandon();
    throw error;
  }
}

async function computeElsewhere(
  work: Work,
  todo: readonly Unit[],
  { ledger, elsewhere }: { readonly ledger: Ledger; readonly elsewhere: Elsewhere },
  report: () => (pairs: number) => void,
  control: Control,
): Promise<void> {
  const { job, record, set } = work;
  const own = await digestsOf(work, allOf(job.names), ledger, control);
  for (const [k, digest] of own)
    if (record.known(k)) assertSame(job, record, k, { ...record.known(k)!, digest });
  if (todo.length === 0) return;
  const tell = report();
  const units = new Map(todo.map((unit) => [unit.id, unit]));
  const accept: Request["accept"] = (id, values, networks) => {
    const unit = units.get(id);
    if (!unit || record.has(unit)) return; // it came twice
    for (const { index, digest } of networks) if (digest !== own.get(index)) throw otherFile(job, index);
    for (const { index, ...known } of networks) assertSame(job, record, index, known);
    record.put(unit, values);
    record.readUnit(unit, set);
    tell(sizeOf(unit, job.pairs));
  };
  const isKnown = (network: number) => record.known(network) !== undefined;
  await elsewhere({ job, side: record.side, units: todo, isKnown, accept }, control);
}

async function computeHere(
  work: Work,
  todo: readonly Unit[],
  { ledger, executor, share, cache, now }: Recorded,
  report: () => (pairs: number) => void,
  control: Control,
): Promise<void> {
  const { inputs, job, record } = work;
  const needed = new Set(membersOfUnits(todo));
  await assertUnchanged(work, needed, ledger, control);
  const store = new PagedStore(inputs, executor!, share, control.signal, beside(job.spec, cache, ledger));
  // Which way a job goes, its shards must all know alike.
  const wanted = allOf(job.names).filter(
    (k) => needed.has(k) || (job.metric.losesDigits && !record.known(k)),
  );
  await prepareAll(wanted, executor!.width, store, control);
  for (const k of wanted) assertSame(job, record, k, { ...store.facts[k]!, digest: store.digestOf(k)! });
  if (isKnownToLose(job, record)) throw new LostDigits();
  if (todo.length === 0) return;
  store.assertFits();
  const sink = sinkOf(work, report(), now);
  for (const some of inBatches(todo, job, store.lanes)) {
    const tiles = (side: number) =>
      tilesOfUnits(some, job.pairs, { side, capacity: store.capacity, width: store.lanes });
    await compareTiles(job, store, executor!, tiles, sink);
  }
}

function sinkOf({ record, set }: Work, report: (pairs: number) => void, now?: () => number): Sink {
  const setOutputs = (i: number, j: number, outputs: ArrayLike<number>) => {
    set(i, j, outputs); // which throws for what is not a number
    record.add(i, j, outputs);
  };
  return {
    report,
    setOutputs,
    set: (i, j, value) => setOutputs(i, j, [value]),
    sums: runningSums(record, now),
  };
}

/** Pairs that are nearly equal are compared again after all others: so a metric that does that has its units in parts. */
function inBatches(units: readonly Unit[], { metric }: PairJob, lanes: number): (readonly Unit[])[] {
  if (metric.form === "pair" || !metric.near) return [units];
  const size = 4 * lanes;
  return Array.from({ length: Math.ceil(units.length / size) }, (_, k) =>
    units.slice(k * size, (k + 1) * size),
  );
}

function factsOf({ names }: PairJob, record: PairRecord): Known[] {
  // What is in no pair was not prepared: one network alone.
  return names.flatMap((_, k) => record.known(k) ?? []);
}

function pairsIn(units: readonly Unit[], pairs: Pairs): number {
  return units.reduce((sum, unit) => sum + sizeOf(unit, pairs), 0);
}

function missing(units: number, all: number): CheckpointError {
  return new CheckpointError(
    `${units} of ${all} tiles are not there yet, and merging computes nothing. Run again what was not finished, with the same words: it goes on from there. Then merge.`,
  );
}
