import { mkdir, utimes } from "node:fs/promises";
import type { Block, BlockCache } from "../../run/cache/cache.ts";
import { digestOf } from "../checkpoint/digest.ts";
import { writeAtomically } from "../files.ts";
import type { ComputedBy } from "./build.ts";
import { DamagedEntry, entryOf, piecesOf, readEntry } from "./entry.ts";
import { placeOf, removeFile } from "./folder.ts";
import { Room } from "./room.ts";

/** What a cache on disk needs. */
export interface FileCacheTerms {
  /** A folder that `openFolder` has opened. */
  readonly folder: string;
  /** Bytes of all entries at most. */
  readonly limit: number;
  readonly by: ComputedBy;
  readonly signal?: AbortSignal | undefined;
  /** Hears of what is wrong, in sentences; each once. */
  readonly say: (text: string) => void;
}

/** Blocks as files, one each, which several processes may share: a file is there whole or not at all. */
export class FileCache implements BlockCache {
  readonly counts = { made: 0, found: 0, again: 0 };
  readonly digest = digestOf;
  readonly #terms: FileCacheTerms;
  readonly #room: Room;
  /** Entries of this run, which stay while it lasts. */
  readonly #pinned = new Set<string>();
  readonly #said = new Set<string>();
  /** Whether writing has failed: it is not tried again. */
  #isBroken = false;

  constructor(terms: FileCacheTerms) {
    this.#terms = terms;
    this.#room = new Room(terms.folder, terms.limit);
  }

  async get(
    kind: string,
    facts: Readonly<Record<string, unknown>>,
    allocate: (length: number) => Float64Array,
  ): Promise<Block | undefined> {
    const { key, path } = this.#entry(kind, facts);
    try {
      const block = await readEntry(path, key, allocate);
      this.#use(path);
      return block;
    } catch (error) {
      await this.#refuse(path, error as Error);
      return undefined;
    }
  }

  async put(kind: string, facts: Readonly<Record<string, unknown>>, block: Block): Promise<void> {
    if (this.#isBroken) return;
    const { key, path, parent } = this.#entry(kind, facts);
    const pieces = entryOf(key, { ...this.#terms.by, ...facts }, block);
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (!(await this.#room.take(bytes, (one) => this.#pinned.has(one)))) return this.#sayFull();
    this.#pinned.add(path);
    try {
      await write(path, parent, pieces, this.#terms.signal);
    } catch (error) {
      this.#break(error as Error);
    } finally {
      this.#room.written(bytes);
    }
  }

  #entry(kind: string, facts: object) {
    const key = digestOf({ ...this.#terms.by, ...facts });
    return { key, ...placeOf(this.#terms.folder, kind, key) };
  }

  /** Its time of change is that of its last use, once a run. */
  #use(path: string): void {
    if (this.#pinned.has(path)) return;
    this.#pinned.add(path);
    const now = new Date();
    void utimes(path, now, now).catch(() => {}); // in a folder that may be read only
  }

  async #refuse(path: string, error: Error): Promise<void> {
    if (error instanceof DamagedEntry) {
      await removeFile(path);
      this.#say(`An entry of the cache was damaged (${error.message}), and is made again: ${path}.`);
    } else if (!("syscall" in error)) throw error;
    else if (!isAbsent(error)) this.#say(`The cache cannot be read: ${error.message}.`);
  }

  #break(error: Error): void {
    this.#terms.signal?.throwIfAborted();
    this.#isBroken = true;
    this.#say(`The cache cannot be written, so this run goes on without keeping more: ${error.message}.`);
  }

  #sayFull(): void {
    const { limit } = this.#terms;
    this.#say(
      `The cache may hold ${limit} bytes (--cache-size), and this run uses all of them: what is beyond is not kept.`,
    );
  }

  #say(text: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#terms.say(text);
  }
}

/** Writes an entry. Its folder may be removed by another process before it is in it. */
async function write(
  path: string,
  parent: string,
  pieces: readonly Uint8Array[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await mkdir(parent, { recursive: true });
    try {
      return await writeAtomically(path, piecesOf(pieces), signal);
    } catch (error) {
      if (!isAbsent(error as Error) || attempt === 3) throw error;
    }
  }
}

function isAbsent(error: Error): boolean {
  return "code" in error && error.code === "ENOENT";
}
