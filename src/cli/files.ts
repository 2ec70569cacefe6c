import { unlinkSync } from "node:fs";
import { open, realpath, rename } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** The path without links, so that two spellings of one file are equal; of a file that may not exist yet. */
export async function canonical(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    return join(await realpath(dirname(absolute)).catch(() => dirname(absolute)), basename(absolute));
  }
}

/**
 * Writes a file that is either whole or not there: into a temporary name in the
 * same folder (a rename does not cross disks), to the disk, and then renamed.
 * An interrupt removes the temporary before the process ends.
 *
 * @throws the system's error, e.g. when the disk is full; the old file then stands untouched
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const target = await canonical(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const remove = () => unlinkQuietly(temporary);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", remove, { once: true });
  try {
    await writeThrough(temporary, content, signal);
    signal?.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    signal?.removeEventListener("abort", remove);
  }
}

async function writeThrough(path: string, content: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content, { signal });
    await file.sync();
  } finally {
    await file.close();
  }
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // never written, or already gone
  }
}
