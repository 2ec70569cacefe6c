import { extname } from "node:path";
import { matrix, type Matrix } from "../base/matrix.ts";
import { bandsOf, type Bands } from "../data/bands/bands.ts";
import { csvOfBands } from "../data/bands/csv.ts";
import { npyOfBands, npyPieces } from "../data/bands/npy.ts";
import type { Precision } from "../data/bands/precision.ts";
import { zarrOfBands, type FolderFile } from "../data/bands/zarr.ts";
import { jsonPieces, writeNpz } from "../data/write.ts";
import type { NamedTable, Written, WrittenArray } from "../data/written.ts";
import type { VoxelSpace } from "../data/voxel-space.ts";
import { FileError, UsageError } from "./errors.ts";
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
  /** Of a result that is never in memory as a whole: its rows, for the formats that are written by them. */
  readonly bands?: Bands;
  /** If it can be written as a map: where the units are that the last axis of the array counts, and the value of other voxels. */
  readonly map?: {
    readonly space: VoxelSpace;
    readonly outside?: number;
    /** Maps × units, where the array is something else. */
    readonly maps?: () => Matrix;
  };
}

/** What a file is to hold; what is large comes in pieces. */
export type FileContent = string | Uint8Array | Iterable<string> | AsyncIterable<string | Uint8Array>;

/** What is written as a folder, file by file. */
export interface FolderContent {
  readonly files: AsyncIterable<FolderFile>;
}

export type Content = FileContent | FolderContent;

/** The same result with more members in its document. */
export function asWritable(result: Written, added: object): Writable {
  const { toNpy, toCsv, csvLines, toTable, toArray } = result;
  return { toNpy, toCsv, csvLines, toTable, toArray, document: { ...result.toJSON(), ...added } };
}

/** A result whose rows are read some at a time. @param document - what it is, without its values */
export function writableOfBands(bands: Bands, document: object): Writable {
  const none = () => {
    throw new RangeError("it is never held in memory as a whole");
  };
  return { toNpy: none, toCsv: none, toTable: none, toArray: none, document, bands };
}

/** How `--out` writes each extension; a writer that few need is loaded with the first such file. */
const formats: Readonly<
  Record<string, (result: Writable, path: string, dtype: Precision) => Content | Promise<Content>>
> = {
  ".npy": (result, _, dtype) => {
    if (result.bands) return npyOfBands(result.bands, dtype);
    const { shape, data } = result.toArray();
    return npyPieces(shape, data, dtype);
  },
  ".npz": (result, _, dtype) => writeNpz([{ name: "values", ...result.toArray() }], dtype),
  ".mat": matOf,
  ".csv": (result) => (result.bands ? csvOfBands(result.bands) : (result.csvLines?.() ?? result.toCsv())),
  ".json": (result) => jsonText(result.bands ? result.toTable() : result.document),
  ".zarr": zarrOf,
  ".nii": (result) => mapOf(result, false),
  ".nii.gz": (result) => mapOf(result, true),
  ".parquet": async (result, path) => {
    const { tableToParquet } = await import("../data/formats/parquet/write.ts");
    return tableToParquet(result.toTable(), path);
  },
};

/** The extensions that `--out` takes. @param maps - whether the result may be written as maps */
export function accepted(maps: boolean): string[] {
  return Object.keys(formats).filter((extension) => maps || !mapExtensions.has(extension));
}

/** Extensions of formats that are written some rows at a time. */
const byBands = [".npy", ".zarr", ".csv"];

/** @throws {UsageError} for a file that cannot hold what is never in memory as a whole, before it is computed. */
export function checkBands(out: string, size: string): void {
  if (byBands.includes(extensionOf(out))) return;
  throw new UsageError(
    `${size} do not fit in memory (--max-memory), and ${extensionOf(out)} is written from there: take ${byBands.join(", ")}, here ${out.slice(0, -extensionOf(out).length)}.npy.`,
  );
}

/** Extensions of formats that have numbers in single precision, too. */
const withPrecision = [".npy", ".npz", ".zarr"];

/** @throws {UsageError} for a precision where no file has one. */
export function checkPrecision({ dtype, out }: { readonly dtype?: string; readonly out?: string }): void {
  if (dtype === undefined || (out !== undefined && withPrecision.includes(extensionOf(out)))) return;
  const got = out === undefined ? "nothing is written" : `${extensionOf(out)} has texts or doubles alone`;
  throw new UsageError(`--dtype is for --out D${withPrecision.join(", D")}; here ${got}.`);
}

/** Whether a name of that extension is written as a folder. */
export function isFolder(path: string): boolean {
  return extensionOf(path) === ".zarr";
}

/** The table of `.csv`, and in the attributes what a document says in few words. */
function zarrOf(result: Writable, path: string, dtype: Precision): FolderContent {
  const bands = result.bands ?? numbersIn(result.toTable(), path);
  return { files: zarrOfBands(bands, dtype, fewWords(result.document)) };
}

function numbersIn({ rowNames, colNames, values }: NamedTable, path: string): Bands {
  const numbers = values instanceof Float64Array ? values : Array.from(values);
  if (Array.isArray(numbers) && numbers.some((value) => typeof value !== "number"))
    throw new FileError(`${path}: .zarr holds numbers, and some of these are names. Write .csv instead.`);
  return bandsOf({ rowNames, colNames, values: Float64Array.from(numbers as ArrayLike<number>) });
}

/** Members that are a word, a number or a plain object of such; the matrices and lists are left out. */
function fewWords(document: object): object {
  const few = Object.entries(document).filter(([name, value]) => name === "range" || !isLarge(value));
  return Object.fromEntries(few);
}

function isLarge(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || ArrayBuffer.isView(value) || Object.values(value).some(isLarge);
}

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
export async function encode(path: string, result: Writable, dtype: Precision = "f8"): Promise<Content> {
  try {
    return await formats[extensionOf(path)]!(result, path, dtype);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(
      `${path}: too large for ${extensionOf(path)} (${error.message}). Write .npy instead.`,
    );
  }
}

/** In small letters, with its dot. */
export function extensionOf(path: string): string {
  const lower = path.toLowerCase();
  return lower.endsWith(".nii.gz") ? ".nii.gz" : extname(lower);
}
