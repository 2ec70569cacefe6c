import { type Dirent } from "node:fs";
import { mkdir, readdir, readFile, rmdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { FileError } from "../errors.ts";
import { isTemporary, writeAtomically } from "../files.ts";

/** Says that a folder is a cache. Without it nothing in a folder is touched. */
const marker = "repgeom-cache.json";
/** Of the folder; each entry says its own. */
const format = 1;

const kindName = /^[a-z0-9-]+$/;
const partName = /^[0-9a-f]{2}$/;
const entryName = /^[0-9a-f]{64}\.block$/;

/** An entry in the folder. */
export interface Entry {
  readonly path: string;
  readonly kind: string;
  readonly bytes: number;
  /** Milliseconds since 1970, by the clock of the machine that used it. */
  readonly lastUsed: number;
}

/** The folder and the file of an entry. */
export function placeOf(folder: string, kind: string, key: string): { parent: string; path: string } {
  const parent = join(folder, kind, key.slice(0, 2));
  return { parent, path: join(parent, `${key}.block`) };
}

/**
 * Makes the folder a cache, if it is new or empty.
 * @throws {FileError} for a folder of other things, a file, or one that cannot be made.
 */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if (await isCache(folder)) return;
    const others = (await readdir(folder)).filter((name) => !isTemporary(name));
    // Another process may have made it meanwhile.
    if (others.length > 0 && !(await isCache(folder))) throw notCache(folder, others[0]!);
    const about = "Prepared representations of repgeom. They can be removed: they are made again.";
    await writeAtomically(join(folder, marker), `${JSON.stringify({ format, about })}\n`);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(
      `The cache folder ${folder} cannot be used: ${(error as Error).message}. Name a folder that can be made or written.`,
    );
  }
}

/** @throws {FileError} if it is no cache of this version. */
export async function assertCache(folder: string): Promise<void> {
  if (await isCache(folder)) return;
  const found = await readdir(folder).catch((error: Error) => error);
  if (isMissing(found)) throw new FileError(`There is no folder ${folder}. Name one that --cache has made.`);
  if (found instanceof Error)
    throw new FileError(`${folder} cannot be read as a cache folder: ${found.message}.`);
  throw notCache(folder, found[0]);
}

function isMissing(found: unknown): boolean {
  return (found as NodeJS.ErrnoException).code === "ENOENT";
}

async function isCache(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, marker), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const { format: found } = parsed(text);
  if (found === format) return true;
  throw new FileError(
    `${folder} is a cache in another format (${String(found)}, this version writes ${format}). Name another folder, or remove it.`,
  );
}

function parsed(text: string): { readonly format?: unknown } {
  try {
    return JSON.parse(text) as { format?: unknown };
  } catch {
    return {};
  }
}

function notCache(folder: string, holds: string | undefined): FileError {
  const what = holds === undefined ? "it is empty" : `it holds ${holds}, but no ${marker}`;
  return new FileError(
    `${folder} is no cache of repgeom: ${what}. Name a folder that --cache has made, or for --cache a new one.`,
  );
}

/** All entries, in no order. What was removed meanwhile is left out. */
export async function entriesOf(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { kind, path } of files(folder, entryName)) {
    const found = await stat(path).catch(() => undefined);
    if (found) entries.push({ path, kind, bytes: found.size, lastUsed: found.mtimeMs });
  }
  return entries;
}

/** Files that processes have left which were killed while writing. @param age - milliseconds since they were written at least */
export async function leftoversOf(folder: string, age: number): Promise<string[]> {
  const left: string[] = [];
  for await (const { path } of files(folder, { test: isTemporary })) {
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs >= age) left.push(path);
  }
  return left;
}

async function* files(folder: string, names: { test(name: string): boolean }) {
  for (const kind of await foldersIn(folder, kindName)) {
    for (const part of await foldersIn(join(folder, kind), partName)) {
      const parent = join(folder, kind, part);
      for (const one of await list(parent))
        if (one.isFile() && names.test(one.name)) yield { kind, path: join(parent, one.name) };
    }
  }
}

async function foldersIn(folder: string, names: RegExp): Promise<string[]> {
  return (await list(folder))
    .filter((one) => one.isDirectory() && names.test(one.name))
    .map(({ name }) => name);
}

async function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** What was removed of entries, and what of them is still there, since the system did not let it go. */
export interface Removal {
  readonly count: number;
  readonly bytes: number;
  readonly kept: number;
  /** What the system said of the last of those. */
  readonly reason?: string;
}

/** Removes files of the cache; one that is gone already is neither removed nor kept. */
export async function removeEntries(entries: readonly Entry[]): Promise<Removal> {
  let [count, bytes, kept] = [0, 0, 0];
  let reason: string | undefined;
  for (const one of entries) {
    try {
      await unlink(one.path);
      count++;
      bytes += one.bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
      kept++;
      reason = (error as Error).message;
    }
  }
  return { count, bytes, kept, ...(reason !== undefined && { reason }) };
}

/** @throws {FileError} if something is still there. */
export function assertRemoved(folder: string, { count, kept, reason }: Removal): void {
  if (kept === 0) return;
  throw new FileError(
    `${folder}: ${kept} of ${count + kept} entries could not be removed: ${reason}. Is the folder one that may be written?`,
  );
}

/** Removes a file, if it can be. */
export async function removeFile(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

/** Removes folders of entries that have none. */
export async function tidy(folder: string): Promise<void> {
  for (const kind of await foldersIn(folder, kindName)) {
    for (const part of await foldersIn(join(folder, kind), partName))
      await rmdir(join(folder, kind, part)).catch(() => {});
    await rmdir(join(folder, kind)).catch(() => {});
  }
}
