import { setFlagsFromString } from "node:v8";
import { type LabelTable, readLabels } from "../data/label-table.ts";
import { defaultLimits } from "../data/formats/bytes.ts";
import type { ReadControl } from "../base/cancel.ts";
import { assertUsed, newSession } from "../data/files/session.ts";
import type { Held } from "../data/files/held.ts";
import type { ReadOptions } from "../data/files/options.ts";
import { readBeside } from "../data/files/read-beside.ts";
import { readLazilyBeside } from "../data/files/read-lazily-beside.ts";
import {
  oneByOne,
  outlineOf,
  type Outline,
  type Representation,
  type UnreadRepresentation,
} from "../data/representation.ts";
import { fitUnits } from "../metrics/units/fit.ts";
import type { Control, EngineHandle } from "../run/lanes/control.ts";
import { createHandle, runtimeOf, type EngineOptions } from "../run/runtime.ts";
import { dryRun, type DryRun } from "./dry-run/state.ts";
import { noteRead } from "./checkpoint/note.ts";
import { ledgerAgain, readAgain } from "./checkpoint/recipe.ts";
import { prefixed, UsageError } from "./errors.ts";
import { openOutside } from "./outside/open.ts";
import { checkInputs } from "./inputs.ts";
import { given, type RunFlags } from "./options.ts";
import { assertRenamed, inOrder, withNames } from "./reading/names.ts";
import { noteArranged } from "./reading/arranged.ts";
import { arrangingOptions, readingOptions, withoutArranging } from "./reading/flags.ts";
import { sayNotes, sayTaken } from "./say.ts";
import { stderr } from "./stdout.ts";
import { createForecast, createProgress } from "./progress.ts";

/** Bytes by which a process that reads anything grows, whatever it reads: code, tables, garbage. */
const engineBytes = 2 ** 23;

/** A process is one command, and `--max-memory` is for all files that it reads. */
export const held = newSession(engineBytes);

/** Whether representations were read. Some commands read when the engine is there, and that is said when they are done. */
let hasRead = false;

/** @throws {UsageError} or an error of reading, for flags that changed nothing of what was read. */
function assertTaken(flags: RunFlags): void {
  if (!hasRead) return;
  assertUsed(held, given(readingOptions(flags)));
  assertRenamed(flags);
}

