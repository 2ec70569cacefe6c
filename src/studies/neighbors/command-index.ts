/** An index of neighbours in a folder: made, grown, opened. */
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dryRun } from "../../cli/dry-run/state.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { FileError, UsageError } from "../../cli/errors.ts";
import { writeAtomically } from "../../cli/files.ts";
import { jsonText } from "../../cli/output.ts";
import type { RunFlags } from "../../cli/options.ts";
import { speaker } from "../../cli/say.ts";
import { print } from "../../cli/stdout.ts";
import { isRemote } from "../../data/source.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { neighborIndex, openNeighborIndex } from "./neighbors.ts";
import type { NeighborIndex } from "./result.ts";
import { contentsOf, fileOf, type ReadingOfIndex, readingOfIndex } from "./command-reading.ts";
import type { LoadNetwork } from "./networks.ts";
import { indexFromBytes, type SavedIndex } from "./saved.ts";

/** The file in the folder of an index. */
const fileName = "neighbors.index";

/** What is asked of an index. */
export interface IndexFlags extends RunFlags {
  readonly index: string;
}

/** Makes an index of networks and writes it; there may be an older one. */
export async function buildIndex(
  files: readonly string[],
  spec: MetricSpecLike,
  { pivots, ...flags }: IndexFlags & { readonly pivots?: number | undefined },
  signal: AbortSignal,
): Promise<void> {
  const path = await placeIn(flags.index, true);
  const { networks, places } = await contentsOf(files, flags, flags.index, signal);
  await withControl(flags, signal, async (control) => {
    const index = await neighborIndex(networks, spec, { pivots, places }, control);
    await write(index, path, readingOfIndex(flags), flags, control);
  });
}

/** Adds networks to an index. Only their distances to the pivots are computed. */
export async function growIndex(
  files: readonly string[],
  flags: IndexFlags,
  signal: AbortSignal,
): Promise<void> {
  const { path, bytes, saved } = await openedIn(flags.index);
  const reading = saved.about as ReadingOfIndex;
  assertSameReading(flags, reading);
  const { networks, places } = await contentsOf(files, { ...flags, ...reading }, flags.index, signal);
  await withControl(flags, signal, async (control) => {
    const before = await opened(bytes, path, flags, reading, control);
    const index = await before.add(networks, control, places);
    if (!Buffer.from(bytes).equals(await bytesIn(path)))
      throw new FileError(
        `${path} was written by another process meanwhile. Nothing was added; run this again.`,
      );
    await write(index, path, reading, flags, control, networks.length);
  });
}

/** An index that was opened, and what it was made with. */
export interface OpenedIndex {
  readonly saved: SavedIndex;
  readonly reading: ReadingOfIndex;
  open(control: Control): Promise<NeighborIndex>;
}

/** Opens the index of a folder. @throws {UsageError} for another metric than that of the index. */
export async function openIndex(
  flags: IndexFlags,
  spec: { readonly metric: string } | undefined,
): Promise<OpenedIndex> {
  const { path, bytes, saved } = await openedIn(flags.index);
  if (spec) assertSameMetric(spec, saved, flags.index);
  const reading = saved.about as ReadingOfIndex;
  return { saved, reading, open: (control) => opened(bytes, path, flags, reading, control) };
}

function assertSameMetric(
  spec: { readonly metric: string },
  { metric, options }: SavedIndex,
  folder: string,
): void {
  const other = Object.entries(spec).find(([name, value]) => name !== "metric" && options[name] !== value);
  if (spec.metric === metric && !other) return;
  const [has, asked] = other
    ? [`${other[0]} ${String(options[other[0]])}`, String(other[1])]
    : [metric, spec.metric];
  throw new UsageError(
    `${folder} is an index by ${has}, and ${asked} was asked for. Leave the metric out, or make another index with --build.`,
  );
}

/** @throws {UsageError} for flags of reading that the index was not made with. */
function assertSameReading(flags: RunFlags, reading: ReadingOfIndex): void {
  const asked = Object.entries(readingOfIndex(flags)) as [keyof ReadingOfIndex, unknown][];
  const other = asked.find(([name, value]) => JSON.stringify(reading[name]) !== JSON.stringify(value));
  if (!other) return;
  throw new UsageError(
    `--add reads as the index was made: ${other[0]} was ${JSON.stringify(reading[other[0]]) ?? "not given"}. Leave that flag out, or make the index again with --build.`,
  );
}

function opened(
  bytes: Uint8Array,
  path: string,
  { index: folder }: IndexFlags,
  reading: ReadingOfIndex,
  control: Control,
): Promise<NeighborIndex> {
  const load: LoadNetwork = async ({ place = "" }, _, signal) => {
    const { file, number } = fileOf(place);
    const found = isRemote(file) ? file : resolve(folder, file);
    const read = await readFilesLazily([found], { ...reading, quiet: true }, signal as AbortSignal);
    const one = read[number];
    if (one) return one;
    throw new FileError(
      `${found} holds ${read.length} representations, and the index was made of more. Make it again with --build.`,
    );
  };
  return openNeighborIndex(bytes, load, control, path);
}

async function write(
  index: NeighborIndex,
  path: string,
  reading: ReadingOfIndex,
  flags: IndexFlags,
  control: Control,
  added?: number,
): Promise<void> {
  const { signal } = control;
  const bytes = await index.toBytes(control, reading);
  await writeAtomically(path, bytes, signal as AbortSignal);
  const { metric, table } = indexFromBytes(bytes, path);
  const more = added === undefined ? "" : `, ${added} of them new`;
  speaker(flags)(
    `wrote ${path} (${index.size} networks${more}, ${table.size} pivots, ${metric}; ${index.computed} distances computed for it)`,
  );
  const document = {
    index: path,
    networks: index.size,
    added: added ?? index.size,
    pivots: [...table.keys()].map((k) => index.names[k]!),
    metric,
    computed: index.computed,
  };
  if (flags.json) await print(jsonText(document));
}

async function openedIn(folder: string): Promise<{ path: string; bytes: Uint8Array; saved: SavedIndex }> {
  const path = await placeIn(folder, false);
  const bytes = await bytesIn(path);
  return { path, bytes, saved: indexFromBytes(bytes, path) };
}

async function bytesIn(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new FileError(
        `${path}: there is no index. Make one: repgeom neighbors --index FOLDER --build --among FILES --metric NAME`,
      );
    throw error;
  });
}

async function placeIn(folder: string, make: boolean): Promise<string> {
  if (make && !dryRun())
    await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === "EEXIST" ? "it is a file" : error.message;
      throw new FileError(`--index ${folder}: expected a folder, but ${why}. Choose another place.`);
    });
  return join(folder, fileName);
}
