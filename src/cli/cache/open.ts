import { UsageError } from "../errors.ts";
import type { RunFlags } from "../options.ts";
import { speaker } from "../say.ts";
import { computedBy } from "./build.ts";
import { FileCache } from "./file-cache.ts";
import { usualSize } from "./flags.ts";
import { openFolder } from "./folder.ts";

/** Of the flags of a command, those on which its cache depends. */
type Flags = Pick<RunFlags, "cache" | "cacheSize" | "deterministic" | "quiet">;

/**
 * The cache that the flags name.
 * @throws {FileError} where it cannot be one. @throws {UsageError} for a size without a folder.
 */
export async function openCache(flags: Flags, signal: AbortSignal): Promise<FileCache | undefined> {
  const { cache: folder, cacheSize: limit = usualSize, deterministic = false } = flags;
  if (folder === undefined) {
    if (flags.cacheSize === undefined) return undefined;
    throw new UsageError("--cache-size bounds a cache: give its folder with --cache.");
  }
  await openFolder(folder);
  return new FileCache({ folder, limit, by: await computedBy(deterministic), signal, say: sayNote(flags) });
}

/** Says what a run had of the cache, if it prepared anything. */
export function sayCounts({ counts: { made, found, again } }: FileCache, flags: Flags): void {
  if (made + found === 0) return;
  const more = again > 0 ? `; ${again} times it was read again for lack of memory` : "";
  sayNote(flags)(`Prepared ${made} of ${made + found}, ${found} from the cache${more}.`);
}

function sayNote(flags: Flags): (text: string) => void {
  const say = speaker(flags);
  return (text) => say(`note: ${text}`);
}