/** Reads the representations in the files, in their natural order, and says what it took as names. */
export async function readFiles(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<Representation[]> {
  if (flags.pca !== undefined) return arranged(files, flags, signal);
  return inputs(files, flags, signal, readBeside);
}

/** As `readFiles`, where the numbers are read when each is worked on. */
export async function readFilesLazily(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<UnreadRepresentation[]> {
  if (flags.pca === undefined) return inputs(files, flags, signal, readLazilyBeside);
  // Components are few: they are kept, and their number is known only when they were computed.
  const made = await arranged(files, flags, signal);
  return made.map((one) => ({ ...outlineOf(one), load: async () => one }));
}

/** Reads one file after the other, and keeps what the flags make of its units. */
async function arranged(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<Representation[]> {
  const unread = await inputs(files, withoutArranging(flags), signal, readLazilyBeside);
  const options = arrangingOptions(flags)!;
  const engine = await createHandle(given({ threads: 0, deterministic: flags.deterministic }));
  const { kernels } = await runtimeOf({ engine });
  const made = await oneByOne(unread, signal, (one) => fitUnits(one, options, kernels)(one));
  engine.close();
  noteArranged(made);
  held.bytes += made.reduce((sum, { data }) => sum + data.byteLength, 0);
  return made;
}

type Reader<R> = (held: Held, files: string[], options: ReadOptions, control: ReadControl) => Promise<R[]>;

async function inputs<R extends Outline>(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
  reader: Reader<R>,
): Promise<R[]> {
  const read = () => fromFiles(files, flags, signal, reader);
  const again = readAgain(read);
  return again && (reader as unknown) === readLazilyBeside ? (again as unknown[] as R[]) : read();
}

async function fromFiles<R extends Outline>(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
  reader: Reader<R>,
): Promise<R[]> {
  await checkInputs(files);
  hasRead = true;
  const ordered = inOrder(files, flags);
  const representations = await reader(held, ordered, given(readingOptions(flags)), { signal });
  const named = await withNames(representations, flags, signal);
  sayTaken(named, flags);
  sayNotes(held.notes, flags);
  noteArranged(named);
  noteRead(named);
  return named;
}

/** Reads a table of labels or covariates. */
export async function readTable(
  file: string,
  { maxMemory }: Pick<RunFlags, "maxMemory">,
  signal: AbortSignal,
): Promise<LabelTable> {
  await checkInputs([file]);
  return readLabels(file, held, maxMemory, signal);
}

/**
 * Reads two files by `reader`. If both are the same, it is read once, because two representations must not share a name.
 */
export async function readPair<R>(
  files: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
  reader: (files: readonly string[], flags: RunFlags, signal: AbortSignal) => Promise<R[]>,
): Promise<R[]> {
  const [first, second] = files;
  const asGiven = { ...flags, keepOrder: true };
  if (files.length !== 2 || first !== second) return reader(files, asGiven, signal);
  const read = await reader(files.slice(1), asGiven, signal);
  return [...read, ...read];
}

/** @throws {UsageError} if there are not exactly two. */
export function onlyTwo<R extends Outline>(command: string, representations: readonly R[]): [R, R] {
  const [x, y, ...rest] = representations;
  if (x && y && rest.length === 0) return [x, y];
  const names = representations.map(({ name }) => name).join(", ");
  throw new UsageError(
    `${command} takes two representations, got ${representations.length}: ${names}. For all pairs of many, use pairwise.`,
  );
}

/** @throws {UsageError} if there is not exactly one. */
export function onlyOne<R extends Outline>(command: string, representations: readonly R[]): R {
  const [x, ...rest] = representations;
  if (x && rest.length === 0) return x;
  const names = representations.map(({ name }) => name).join(", ");
  throw new UsageError(
    `${command} takes one representation, the file has ${representations.length}: ${names}.`,
  );
}

/**
 * Gives `work` an engine and a progress bar, as the `control` of the library's functions. Both are
 * closed when it returns or throws, so a failed command leaves no worker and no half-drawn line.
 */
export async function withControl<T>(
  flags: RunFlags,
  signal: AbortSignal,
  work: (control: Control) => Promise<T>,
): Promise<T> {
  assertTaken(flags);
  if (!flags.deterministic) allowRelaxedSimd();
  const { deterministic, maxMemory = defaultLimits.maxMemory } = flags;
  // A command has a thread of its own: for one thread, no other is started.
  const threads = flags.threads === 1 ? 0 : flags.threads;
  // What was read is held while the engine works.
  const left = Math.max(1, maxMemory - (held.bytes - engineBytes));
  const resources = given({ threads, deterministic, maxMemory: left });
  const run = dryRun();
  if (run) run.flags = given({ json: flags.json, out: flags.out, report: flags.report, dtype: flags.dtype });
  // What is merged is there: reading it is no work that could be left out.
  if (run && !ledgerAgain()) return rehearsed(run, resources, flags, (engine) => work({ engine, signal }));
  const outside = await openOutside(flags, signal);
  const engine = await createHandle(resources, outside.given);
  const progress = await createProgress(flags.quiet ? false : flags.progress);
  const forecast = flags.quiet ? () => {} : createForecast(note);
  try {
    const done = await work({ engine, signal, onProgress: both(progress.update, forecast) });
    assertTaken(flags);
    await outside.done();
    return done;
  } catch (error) {
    outside.failed(error);
    throw error;
  } finally {
    progress.stop();
    engine.close();
  }
}

/** Does a small part of the work. What that returns is only good for sizes. */
async function rehearsed<T>(
  run: DryRun,
  resources: EngineOptions,
  { shard }: RunFlags,
  work: (engine: EngineHandle) => Promise<T>,
): Promise<T> {
  const { openRehearsal } = await import("../run/rehearsal/open.ts");
  const { engine, rehearsal } = await openRehearsal(resources, shard);
  run.rehearsal = rehearsal;
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}

/** On a line of its own, should a bar be drawn. */
function note(text: string): void {
  stderr.write(`${stderr.isTTY ? "\n" : ""}${prefixed(text)}`);
}

function both<T>(first: (value: T) => void, second: (value: T) => void): (value: T) => void {
  return (value) => {
    first(value);
    second(value);
  };
}

/**
 * Node before 22 needs a flag for relaxed SIMD. This process runs only our code, so we may
 * set the flag. It has an effect only before the first module is compiled.
 */
export function allowRelaxedSimd(): void {
  if (Number.parseInt(process.versions.node) < 22) setFlagsFromString("--experimental-wasm-relaxed-simd");
}
