import { unlinkSync } from "node:fs";
import { open, realpath, rename } from "node:fs/promises";
import { chunks } from "./stdout.ts";
import { basename, dirname, join, resolve } from "node:path";

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

async function writeThrough(
  path: string,
  content: string | Uint8Array | Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    const isWhole = typeof content === "string" || content instanceof Uint8Array;
    for (const piece of isWhole ? [content] : chunks(content)) await file.writeFile(piece, { signal });
    await file.sync();
  } finally {
    await file.close();
  }
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it was never written, or it was already removed
  }
}
