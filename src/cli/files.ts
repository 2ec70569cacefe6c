import { close, fsync, openSync, unlinkSync, writeFile } from "node:fs";
import { realpath, rename } from "node:fs/promises";
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
  content: string | Uint8Array | Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
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

async function writeThrough(
  descriptor: number,
  content: string | Uint8Array | Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const isWhole = typeof content === "string" || content instanceof Uint8Array;
    for (const piece of isWhole ? [content] : chunks(content))
      await promisify(writeFile)(descriptor, piece, { signal });
    await promisify(fsync)(descriptor);
  } finally {
    await promisify(close)(descriptor);
  }
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it was never written, or it was already removed
  }
}
