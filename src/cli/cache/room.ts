import { entriesOf, leftoversOf, removeFile, removeEntries, type Entry, type Removal } from "./folder.ts";

/** A file that is still being written after so many milliseconds was left by a process that was killed. */
const abandoned = 24 * 3_600_000;
/** What is removed at a time: down to this share of the limit, so that the folder is not listed for each entry. */
const share = 0.9;

/** Keeps a folder within a number of bytes: entries that were used least recently make room. */
export class Room {
  readonly #folder: string;
  readonly #limit: number;
  /** Bytes of all entries, as far as this process knows: others may add and remove some. */
  #bytes: number | undefined;
  /** Bytes of entries that are being written, which the folder does not show yet. */
  #coming = 0;
  /** Room is made for one entry after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /**
   * @param isPinned - whether the entry of that path must stay
   * @returns whether there is room for so many bytes more, which are then being written: `written` ends that
   */
  take(bytes: number, isPinned: (path: string) => boolean): Promise<boolean> {
    const taking = this.#last.then(() => this.#take(bytes, isPinned));
    this.#last = taking.catch(() => {});
    return taking;
  }

  /** So many bytes are in the folder now, or will not be. */
  written(bytes: number): void {
    this.#coming -= bytes;
  }

  async #take(bytes: number, isPinned: (path: string) => boolean): Promise<boolean> {
    this.#bytes ??= bytesOf(await entriesOf(this.#folder));
    if (this.#bytes + bytes > this.#limit) {
      for (const path of await leftoversOf(this.#folder, abandoned)) await removeFile(path);
      const coming = this.#coming; // as it is before the folder is listed: what is written meanwhile may count twice
      const goal = Math.min(share * this.#limit, this.#limit - bytes) - coming;
      const { left } = await shrink(this.#folder, goal, isPinned);
      this.#bytes = left + coming;
    }
    if (this.#bytes + bytes > this.#limit) return false;
    this.#bytes += bytes;
    this.#coming += bytes;
    return true;
  }
}

/**
 * Removes entries, those that were used least recently first, until the others are no more than so many bytes. The
 * order goes by the clocks of those who used them; a wrong clock makes it remove others, which are then made again.
 */
export async function shrink(
  folder: string,
  bytes: number,
  isPinned: (path: string) => boolean = () => false,
): Promise<Removal & { readonly left: number }> {
  const entries = await entriesOf(folder);
  let left = bytesOf(entries);
  const going: Entry[] = [];
  for (const one of entries.toSorted((a, b) => a.lastUsed - b.lastUsed)) {
    if (left <= bytes) break;
    if (isPinned(one.path)) continue;
    going.push(one);
    left -= one.bytes;
  }
  const removed = await removeEntries(going);
  return { left, ...removed };
}

export function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
