/** Which files the studio is opened with. */
import { access, constants, readdir, realpath, stat } from "node:fs/promises";
import { basename, sep } from "node:path";
import { checkInputs } from "../../cli/inputs.ts";
import { FileError, UsageError } from "../../cli/errors.ts";
import { filesBelow } from "../../cli/reading/folders.ts";
import { inOrder } from "../../cli/reading/names.ts";
import { versionOf } from "../../cli/serve/file.ts";
import { arrayPathOf } from "../../data/files/array-path.ts";
import { formatOf, isReadable, mayBeFolder } from "../../data/formats/registry.ts";
import type { ServedFile } from "./protocol.ts";

/** A file that was named, or lies in a folder that was. */
export interface NamedInput {
  /** As on the command line, with `:ARRAY` where that was said. */
  readonly name: string;
  /** On the disk; absent for what the page fetches itself. */
  readonly path?: string;
  /** Of a Zarr hierarchy, which is a folder: what is in it, by paths from there. */
  readonly keys?: ReadonlySet<string>;
}

/**
 * The files behind the words of a command line, each once; a folder stands for all files in it that can be read.
 *
 * @throws {FileError} for a file that is not there, or a folder without any that can be read
 * @throws {OptionError} for a file of another kind
 * @throws {UsageError} for an address without encryption, which the page may not fetch
 * @throws the system's error for what may not be read
 */
export async function inputsOf(words: readonly string[], quiet: boolean): Promise<NamedInput[]> {
  const found = new Map<string, NamedInput>();
  for (const word of inOrder(words, { quiet }))
    for (const input of await behind(word)) {
      const own = input.path === undefined ? input.name : await realpath(input.path);
      const key = `${own}\n${arrayPathOf(input.name).array ?? ""}`;
      if (!found.has(key)) found.set(key, input);
    }
  return [...found.values()];
}

async function behind(word: string): Promise<NamedInput[]> {
  if (/^https:/i.test(word)) return [{ name: word }];
  if (/^http:/i.test(word)) throw new UsageError(`${word}: the studio fetches addresses with https: only.`);
  const { file } = arrayPathOf(word);
  const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder || mayBeFolder(file)) return [await checked(word, file, isFolder)];
  const inside = await filesBelow(file, isTaken);
  if (inside.length > 0)
    return Promise.all(inside.map(async (path) => checked(path, path, mayBeFolder(path))));
  throw new FileError(`${file}: no file in this folder can be read. Files end in .npy, .npz, .h5 and so on.`);
}

/** Tables of networks and sessions may be JSON, beside everything that `read` reads. */
function isTaken(name: string): boolean {
  return isReadable(name) || /\.json$/i.test(name);
}

async function checked(name: string, path: string, mayBeHierarchy: boolean): Promise<NamedInput> {
  await checkInputs([path]);
  if (!isTaken(path)) formatOf(path); // throws
  await access(path, constants.R_OK);
  const found = await stat(path);
  if (found.isFile()) return { name, path };
  if (!mayBeHierarchy || !found.isDirectory())
    throw new FileError(`${path} is no file, but a device, a pipe or a folder.`);
  const keys = await readdir(path, { recursive: true });
  return { name, path, keys: new Set(keys.map((key) => key.replaceAll(sep, "/"))) };
}

/** What the page is told of them, as they are now. One that is gone stays in the list: reading it says what is wrong. */
export function servedFiles(inputs: readonly NamedInput[]): Promise<ServedFile[]> {
  return Promise.all(
    inputs.map(async (input, id): Promise<ServedFile> => {
      const { name, path, keys } = input;
      if (path === undefined) return { id, name, address: name };
      const address = `./${addressOf(id, path)}`;
      if (keys) return { id, name, address };
      const found = await stat(path).catch(() => undefined);
      return found
        ? { id, name, size: found.size, address: `${address}?version=${versionOf(found)}` }
        : { id, name, address };
    }),
  );
}

/** The extension in an address tells the format. */
export function addressOf(id: number, path: string): string {
  return `files/${id}/${encodeURIComponent(basename(path))}`;
}
