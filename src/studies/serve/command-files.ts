/** Files that a request brings, or names below the folder of the service. */
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { OptionError } from "../../base/errors.ts";
import { resolveOptions, type AnySchemas } from "../../base/options.ts";
import { quoted } from "../../base/text.ts";
import { FileError } from "../../cli/errors.ts";
import { Refusal } from "../../cli/serve/answer.ts";
import type { Part } from "../../cli/serve/multipart.ts";
import { arrayPathOf } from "../../data/files/array-path.ts";
import { readOptions, type ReadOptions } from "../../data/files/options.ts";
import { mayBeFolder } from "../../data/formats/registry.ts";
import { readLazily } from "../../data/read-lazily.ts";
import type { UnreadRepresentation } from "../../data/representation.ts";
import type { Source } from "../../data/source.ts";

/** What the reader may be told by a request: nothing that names a file of this machine, or an address. */
const { maxMemory: _, mask: _mask, stimuli: _stimuli, ...readable } = readOptions;
export const requestReadOptions: AnySchemas = readable;

/** Letters of a name of a file, and any-text marks in it: patterns with more take long. */
const [longestName, mostMarks] = [200, 2];

/**
 * The options of reading in a request.
 * @throws {OptionError} for one that is not there, or may not be given.
 */
export function readingOf(given: unknown): ReadOptions {
  if (given === undefined) return {};
  resolveOptions("read", requestReadOptions, given as object);
  const options = given as ReadOptions;
  if (options.arrays !== undefined) assertShort("arrays", options.arrays);
  return options;
}

/** @throws {OptionError} for a name with which a search would take long. */
function assertShort(what: string, text: string): void {
  if (text.length <= longestName && text.split("*").length - 1 <= mostMarks) return;
  throw new OptionError(
    `${what} is ${quoted(text)}; at most ${longestName} letters and ${mostMarks} marks * are taken.`,
    what,
  );
}

/** Representations in the files of one request; their numbers are read when they are worked on. */
export function openFiles(
  sources: readonly Source[],
  options: ReadOptions,
  maxMemory: number,
  signal: AbortSignal,
): Promise<UnreadRepresentation[]> {
  return readLazily(sources, { ...options, maxMemory }, { signal });
}

/** Files of a form as sources. Where two have one name, the names of their fields tell them apart. */
export function sourcesOf(files: readonly Part[]): Source[] {
  const names = files.map(({ file }) => file!);
  return files.map(({ name: field, file, bytes }) => {
    const isShared = names.indexOf(file!) !== names.lastIndexOf(file!);
    const name = isShared ? `${field}/${file!}` : file!;
    assertShort("filename", name);
    return { name, bytes };
  });
}

/** The folder of the service. */
export interface FilesFolder {
  /** Without links. */
  readonly root: string;
}

/** @throws {FileError} if it is not there, {OptionError} if it is no folder, or the system's error */
export async function filesFolder(folder: string): Promise<FilesFolder> {
  const root = await realpath(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new FileError(`--files: there is no folder ${folder}.`);
  });
  if ((await stat(root)).isDirectory()) return { root };
  throw new OptionError(`${folder} is no folder.`, "files");
}

/**
 * The place of a file that a request names: `net/layer.npy`, or `net/layers.npz:layer10` for one of its arrays.
 * @throws {Refusal} 403 where there is no folder, or the file is not below it, be it by a link; 404 where it is not there.
 */
export async function placeOf(folder: FilesFolder | undefined, path: string): Promise<string> {
  if (!folder)
    throw new Refusal(
      403,
      "This service reads no files of its own. The operator allows a folder by --files.",
    );
  assertShort("path", path);
  const { file, array } = arrayPathOf(path);
  const place = await realPlace(folder, file);
  const found = await stat(place);
  const isFolder = found.isDirectory() && mayBeFolder(place);
  if (!found.isFile() && !isFolder) throw missing(path);
  if (isFolder) await assertNoLinks(place, path);
  return array === undefined ? place : `${place}:${array}`;
}

async function realPlace({ root }: FilesFolder, file: string): Promise<string> {
  if (file === "" || file.includes("\0") || isAbsolute(file)) throw missing(file);
  const place = await realpath(join(root, file)).catch(() => {
    throw missing(file);
  });
  const way = relative(root, place);
  if (way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw missing(file);
  return place;
}

/** A file outside and one that is not there look alike: nobody learns what else lies on the disk. */
function missing(path: string): Refusal {
  return new Refusal(404, `There is no file ${quoted(path)} below the folder of this service.`);
}

/** A hierarchy is read by many names in it; a link among them might lead outside. */
async function assertNoLinks(place: string, path: string): Promise<void> {
  const inside = await readdir(place, { recursive: true, withFileTypes: true });
  if (inside.some((one) => one.isSymbolicLink()))
    throw new Refusal(403, `${quoted(path)} has symbolic links in it, which are not followed.`);
}

/** Takes the place of the folder out of a message. */
export function withoutFolder(folder: FilesFolder | undefined, message: string): string {
  return folder ? message.replaceAll(`${folder.root}${sep}`, "") : message;
}
