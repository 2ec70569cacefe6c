import { accessSync, constants } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { matrix, type Matrix } from "../base/matrix.ts";
import { arrayPathOf } from "../data/files/array-path.ts";
import { jsonPieces, writeNpz } from "../data/write.ts";
import type { NamedTable, Written, WrittenArray } from "../data/written.ts";
import type { VoxelSpace } from "../data/voxel-space.ts";
import { FileError, isDenied, UsageError } from "./errors.ts";
import { canonical } from "./files.ts";
import { unknownName } from "../base/suggest.ts";
import { visible } from "../base/text.ts";

/** A result in each format that `--out` can write. */
export interface Writable {
  toNpy(): Uint8Array;
  toCsv(): string;
  /** The same line by line. @default the lines of `toCsv` */
  csvLines?(): Iterable<string>;
  /** Names and values as `.csv` has them. */
  toTable(): NamedTable;
  /** Shape and numbers as `.npy` has them. */
  toArray(): WrittenArray;
  /** What `--json` prints and a `.json` file holds. */
  readonly document: object;
  /** If it can be written as a map: where the units are that the last axis of the array counts, and the value of other voxels. */
  readonly map?: {
    readonly space: VoxelSpace;
    readonly outside?: number;
    /** Maps × units, where the array is something else. */
    readonly maps?: () => Matrix;
  };
}

/** What a file is to hold; a large text comes in pieces. */
export type Content = string | Uint8Array | Iterable<string>;

/** The same result with more members in its document. */
export function asWritable(result: Written, added: object): Writable {
  const { toNpy, toCsv, csvLines, toTable, toArray } = result;
  return { toNpy, toCsv, csvLines, toTable, toArray, document: { ...result.toJSON(), ...added } };
}

/** How `--out` writes each extension; a writer that few need is loaded with the first such file. */
const formats: Readonly<Record<string, (result: Writable, path: string) => Content | Promise<Content>>> = {
  ".npy": (result) => result.toNpy(),
  ".npz": (result) => writeNpz([{ name: "values", ...result.toArray() }]),
  ".mat": matOf,
  ".csv": (result) => result.csvLines?.() ?? result.toCsv(),
  ".json": (result) => jsonText(result.document),
  ".nii": (result) => mapOf(result, false),
  ".nii.gz": (result) => mapOf(result, true),
  ".parquet": async (result, path) => {
    const { tableToParquet } = await import("../data/formats/parquet/write.ts");
    return tableToParquet(result.toTable(), path);
  },
};

/** The table of `.csv` as MATLAB has it: a matrix, and cells of the names of its rows and columns. */
async function matOf(result: Writable): Promise<Uint8Array> {
  const { writeMat } = await import("../data/formats/matlab/write.ts");
  const { rowNames, colNames, values } = result.toTable();
  const shape = [rowNames.length, colNames.length];
  return writeMat([
    { name: "values", shape, data: values as ArrayLike<number> },
    { name: "rowNames", texts: rowNames },
    { name: "colNames", texts: colNames },
  ]);
}

/** Extensions of maps, which need a space. */
const mapExtensions = new Set([".nii", ".nii.gz"]);

/** Whether a file of that name is a map in the space of the volumes that were read. */
export function isMap(path: string): boolean {
  return mapExtensions.has(extensionOf(path));
}

async function mapOf(result: Writable, compressed: boolean): Promise<Uint8Array> {
  const { writeNifti } = await import("../data/formats/nifti/write.ts");
  const { space, outside = 0, maps = () => mapsIn(result) } = result.map!;
  return writeNifti(maps(), space, { compressed, outside });
}

function mapsIn(result: Writable): Matrix {
  const { shape, data } = result.toArray();
  const cols = shape.at(-1)!;
  return matrix(data.length / cols, cols, Float64Array.from(data));
}

/**
 * Characters that JSON lets stand as they are and a terminal obeys: DEL, C1, the marks that turn the
 * direction of what follows. In JSON they can only be inside strings.
 */
const unescaped = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** `jsonText` as one text. */
export function toJsonText(document: object): string {
  return [...jsonText(document)].join("");
}

