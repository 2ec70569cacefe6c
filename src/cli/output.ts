import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { writeJson } from "../data/write.ts";
import type { Written } from "../data/written.ts";
import { FileError, UsageError } from "./errors.ts";
import { canonical } from "./files.ts";
import { unknownName } from "../base/suggest.ts";

/** A result in each format that `--out` can ask for. */
export interface Writable {
  toNpy(): Uint8Array;
  toCsv(): string;
  /** What `--json` prints and `.json` holds. */
  readonly document: object;
}

/** A result as such, its document with these members added. */
export function asWritable(result: Written, added: object): Writable {
  const { toNpy, toCsv } = result;
  return { toNpy, toCsv, document: { ...result.toJSON(), ...added } };
}

/** What `--out` writes, by extension. */
const formats: Readonly<Record<string, (result: Writable) => string | Uint8Array>> = {
  ".npy": (result) => result.toNpy(),
  ".csv": (result) => result.toCsv(),
  ".json": (result) => toJsonText(result.document),
};

/** One JSON document on one line; infinities and NaN as strings. */
export function toJsonText(document: object): string {
  return `${writeJson(document, 0)}\n`;
}

/**
 * Content of `path` for this result. The extension has passed `checkOutputs`.
 *
 * @throws {FileError} if the text would be longer than a string can be: half a billion characters
 */
export function encode(path: string, result: Writable): string | Uint8Array {
  try {
    return formats[extensionOf(path)]!(result);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError(`${path}: too large for text (${error.message}). Write .npy instead.`);
  }
}

/** `D.npy` and `test` give `D.test.npy`: the place of a second matrix beside the first. */
export function besideOf(path: string, word: string): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.${word}${extension}`;
}

/** Whether one file of that extension holds all that a result has. */
export function holdsAll(path: string): boolean {
  return extensionOf(path) === ".json";
}

/** Where a command is asked to write. */
export interface Outputs {
  readonly out?: string;
  readonly report?: string;
}

/**
 * Everything that can be wrong with the outputs, before the long work starts.
 *
 * @param inputs - files that will be read and must survive
 * @param beside - words of the further files beside `out`
 * @throws {UsageError} if an extension is unknown, or a file would overwrite an input or the other output
 * @throws the system's error if the folder is not there or cannot be written to
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

/** As `checkOutputs`, for places whose extensions are ours. */
export async function checkPlaces(places: readonly string[], inputs: readonly string[]): Promise<void> {
  const taken = new Map<string, string>();
  for (const input of inputs) taken.set(await canonical(input), "the input");
  for (const place of places) await checkPlace(place, taken);
}

/** A folder to write into, made if it is not there. @throws {FileError} if it cannot be. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "EEXIST" ? "it is a file" : error.message;
    throw new FileError(`--out ${path}: a folder is needed, ${why}. Choose another place.`);
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
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    throw new FileError(`${path} is a folder. Choose another name for the file.`);
  }
  const target = await canonical(path);
  const owner = taken.get(target);
  if (owner !== undefined)
    throw new UsageError(`${path} would overwrite ${owner} ${path}. Choose another name.`);
  taken.set(target, "the other output");
}
