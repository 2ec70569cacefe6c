import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { naturalCompare, pushAll } from "../../base/lists.ts";
import { mayBeFolder } from "../../data/formats/registry.ts";

/**
 * The files below a folder at any depth, in natural order, whose names are wanted. Names that begin with a dot are left
 * out, and a Zarr hierarchy is one file. Links to folders are not followed: they may lead back.
 *
 * @throws the system's error for a folder that cannot be read
 */
export async function filesBelow(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => naturalCompare(a.name, b.name))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !mayBeFolder(entry.name)) pushAll(found, await filesBelow(path, isWanted));
    else if (isWanted(entry.name)) found.push(path);
  }
  return found;
}
