/** What a call reads: its files one after the other, and the representations in each. */
import { signalOf, type ReadControl } from "../../base/cancel.ts";
import { OptionError } from "../../base/errors.ts";
import { resolveOptions } from "../../base/options.ts";
import { poolingsOf } from "../arrange/axes.ts";
import type { TokenMask } from "../arrange/operations.ts";
import { reserve, type Limits } from "../formats/bytes.ts";
import { allRows, type StoredArray } from "../formats/opened.ts";
import { formatOf } from "../formats/registry.ts";
import { readLabels, type LabelTable } from "../label-table.ts";
import { distinctNames } from "../names.ts";
import type { Representation } from "../representation.ts";
import { pathOf, type Source } from "../source.ts";
import { arrayPathOf, chosenArrays, wantedBy } from "./array-path.ts";
import type { Reading } from "./call.ts";
import { itemsOf, type Item } from "./items.ts";
import { openAny, type AnyOpened, type NamedFile } from "./open.ts";
import { checkOptions, readOptions, type ReadOptions } from "./options.ts";
import type { Held } from "./held.ts";
import { tokenMask } from "./tokens.ts";

/** A file that is to be read. */
export interface FileToRead extends NamedFile {
  /** That tells it from the other files. */
  readonly name: string;
  /** Which of its arrays. */
  readonly array: string | undefined;
}

/** A file that is open, and what is in it. */
interface OpenItems {
  readonly file: FileToRead;
  readonly opened: AnyOpened;
  readonly items: readonly Item[];
  /** The array of an item. */
  arrayOf(item: Item): StoredArray | undefined;
  /** What reading may still take. */
  readonly limits: Limits;
}

/** @throws {OptionError} for bad options, an unknown extension, or two sources of one name. */
export async function readingOf(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadOptions,
  control: ReadControl,
): Promise<{ files: FileToRead[]; reading: Reading; signal: AbortSignal | undefined }> {
  const list: readonly Source[] = Array.isArray(sources) ? sources : [sources as Source];
  const how = resolveOptions("read", readOptions, options);
  checkOptions(how);
  const signal = signalOf(control);
  const files = filesOf(list, how.arrays);
  const table = await tableOf(how.stimuli, held, how.maxMemory, signal);
  const mask = await maskOf(how, held, signal);
  return { files, reading: { how, held, table, mask }, signal };
}

function filesOf(list: readonly Source[], arrays: string | undefined): FileToRead[] {
  const parts = list.map((source) => ({ source, ...arrayPathOf(pathOf(source)) }));
  const formats = parts.map(({ file }) => formatOf(file));
  const wholes = parts.map(({ file, array }) => `${file}\n${array ?? ""}`);
  // A file may be named for several of its arrays, but not twice for the same.
  const isTwice = new Set(wholes).size < wholes.length;
  const different = isTwice ? parts.map(({ file }) => file) : [...new Set(parts.map(({ file }) => file))];
  const names = distinctNames(different);
  return parts.map(({ source, file, array }, k) => ({
    source: typeof source === "string" ? arrayPathOf(source).file : source,
    path: file,
    name: names[different.indexOf(file)]!,
    format: formats[k]!,
    array: array ?? arrays,
  }));
}

/** The table of stimuli that the options name, or read from where they say. */
async function tableOf(
  stimuli: ReadOptions["stimuli"],
  held: Held,
  maxMemory: number,
  signal: AbortSignal | undefined,
): Promise<LabelTable | undefined> {
  if (stimuli === undefined) return undefined;
  if (typeof stimuli === "object" && "columns" in stimuli) return stimuli;
  return readLabels(stimuli, held, maxMemory, signal);
}

/** The mask of tokens, where tokens are pooled and it is no volume. */
async function maskOf(
  how: Reading["how"],
  held: Held,
  signal: AbortSignal | undefined,
): Promise<TokenMask | undefined> {
  const pools = poolingsOf(how.pool).some(({ over }) => over.includes("tokens") || over.includes("time"));
  if (how.mask === undefined || !pools) return undefined;
  const [file] = filesOf([how.mask], undefined) as [FileToRead];
  return withOpened(file, { ...how, mask: undefined }, reserve(how, held.bytes), signal, async (opened) => {
    const [array, ...others] = chosenArrays(opened.arrays, file.array, file.path);
    if (!array || others.length > 0)
      throw new OptionError(
        `mask: ${file.path} holds ${1 + others.length} arrays; name one: ${file.path}:NAME.`,
        "mask",
      );
    return tokenMask(file.name, array.shape, await array.read(allRows(array), signal));
  });
}

/** Opens one file after the other, and closes it when `work` is done with it. */
export async function forEachFile(
  files: readonly FileToRead[],
  reading: Reading,
  signal: AbortSignal | undefined,
  work: (open: OpenItems) => Promise<void>,
): Promise<void> {
  // The engine may not have cleared away the file before.
  let previous = 0;
  for (const file of files) {
    await withItems(file, reading, previous, signal, async (open) => {
      await work(open);
      previous = open.opened.holds ?? 0;
    });
  }
}

/** Opens a file for `work`. */
export async function withOpened<T>(
  file: FileToRead,
  { header, rowNames, mask }: Reading["how"],
  limits: Limits,
  signal: AbortSignal | undefined,
  work: (opened: AnyOpened) => Promise<T>,
): Promise<T> {
  const wanted = file.array === undefined ? undefined : wantedBy(file.array);
  const opened = await openAny(file, { ...limits, header, rowNames, mask, wanted, signal });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Opens a file for work on the representations in it. */
export function withItems<T>(
  file: FileToRead,
  reading: Reading,
  previous: number,
  signal: AbortSignal | undefined,
  work: (open: OpenItems) => Promise<T>,
): Promise<T> {
  const { how, held } = reading;
  const before = reserve(how, held.bytes + previous);
  return withOpened(file, how, before, signal, async (opened) => {
    const limits = reserve(before, opened.holds ?? 0);
    const arrays = chosenArrays(opened.arrays, file.array, file.path);
    noteRefused(opened, arrays, file, held);
    for (const note of opened.notes ?? []) held.notes?.add(note);
    const asked = file.array !== undefined;
    const items = await itemsOf(arrays, { name: file.name, path: file.path, asked }, reading, limits, signal);
    const byPath = new Map(arrays.map((array) => [array.path, array]));
    return work({ file, opened, items, limits, arrayOf: ({ path }) => byPath.get(path ?? "\n") });
  });
}

/** Arrays that are left out without having been named. */
function noteRefused(
  { arrays }: AnyOpened,
  chosen: readonly StoredArray[],
  file: FileToRead,
  { notes }: Held,
): void {
  const refused = arrays.filter((array) => array.refused !== undefined);
  if (refused.length === 0 || chosen.length === 0 || file.array !== undefined) return;
  const some = refused.slice(0, 3).map(({ path, refused: why }) => `${path} (${why})`);
  const more = refused.length > some.length ? ` and ${refused.length - some.length} more` : "";
  notes?.add(`${file.path}: left out ${some.join(", ")}${more}`);
}

/** @throws {OptionError} if two have one name. */
export function checkNames(representations: readonly Pick<Representation, "name">[]): void {
  const seen = new Set<string>();
  for (const { name } of representations) {
    if (seen.has(name))
      throw new OptionError(`read: two representations are named "${name}"; rename one file.`);
    seen.add(name);
  }
}
