/**
 * The representations of the worker. What is forgotten keeps its file (a handle, not bytes), so that it can be
 * read again when undo brings its item back.
 */
import { read, type Engine, type ReadOptions, type Representation } from "repgeom";
import { factsOf } from "./facts.ts";
import type { Asked, Found, ReadOutcome, ToRead } from "./protocol.ts";
import { readLeniently } from "./lenient.ts";
import { problemOf } from "./remedies.ts";

interface Shelved {
  representation?: Representation | undefined;
  readonly file: ToRead;
  /** Which of the arrays of its file it is. */
  readonly at: number;
}

export interface Shelf {
  read(file: ToRead): Promise<ReadOutcome>;
  keep(pairs: readonly (readonly [id: number, key: number])[]): void;
  forget(ids: readonly number[]): void;
  /** @throws {Error} where the item was never read here, or its file has gone. */
  take(asked: Asked): Promise<Representation>;
}

/** @param engine - for the thumbnails */
export function createShelf(engine: () => Promise<Engine>): Shelf {
  /** By key until the page says which item it is, then by id. */
  const found = new Map<number, Shelved>();
  const kept = new Map<number, Shelved>();
  let nextKey = 1;
  const shelve = async (representation: Representation, file: ToRead, at: number): Promise<Found> => {
    const key = nextKey++;
    found.set(key, { representation, file, at });
    return { key, ...(await factsOf(representation, await engine())) };
  };
  return {
    async read(file) {
      try {
        const all = await readAll(file);
        return { found: await Promise.all(all.map((one, at) => shelve(one, file, at))) };
      } catch (error) {
        return problemOf(error, file);
      }
    },
    keep(pairs) {
      for (const [id, key] of pairs) {
        kept.set(id, found.get(key)!);
        found.delete(key);
      }
    },
    forget(ids) {
      for (const id of ids) {
        const one = kept.get(id);
        if (one) one.representation = undefined;
      }
    },
    async take({ id, name }) {
      const one = kept.get(id);
      if (one) one.representation ??= await again(one).catch(() => undefined);
      if (!one?.representation) throw new Error(`The responses of ${name} are not here: add its file again.`);
      return { ...one.representation, name };
    },
  };
}

async function again({ file, at }: Shelved): Promise<Representation | undefined> {
  return (await readAll(file))[at];
}

/** The arrays of one file. With `match: "names"` they are read beside the first file, which gives the order. */
async function readAll({ source, options, first }: ToRead): Promise<Representation[]> {
  if (!first || options.match !== "names") return readLeniently(source, options);
  const [ofFirst, both] = [await read(first, orderOnly(options)), await read([first, source], options)];
  return both.slice(ofFirst.length);
}

/** Enough to know how many arrays there are. */
function orderOnly({ arrays, header, rowNames, perStimulus, pool }: ReadOptions): ReadOptions {
  return { arrays, header, rowNames, ...(perStimulus && { perStimulus, pool }) };
}