/** One JSON document on one line, in pieces. Infinities and NaN become strings; names are exact once it is parsed. */
export function* jsonText(document: object): Generator<string> {
  for (const piece of jsonPieces(document)) yield piece.replace(unescaped, visible);
  yield "\n";
}

/**
 * The content of the file `path` for this result. `checkOutputs` has checked the extension.
 *
 * @throws {FileError} for more than the format takes: 2 GiB in .mat, 4 GiB in .npz, half a billion characters in text
 */
export async function encode(path: string, result: Writable): Promise<Content> {
  try {
    return await formats[extensionOf(path)]!(result, path);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(
      `${path}: too large for ${extensionOf(path)} (${error.message}). Write .npy instead.`,
    );
  }
}

/** The path of a further matrix beside the first: `D.npy` and `test` give `D.test.npy`. */
export function besideOf(path: string, word: string): string {
  const extension = path.slice(path.length - extensionOf(path).length);
  return `${path.slice(0, path.length - extension.length)}.${word}${extension}`;
}

/** Whether a file with this extension holds numbers and cannot hold names in their place. */
export function holdsNumbers(path: string): boolean {
  return [".npy", ".npz", ".mat"].includes(extensionOf(path));
}

/** Whether one file with this extension holds all matrices of a result. */
export function holdsAll(path: string): boolean {
  return extensionOf(path) === ".json";
}

/** The files that a command is to write. */
export interface Outputs {
  readonly out?: string;
  readonly report?: string;
}

/**
 * Checks everything that can be wrong with the outputs, before the long work starts.
 *
 * @param inputs - files to read, which must not be overwritten
 * @param beside - words in the names of further files beside `out`
 * @param maps - whether the result may be written as maps
 * @throws {UsageError} if an extension is unknown, or a file would overwrite an input or the other output
 * @throws the system's error if the folder does not exist or cannot be written to
 */
export async function checkOutputs(
  { out, report }: Outputs,
  inputs: readonly string[],
  beside: readonly string[] = [],
  maps = false,
): Promise<void> {
  const accepted = Object.keys(formats).filter((extension) => maps || !mapExtensions.has(extension));
  if (out !== undefined) checkExtension("--out", out, accepted);
  if (report !== undefined) checkExtension("--report", report, [".html"]);
  const further = out === undefined || holdsAll(out) ? [] : beside.map((word) => besideOf(out, word));
  await checkPlaces(
    [out, ...further, report].filter((path) => path !== undefined),
    inputs,
  );
}

/** As `checkOutputs`, but without checking extensions, which the command has chosen itself. */
export async function checkPlaces(places: readonly string[], inputs: readonly string[]): Promise<void> {
  const taken = new Map<string, string>();
  for (const input of inputs) taken.set(await canonical(arrayPathOf(input).file), "the input");
  for (const place of places) await checkPlace(place, taken);
}

/** Makes a folder to write into, unless it exists. @throws {FileError} if that fails. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "EEXIST" ? "it is a file" : error.message;
    throw new FileError(`--out ${path}: expected a folder, but ${why}. Choose another place.`);
  });
}

function extensionOf(path: string): string {
  const lower = path.toLowerCase();
  return lower.endsWith(".nii.gz") ? ".nii.gz" : extname(lower);
}

function checkExtension(flag: string, path: string, accepted: readonly string[]): void {
  const extension = extensionOf(path);
  if (accepted.includes(extension)) return;
  throw new UsageError(`${flag} ${path}: ${unknownName("extension", extension, accepted)}`);
}

/** Deno asks who the user is, and where it may not, the first write tells. With the asynchronous form it would die. */
function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
}

async function checkPlace(path: string, taken: Map<string, string>): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new FileError(`${path}: there is no folder ${folder}. Create it first, or choose another place.`);
  }
  assertWritable(folder);
  const existing = await stat(path).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENAMETOOLONG")
      throw new FileError(`${path}: the name is too long for this disk. Choose a shorter one.`);
    return undefined;
  });
  if (existing?.isDirectory()) {
    throw new FileError(`${path} is a folder. Choose another name for the file.`);
  }
  const target = await canonical(path);
  const owner = taken.get(target);
  if (owner !== undefined)
    throw new UsageError(`${path} would overwrite ${owner} ${path}. Choose another name.`);
  taken.set(target, "the other output");
}
