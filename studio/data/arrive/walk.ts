/** The files of what was dropped, those of folders with their paths. */
import type { GivenFile } from "./given.ts";

/**
 * Must be called while the event is being handled: afterwards a browser has nothing left of it.
 * @returns files with paths from what was dropped on, e.g. `animals/layer1.npy`; hidden ones are left out, but of a Zarr hierarchy
 */
export function walk(transfer: DataTransfer): Promise<GivenFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.());
  const files = [...transfer.files].map((file) => ({ path: file.name, file }));
  if (!entries.some((entry) => entry?.isDirectory)) return Promise.resolve(files);
  return all(entries.filter((entry) => entry !== null && entry !== undefined));
}

async function all(entries: readonly FileSystemEntry[]): Promise<GivenFile[]> {
  const found: GivenFile[] = [];
  for (const entry of entries) for (const file of await below(entry)) found.push(file);
  return found;
}

async function below(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.name.startsWith(".") && !/\.zarr\//.test(entry.fullPath)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  return all(await children(entry as FileSystemDirectoryEntry));
}

/** A reader gives a hundred entries or so at a time, and none at the end. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const entry of some) found.push(entry);
  }
}
