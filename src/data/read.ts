import { signalOf, type ReadControl } from "../base/cancel.ts";
import { OptionError } from "../base/errors.ts";
import {
  boolean,
  choice,
  data,
  number,
  optional,
  resolveOptions,
  type Chosen,
  type OptionSchemas,
} from "../base/options.ts";
import { pushAll } from "../base/lists.ts";
import { runSteps, type Steps } from "../base/steps.ts";
import type { Representation } from "./representation.ts";
import { checkAxes, orderAxes } from "./axes.ts";
import { assertFits, defaultLimits, reserve, stemOf, type Limits } from "./formats/bytes.ts";
import { allRows } from "./formats/opened.ts";
import { tableOptions, type TableOptions } from "./formats/table-options.ts";
import { formatOf, type Format } from "./formats/registry.ts";
import type { Table } from "./formats/csv.ts";
import { joinGaussians } from "./gaussians.ts";
import { layouts, libraryLayoutSteps, type Layout } from "./layout.ts";
import { distinctNames } from "./names.ts";
import { bytesOf, pathOf, piecesOf } from "./source.ts";
import type { Pieces, Source } from "./source.ts";
import { stackStimuli } from "./stack.ts";

/** How files are read. */
export interface ReadOptions extends TableOptions {
  readonly maxMemory?: number | undefined;
  readonly axes?: readonly string[] | undefined;
  readonly layout?: Layout | undefined;
  readonly perStimulus?: boolean | undefined;
}

export const readOptions = {
  maxMemory: number(
    defaultLimits.maxMemory,
    1,
    Infinity,
    "Bytes that reading may hold at once: the file that is being read and the one before it, what is inflated, and the arrays of all files so far. What would need more is refused before it is allocated, and the message says how much would do. It is no limit for what is computed afterwards.",
  ),
  axes: data<readonly string[]>(
    "a list of names of axes",
    "Names of the axes in the files' order, where it is not the library's: stimuli, repeats, time, units; stimuli, height, width, channels; stimuli, units. The arrays are transposed to that order.",
    Array.isArray,
  ),
  layout: optional(
    choice(
      layouts,
      "Order of the axes of images: nhwc is stimuli, height, width, channels, as in Keras, TensorFlow and JAX; nchw is stimuli, channels, height, width, as in PyTorch.",
    ),
  ),
  perStimulus: boolean(
    false,
    "Each file holds one array a stimulus, repeats × units, named as the stimulus: together they are one representation of stimuli × repeats × units, also where stimuli differ in their number of repeats.",
  ),
  ...tableOptions,
} satisfies OptionSchemas<ReadOptions>;

/**
 * Reads files of any known format, chosen by extension.
 *
 * A representation is named as its file without extension; as `file:array`
 * where the file holds several; with parent folders where files of different
 * folders share a name. A file with the arrays `means` and `covariances` (or `factors`)
 * is one representation of Gaussian responses.
 *
 * Of tables of text (.csv, .tsv) the first row and the first column may hold names; what was taken
 * as such stands in `taken`. A row or a column that mixes names and numbers is refused with both
 * readings: `header` and `rowNames` say which is meant.
 *
 * @param sources - paths, addresses, File objects, or bytes with a name
 * @param control - `{ signal }` stops the reading
 * @returns the representations, file by file; axes in the library's order
 * @throws {FormatError} if a file cannot be read, breaks its format or exceeds `maxMemory`.
 * @throws {OptionError} for an unknown extension, two sources of one name, or bad options.
 * @throws {ShapeError} if `axes` or `perStimulus` do not fit an array.
 */
export async function read(
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Representation[]> {
  return readBeside({ bytes: 0 }, sources, options, control);
}

/** Bytes that are held of what was read before. */
export interface Held {
  bytes: number;
}

/** As `read`, where `maxMemory` is for what is held already as well. Adds what it reads to that. */
export async function readBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadOptions = {},
  control: ReadControl = {},
): Promise<Representation[]> {
  const { files, how, signal } = readingOf(sources, options, control);
  const representations: Representation[] = [];
  let previous = 0;
  for (const file of files) {
    const { made, size } = await readFile(file, how, held, previous, signal);
    pushAll(representations, made);
    previous = size;
  }
  checkNames(representations);
  return representations;
}

/** A file that is to be read. */
export interface FileToRead {
  readonly source: Source;
  readonly path: string;
  /** That tells it from the other files. */
  readonly name: string;
  readonly format: Format;
}

/** What a call reads, and how. @throws {OptionError} for bad options, an unknown extension, or two sources of one name. */
export function readingOf(
  sources: Source | readonly Source[],
  options: ReadOptions,
  control: ReadControl,
): { files: FileToRead[]; how: Chosen<typeof readOptions>; signal: AbortSignal | undefined } {
  const list: readonly Source[] = Array.isArray(sources) ? sources : [sources as Source];
  const how = resolveOptions("read", readOptions, options);
  checkOptions(how);
  const signal = signalOf(control);
  const paths = list.map(pathOf);
  const formats = paths.map(formatOf);
  const names = distinctNames(paths);
  const files = list.map((source, i) => ({
    source,
    path: paths[i]!,
    name: names[i]!,
    format: formats[i]!,
  }));
  return { files, how, signal };
}

