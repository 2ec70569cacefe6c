import type { ReadControl } from "../base/cancel.ts";
import { FormatError } from "../base/errors.ts";
import { pushAll } from "../base/lists.ts";
import type { Chosen } from "../base/options.ts";
import { runSteps } from "../base/steps.ts";
import { orderedOutline } from "./axes.ts";
import { allocate, assertFits, ByteReader, reserve, type Limits } from "./formats/bytes.ts";
import { decodedBytes, decodeNumbers, dtypes, numbersFor, type Numbers } from "./formats/dtypes.ts";
import type { Format } from "./formats/registry.ts";
import { fromColumnMajor } from "./formats/shapes.ts";
import type { StoredNumbers, Unread } from "./formats/unread.ts";
import { libraryOutline } from "./layout.ts";
import {
  arrange,
  checkNames,
  readFile,
  readingOf,
  rename,
  type Arrangement,
  type FileToRead,
  type Held,
  type ReadOptions,
  type readOptions,
} from "./read.ts";
import type { ArrayOutline, UnreadRepresentation, Outline, Representation } from "./representation.ts";
import { piecesOf, type Pieces, type Source } from "./source.ts";

type How = Chosen<typeof readOptions>;

/**
 * As `read`, but of `.npy` and `.safetensors` files only the headers: names, shapes and types are known and
 * wrong files refused at once, the numbers are read by `load()`. `pairwise`, `cross` and the like do that one by one.
 * Other formats, and what is fetched, are read whole; `load()` hands their numbers over, and reads them again
 * if it is called once more.
 *
 * @throws as `read`; for a number that is wrong, `load()` does.
 */
export function readLazily(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<UnreadRepresentation[]> {
  return readLazilyBeside({ bytes: 0 }, sources, options, control);
}

/** As `readLazily`, where `maxMemory` is for what is held already as well. Adds what it holds to that. */
export async function readLazilyBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<UnreadRepresentation[]> {
  const { files, how, signal } = readingOf(sources, options, control);
  const found: UnreadRepresentation[] = [];
  let previous = 0;
  for (const file of files) {
    const unread = await unreadIn(file, how, reserve(how, held.bytes));
    if (unread) {
      pushAll(found, unread);
      continue;
    }
    const { made, size } = await readFile(file, how, held, previous, signal);
    pushAll(
      found,
      made.map((one) => handedOver(one, file, how)),
    );
    previous = size;
  }
  checkNames(found);
  return found;
}

/** The arrays of a file of which the header is enough; else undefined. */
async function unreadIn(
  file: FileToRead,
  how: How,
  limits: Limits,
): Promise<UnreadRepresentation[] | undefined> {
  const { source, path, name, format } = file;
  if (!format.unread || how.perStimulus) return undefined;
  const pieces = await piecesOf(source);
  if (!pieces) return undefined;
  const { version } = pieces;
  const arrays = await headOf(pieces, path, format.unread, limits).finally(() => pieces.close());
  if (areGaussians(arrays)) return undefined;
  const named = rename(
    arrays.map(({ outline }) => outline),
    path,
    name,
  );
  return arrays.map(({ outline, numbers }, k) => {
    const copies = how.axes || how.layout ? 2 : 1;
    assertFits(path, copies * decodedBytes(numbers.name, numbers.count), limits);
    const array = { ...outline, name: named[k]!.name };
    return {
      ...arrangedOutline(array, how),
      async load(signal, memory) {
        const data = await numbersIn({ source, path, version }, numbers, outline.shape, memory, signal);
        return runSteps(arrange({ ...array, data }, how), signal);
      },
    };
  });
}

async function headOf(
  pieces: Pieces,
  path: string,
  unread: NonNullable<Format["unread"]>,
  limits: Limits,
): Promise<Unread[]> {
  const { sizeOf, parse } = await unread();
  const { size } = pieces;
  const first = new Uint8Array(Math.min(16, size));
  await pieces.readInto(first, 0);
  const length = Math.min(size, sizeOf(first, path, size));
  assertFits(path, length, limits);
  const head = new Uint8Array(length);
  await pieces.readInto(head, 0);
  return parse(head, path, size, limits);
}

/** Means and covariances are one representation, of all arrays of their file. */
function areGaussians(arrays: readonly Unread[]): boolean {
  return arrays.length > 1 && arrays.some(({ outline: { name } }) => name.endsWith(":means"));
}

function arrangedOutline(array: ArrayOutline, { axes, layout }: Arrangement): ArrayOutline {
  if (axes) return orderedOutline(array, axes).outline;
  return layout ? libraryOutline({ ...array, layout }) : array;
}

/** Bytes that are read at once, for which a caller that stops must wait. */
const slice = 2 ** 23;

/**
 * Reads and decodes numbers slice by slice, so that the file is never in memory beside them.
 * @throws {FormatError} if the file was written since its header was read, or a number is wrong.
 */
async function numbersIn(
  { source, path, version }: { source: Source; path: string; version: string },
  stored: StoredNumbers,
  shape: readonly number[],
  memory: ArrayBuffer | undefined,
  signal: AbortSignal | undefined,
): Promise<Numbers> {
  const pieces = (await piecesOf(source))!;
  try {
    if (pieces.version !== version) throw changed(path);
    const reader = new ByteReader(new Uint8Array(0), path, pieces.size);
    const { name, count, reordered } = stored;
    const values = allocate(reader, decodedBytes(name, count), () => numbersFor(name, count, memory));
    await fillNumbers(values, stored, pieces, reader, signal);
    return reordered ? await runSteps(fromColumnMajor(values, shape), signal) : values;
  } finally {
    await pieces.close();
  }
}

async function fillNumbers(
  values: Numbers,
  { name, start, bigEndian }: StoredNumbers,
  pieces: Pieces,
  reader: ByteReader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size } = dtypes[name];
  const most = Math.min(values.length, slice / size);
  const bytes = new Uint8Array(most * size);
  for (let from = 0; from < values.length; from += most) {
    signal?.throwIfAborted();
    const to = values.subarray(from, from + most);
    const raw = bytes.subarray(0, to.length * size);
    const place = start + from * size;
    await pieces.readInto(raw, place);
    decodeNumbers(name, raw, to, bigEndian, (index, expected, got) => {
      throw reader.problem(expected, `${got} in element ${from + index}`, place + index * size);
    });
  }
}

function changed(file: string): FormatError {
  return new FormatError({
    file,
    offset: 0,
    expected: "the file as it was when its header was read",
    got: "another: it was written to since",
  });
}

/** A representation that is in memory until it is asked for; its file is read again when it is asked for once more. */
function handedOver(representation: Representation, file: FileToRead, how: How): UnreadRepresentation {
  let kept: Representation | undefined = representation;
  const outline = outlineOf(representation);
  const again = async (signal?: AbortSignal) => {
    const { made } = await readFile(file, how, { bytes: 0 }, 0, signal);
    const same = made.find(({ name, shape }) => name === outline.name && `${shape}` === `${outline.shape}`);
    if (!same) throw changed(file.path);
    return same;
  };
  return {
    ...outline,
    async load(signal) {
      const now = kept ?? (await again(signal));
      kept = undefined;
      return now;
    },
  };
}

/** Without the numbers of what stands beside the responses. */
function outlineOf(representation: Representation): Outline {
  const { data: _, covariances, factors, ...outline } = representation;
  return {
    ...outline,
    ...(covariances && { covariances: { shape: covariances.shape } }),
    ...(factors && { factors: { shape: factors.shape } }),
  };
}
