import { rm } from "node:fs/promises";
import { version } from "../../../base/version.ts";
import { defaultLimits } from "../../../data/formats/bytes.ts";
import type { UnreadRepresentation } from "../../../data/representation.ts";
import type { MetricSpecLike } from "../../../metrics/registry.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Ledger } from "../../../run/ledger/ledger.ts";
import { runtimeOf, type Runtime } from "../../../run/runtime.ts";
import { shardWord } from "../../../cli/checkpoint/flags.ts";
import { deliver } from "../../../cli/deliver.ts";
import { checkBands, writableOfBands } from "../../../cli/encode.ts";
import { withControl } from "../../../cli/engine.ts";
import { UsageError } from "../../../cli/errors.ts";
import type { RunFlags } from "../../../cli/options.ts";
import { besideOf } from "../../../cli/output.ts";
import type { PictureFlags } from "../../../cli/pictures/flags.ts";
import { speaker } from "../../../cli/say.ts";
import { checked } from "../inputs.ts";
import type { KnownTable } from "../known/known.ts";
import { largeRectangle, largeSquare, type LargeComparisons } from "./large.ts";

/** A table of plain values: of each two of `rows`, or of each of `rows` with each of `cols`. */
export interface LargeWork {
  readonly rows: readonly UnreadRepresentation[];
  readonly cols?: readonly UnreadRepresentation[];
  readonly specs: readonly MetricSpecLike[];
  /** Of the files of several metrics. */
  readonly words: readonly string[];
  /** The values among the first of `rows`. */
  readonly known?: KnownTable | undefined;
}

/** A table takes this part of what the process may hold, at most. */
const part = 8;

/** Whether the values are kept on the disk alone: of a shard, or where the table would take too much memory. */
export function isLarge(rows: number, cols: number, { shard, maxMemory }: RunFlags): boolean {
  return shard !== undefined || (8 * rows * cols * part) / (maxMemory ?? defaultLimits.maxMemory) > 1;
}

/** Computes the tables, and writes each from its tiles; a shard computes its part and writes none. */
export async function compareLarge(work: LargeWork, flags: RunFlags, signal: AbortSignal): Promise<void> {
  if (flags.shard) {
    await withControl(flags, signal, (control) => eachTable(work, control, async () => {}));
    return sayShard(flags);
  }
  const { folder, isOwn } = folderFor(work, flags);
  const within = { ...flags, checkpoint: folder };
  await withControl(within, signal, (control) =>
    eachTable(work, control, (result, word) => write(result, word, flags, signal)),
  );
  if (isOwn) await rm(folder, { recursive: true, force: true });
}

/** What a shard says when it has done its part. */
export function sayShard(flags: RunFlags): void {
  const { shard, checkpoint } = flags;
  speaker(flags)(
    `shard ${shardWord(shard!)} is done: its part is in ${checkpoint}. repgeom merge makes the result of all ${shard!.count}.`,
  );
}

/** Where tiles are kept: beside the result, where nothing else was said. */
function folderFor(
  { rows, cols = rows, specs }: LargeWork,
  flags: RunFlags,
): { folder: string; isOwn: boolean } {
  const { checkpoint, out, json, report } = flags;
  const size = `${rows.length} × ${cols.length} values`;
  if (out === undefined || json)
    throw new UsageError(
      `${size} do not fit in memory (--max-memory): write them to a file, --out D.npy or --out D.zarr.`,
    );
  checkBands(out, size);
  if (report !== undefined && specs.length > 1)
    throw new UsageError(
      `${size} do not fit in memory (--max-memory): a --report is then of one metric. Give one at a time.`,
    );
  if (checkpoint !== undefined) return { folder: checkpoint, isOwn: false };
  const folder = `${out}.checkpoint`;
  speaker(flags)(
    `${size} do not fit in memory: finished tiles are kept in ${folder} until ${out} is written.`,
  );
  return { folder, isOwn: true };
}

async function eachTable(
  { rows, cols, specs, words, known }: LargeWork,
  control: Control,
  use: (result: LargeComparisons, word: string | undefined) => Promise<void>,
): Promise<void> {
  const runtime = (await runtimeOf(control)) as Runtime & { readonly ledger: Ledger };
  const tableOf = (spec: ResolvedSpec) =>
    cols
      ? largeRectangle(rows, cols, spec, runtime, control)
      : largeSquare(rows, spec, runtime, control, known);
  for (const [k, spec] of specs.entries()) {
    const resolved = await checked([...rows, ...(cols ?? [])], spec);
    await use(await tableOf(resolved), specs.length > 1 ? words[k] : undefined);
  }
}

async function write(
  result: LargeComparisons,
  word: string | undefined,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<void> {
  const { bands, isComplete: _isComplete, warnings, ...facts } = result;
  const { rowNames, colNames } = bands;
  const document = { ...facts, rowNames, colNames, warnings, version };
  const out = word === undefined ? flags.out! : besideOf(flags.out!, word);
  const delivery = {
    report: () => pageFor(result, flags),
    result: writableOfBands(bands, document),
    numbers: [],
    summary: `${rowNames.length} × ${colNames.length} ${facts.metric}`,
    warnings: warnings.map((text) => (word === undefined ? text : `${word}: ${text}`)),
  };
  await deliver(delivery, { ...flags, out }, signal);
}

/** The heat map alone: a map and a tree need the whole table. */
async function pageFor(result: LargeComparisons, flags: RunFlags & PictureFlags): Promise<string> {
  const [{ reportSections }, { largeSection }] = await Promise.all([
    import("../../../report/page.ts"),
    import("./section.ts"),
  ]);
  const { rowNames } = result.bands;
  const { title = `${rowNames[0]} … ${rowNames.at(-1)}` } = flags;
  return reportSections([await largeSection(result)], { title });
}