/**
 * Reads one file.
 * @param previous - bytes of the file before: the engine may not have cleared them away
 * @returns what it holds, and the bytes of the file
 */
export async function readFile(
  { source, path, name, format }: FileToRead,
  how: Chosen<typeof readOptions>,
  held: Held,
  previous: number,
  signal: AbortSignal | undefined,
): Promise<{ made: Representation[]; size: number }> {
  const limits = reserve(how, held.bytes + previous);
  if (format.open)
    return { made: await readOpened({ source, path, name, format }, how, held, limits, signal), size: 0 };
  const parse = await format.load!();
  const bytes = await bytesOf(source, limits, signal);
  const whileReading = reserve(limits, bytes.byteLength);
  const arrays = await runSteps(parse(bytes, path, { ...how, ...whileReading }), signal);
  const named = rename(arrays, path, name);
  // Arrays and what is made of them are held together for a moment.
  assertFits(path, bytesIn(named) + bytesOfCopies(named, how), whileReading);
  const made = await runSteps(arranged(named, name, how), signal);
  held.bytes += bytesIn(made);
  return { made, size: bytes.byteLength };
}

/** All arrays of a file that is read one array after the other. */
async function readOpened(
  { source, path, name, format }: FileToRead,
  how: Chosen<typeof readOptions>,
  held: Held,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Representation[]> {
  const open = await format.open!();
  const opened = await open(
    { path, source, pieces: () => wholePieces(source, limits, signal) },
    { ...how, ...limits, signal },
  );
  try {
    const readable = opened.arrays.filter(({ refused }) => refused === undefined);
    const made: Representation[] = [];
    for (const array of readable) {
      assertFits(path, array.bytes + array.scratch, reserve(limits, bytesIn(made)));
      const { path: inside, shape, stored, stimuli, space } = array;
      const data = await array.read(allRows(array), signal);
      const table = {
        name: readable.length === 1 ? name : `${name}:${inside}`,
        shape,
        data,
        ...(stored && { stored }),
        ...(stimuli && { stimuli }),
        ...(space && { space }),
      };
      made.push(await runSteps(arrange(table, how), signal));
    }
    held.bytes += bytesIn(made);
    return made;
  } finally {
    await opened.close();
  }
}

/** Any part of the bytes of a source; what is fetched is held whole. */
async function wholePieces(source: Source, limits: Limits, signal: AbortSignal | undefined): Promise<Pieces> {
  const pieces = await piecesOf(source);
  if (pieces) return pieces;
  const bytes = await bytesOf(source, limits, signal);
  return (await piecesOf({ name: pathOf(source), bytes }))!;
}

export type Arrangement = Pick<ReadOptions, "axes" | "layout" | "perStimulus">;

/** @throws {OptionError} for options that say the same thing twice. */
function checkOptions({ axes, layout, perStimulus }: Arrangement): void {
  if (axes) checkAxes(axes);
  if ((axes ?? layout) && perStimulus)
    throw new OptionError(
      `perStimulus fixes the axes; leave out ${axes ? "axes" : "layout"}.`,
      "perStimulus",
    );
  if (axes && layout) throw new OptionError("layout names the axes; leave out axes.", "layout");
}

/** The arrays of one file as representations. */
function* arranged(arrays: readonly Table[], file: string, how: Arrangement): Steps<Representation[]> {
  if (how.perStimulus) return [yield* stackStimuli(arrays, file)];
  const representations: Representation[] = [];
  for (const array of joinGaussians(arrays, file)) representations.push(yield* arrange(array, how));
  return representations;
}

/** A parser knows its own file only; here it gets the name that tells it from the others. */
export function rename<A extends Pick<Table, "name">>(arrays: readonly A[], path: string, file: string): A[] {
  if (arrays.length === 1) return [{ ...arrays[0]!, name: file }];
  return arrays.map((array) => ({ ...array, name: file + array.name.slice(stemOf(path).length) }));
}

/** Bytes of all numbers of representations. */
function bytesIn(representations: readonly Representation[]): number {
  const parts = representations.flatMap((one) => [one, one.covariances, one.factors]);
  return parts.reduce((sum, part) => sum + (part?.data.byteLength ?? 0), 0);
}

/** Bytes of all numbers again, where they are reordered or made one array in double precision. */
function bytesOfCopies(arrays: readonly Table[], { perStimulus, axes, layout }: ReadOptions): number {
  if (perStimulus) return arrays.reduce((sum, { data }) => sum + 8 * data.length, 0);
  return (axes ?? layout) ? bytesIn(arrays) : 0;
}

/** One array in the library's order of axes. */
export function* arrange(array: Table, { axes, layout }: Arrangement): Steps<Representation> {
  if (axes && (array.covariances ?? array.factors)) {
    throw new OptionError(`${array.name}: axes cannot reorder means with covariances; leave out axes.`);
  }
  if (axes) return yield* orderAxes(array, axes);
  const { columns: _, ...representation } = array;
  return layout ? yield* libraryLayoutSteps({ ...representation, layout }) : representation;
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
