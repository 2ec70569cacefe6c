import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { arrayPathOf } from "../data/files/array-path.ts";
import { jsonPieces } from "../data/write.ts";
import type { Written } from "../data/written.ts";
import { FileError, UsageError } from "./errors.ts";
import { canonical } from "./files.ts";
import { unknownName } from "../base/suggest.ts";
import { visible } from "../base/text.ts";

/** A result in each format that `--out` can write. */
export interface Writable {
  toNpy(): Uint8Array;
  toCsv(): string;
  /** The same line by line. @default the lines of `toCsv` */
  csvLines?(): Iterable<string>;
  /** What `--json` prints and a `.json` file holds. */
  readonly document: object;
}

/** What a file is to hold; a large text comes in pieces. */
export type Content = string | Uint8Array | Iterable<string>;

/** The same result with more members in its document. */
export function asWritable(result: Written, added: object): Writable {
  const { toNpy, toCsv, csvLines } = result;
  return { toNpy, toCsv, csvLines, document: { ...result.toJSON(), ...added } };
}

/** How `--out` writes each extension. */
const formats: Readonly<Record<string, (result: Writable) => Content>> = {
  ".npy": (result) => result.toNpy(),
  ".csv": (result) => result.csvLines?.() ?? result.toCsv(),
  ".json": (result) => jsonText(result.document),
};

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
 * @throws {FileError} if the text is longer than the longest string, half a billion characters
 */
export function encode(path: string, result: Writable): Content {
  try {
    return formats[extensionOf(path)]!(result);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(`${path}: too large for text (${error.message}). Write .npy instead.`);
  }
}

/** The path of a further matrix beside the first: `D.npy` and `test` give `D.test.npy`. */
export function besideOf(path: string, word: string): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${word}${extension}`;
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
 * @throws {UsageError} if an extension is unknown, or a file would overwrite an input or the other output
 * @throws the system's error if the folder does not exist or cannot be written to
 */
export async function checkOutputs(
  { out, report }: Outputs,
  inputs: readonly string[],
  beside: readonly string[] = [],
): Promise<void> {
  if (out !== undefined) checkExtension("--out", out, Object.keys(formats));
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
  return extname(path).toLowerCase();
}

function checkExtension(flag: string, path: string, accepted: readonly string[]): void {
  const extension = extensionOf(path);
  if (accepted.includes(extension)) return;
  throw new UsageError(`${flag} ${path}: ${unknownName("extension", extension, accepted)}`);
}

async function checkPlace(path: string, taken: Map<string, string>): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new FileError(`${path}: there is no folder ${folder}. Create it first, or choose another place.`);
  }
  await access(folder, constants.W_OK);
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
