import { accessSync, constants } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { arrayPathOf } from "../data/files/array-path.ts";
import { dryRun } from "./dry-run/state.ts";
import { accepted, extensionOf, isFolder } from "./encode.ts";
import { FileError, isDenied, UsageError } from "./errors.ts";
import { canonical, holdsZarr } from "./files.ts";
import { unknownName } from "../base/suggest.ts";

/** What commands say of a result, and how it becomes a file. */
export { asWritable, encode, isMap, jsonText, toJsonText, writableOfBands } from "./encode.ts";
export type { Content, Writable } from "./encode.ts";

/** The path of a further matrix beside the first: `D.npy` and `test` give `D.test.npy`. */
export function besideOf(path: string, word: string): string {
  const extension = path.slice(path.length - extensionOf(path).length);
  return `${path.slice(0, path.length - extension.length)}.${word}${extension}`;
}

/** Whether a file with this extension holds numbers and cannot hold names in their place. */
export function holdsNumbers(path: string): boolean {
  return [".npy", ".npz", ".mat", ".zarr"].includes(extensionOf(path));
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
  if (out !== undefined) checkExtension("--out", out, accepted(maps));
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
  const run = dryRun();
  if (run && !(await stat(path).catch(() => undefined))) return void run.folders.add(path);
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "EEXIST" ? "it is a file" : error.message;
    throw new FileError(`--out ${path}: expected a folder, but ${why}. Choose another place.`);
  });
}

function checkExtension(flag: string, path: string, known: readonly string[]): void {
  const extension = extensionOf(path);
  if (known.includes(extension)) return;
  throw new UsageError(`${flag} ${path}: ${unknownName("extension", extension, known)}`);
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
  if (!found && dryRun()?.folders.has(folder)) return;
  if (!found?.isDirectory()) {
    throw new FileError(`${path}: there is no folder ${folder}. Create it first, or choose another place.`);
  }
  assertWritable(folder);
  const existing = await stat(path).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === "ENAMETOOLONG")
      throw new FileError(`${path}: the name is too long for this disk. Choose a shorter one.`);
    return undefined;
  });
  if (existing && isFolder(path)) await checkOldFolder(path, existing.isDirectory());
  else if (existing?.isDirectory()) {
    throw new FileError(`${path} is a folder. Choose another name for the file.`);
  }
  const target = await canonical(path);
  const owner = taken.get(target);
  if (owner !== undefined)
    throw new UsageError(`${path} would overwrite ${owner} ${path}. Choose another name.`);
  taken.set(target, "the other output");
}

/** A hierarchy that was written before is replaced, and nothing else. */
async function checkOldFolder(path: string, isDirectory: boolean): Promise<void> {
  if (isDirectory && (await holdsZarr(path))) return;
  const got = isDirectory ? "a folder that holds something else" : "a file";
  throw new FileError(`${path} exists, and is ${got}; only a Zarr folder is replaced. Choose another name.`);
}
