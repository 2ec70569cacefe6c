import { isOnlyPlanned } from "./dry-run/file.ts";
import { close, fsync, mkdirSync, openSync, rmSync, unlinkSync, writeFile } from "node:fs";
import { mkdir, readdir, realpath, rename, rm } from "node:fs/promises";
import type { FileContent, FolderContent } from "./encode.ts";
import { chunks } from "./stdout.ts";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

/** The path with links resolved, so that two spellings of one file become equal. The file need not exist yet. */
export async function canonical(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    return join(await realpath(dirname(absolute)).catch(() => dirname(absolute)), basename(absolute));
  }
}

/**
 * Writes a file completely or not at all. It writes a temporary file in the same folder
 * (a rename cannot cross disks), flushes it to the disk, and then renames it. An interrupt
 * removes the temporary file before the process ends.
 *
 * @throws the system's error, e.g. when the disk is full; an old file then stays unchanged
 */
export async function writeAtomically(
  path: string,
  content: FileContent,
  signal?: AbortSignal,
): Promise<void> {
  if (await isOnlyPlanned(path, content)) return;
  const target = await canonical(path);
  signal?.throwIfAborted();
  const { temporary, descriptor } = createTemporary(dirname(target));
  const remove = () => unlinkQuietly(temporary);
  signal?.addEventListener("abort", remove, { once: true });
  try {
    await writeThrough(descriptor, content, signal);
    signal?.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    signal?.removeEventListener("abort", remove);
  }
}

/** So many names in use can only mean that something else is wrong. */
const attempts = 10;

/**
 * A new, empty file in the folder. Its name is random, because the number of a process is the same
 * in every container, and a file that a killed run left there must stop no later run. It is also short:
 * a target may have the longest name that the disk allows. It is made without waiting, so that no
 * interrupt comes between the file and the one who removes it.
 *
 * @param name - draws a name; one that exists is never touched
 * @throws the system's error; EEXIST if ten names in a row exist
 */
export function createTemporary(folder: string, name = temporaryName): Temporary {
  for (let attempt = 1; ; attempt++) {
    const temporary = join(folder, name());
    try {
      return { temporary, descriptor: openSync(temporary, "wx") };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt === attempts) throw error;
    }
  }
}

interface Temporary {
  readonly temporary: string;
  readonly descriptor: number;
}

function temporaryName(): string {
  return `.repgeom-${crypto.randomUUID()}.tmp`;
}

/** Whether a file of that name is one that was being written. */
export function isTemporary(name: string): boolean {
  return /^\.repgeom-[0-9a-f-]{36}\.tmp$/.test(name);
}

async function writeThrough(descriptor: number, content: FileContent, signal?: AbortSignal): Promise<void> {
  try {
    for await (const piece of piecesOf(content)) await promisify(writeFile)(descriptor, piece, { signal });
    await promisify(fsync)(descriptor);
  } finally {
    await promisify(close)(descriptor);
  }
}

/** Texts in few pieces; bytes as they come. */
function piecesOf(content: FileContent): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array> {
  if (typeof content === "string" || content instanceof Uint8Array) return [content];
  return Symbol.asyncIterator in content ? gathered(content) : chunks(content);
}

async function* gathered(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let texts: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (typeof piece !== "string") {
      yield piece;
      continue;
    }
    texts.push(piece);
    length += piece.length;
    if (length < 1 << 20) continue;
    yield texts.join("");
    [texts, length] = [[], 0];
  }
  if (length > 0) yield texts.join("");
}

/**
 * Writes a folder completely or not at all, as `writeAtomically` writes a file: in a temporary folder beside it,
 * each file flushed, then renamed. One that stands there is moved aside before and removed after; a process that
 * is killed between leaves it under the name of a temporary folder.
 *
 * @throws the system's error; an old folder then stays unchanged
 */
export async function writeFolderAtomically(
  path: string,
  { files }: FolderContent,
  signal?: AbortSignal,
): Promise<void> {
  if (await isOnlyPlanned(path, { files })) return;
  const target = await canonical(path);
  signal?.throwIfAborted();
  const temporary = join(dirname(target), temporaryName());
  mkdirSync(temporary);
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  signal?.addEventListener("abort", remove, { once: true });
  try {
    for await (const { path: inner, content } of files) {
      signal?.throwIfAborted();
      const place = join(temporary, inner);
      await mkdir(dirname(place), { recursive: true });
      await writeThrough(openSync(place, "wx"), content, signal);
    }
    signal?.throwIfAborted();
    await replace(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    signal?.removeEventListener("abort", remove);
  }
}

/** A folder cannot be renamed over another that has something in it. */
async function replace(temporary: string, target: string): Promise<void> {
  const aside = join(dirname(target), temporaryName());
  const isThere = await rename(target, aside).then(
    () => true,
    () => false,
  );
  try {
    await rename(temporary, target);
  } catch (error) {
    if (isThere) await rename(aside, target);
    throw error;
  }
  if (isThere) await rm(aside, { recursive: true, force: true });
}

/** Whether a folder is a Zarr hierarchy, or empty. */
export async function holdsZarr(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.length === 0 || [".zgroup", ".zarray", "zarr.json"].some((name) => names.includes(name));
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it was never written, or it was already removed
  }
}
