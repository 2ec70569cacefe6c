/**
 * Brings data in. Each file is read by the worker as it arrives; the list keeps the order in which files were given,
 * whatever the order in which they are read, and a wrong one stands in it with its reason.
 */
import { batch } from "@preact/signals";
import type { ReadOptions, Source } from "repgeom";
import { reading, say } from "../session/live.ts";
import { change, session } from "../session/store.ts";
import type { Item, Origin, Overrides } from "../session/types.ts";
import { analysis } from "../worker/client.ts";
import type { ReadOutcome } from "../worker/protocol.ts";
import { arrive } from "./arrive/arrive.ts";
import { depthsOf, pathOf } from "./arrive/names.ts";
import { freeOrigin, originKey, rememberSource, sourceOf } from "./sources.ts";

/** A file to add, and where it comes from. */
export interface Incoming {
  /** What is fetched first may come as a function, which is called when its turn has come. */
  readonly source: Source | (() => Promise<Source>);
  readonly origin: Origin;
  /** How this file alone is read. */
  readonly reading?: Overrides | undefined;
}

/** What came of a file. */
export interface Arrived {
  readonly origin: Origin;
  readonly reading?: Overrides | undefined;
  readonly outcome: ReadOutcome;
  /** Folders that its name has at least, because other files that came with it are called alike. */
  readonly depth?: number;
  /** It is the file of items that wait for it, so it adds no others. */
  readonly isAgain: boolean;
}

/** Files read at once: while the bytes of one come, another is looked at. */
const lanes = 3;

/** Milliseconds between two changes of the list: many files arrive in each. */
const pause = 60;

/** Reads files one after the other; a wrong one is listed with its reason and the others stay. */
export async function addSources(incoming: readonly Incoming[]): Promise<void> {
  if (incoming.length === 0) return;
  const absent = absentOrigins();
  const depths = depthsOf(incoming.map(({ origin }) => pathOf(origin)));
  let [wrong, first] = [0, true];
  const what = `add ${incoming.length === 1 ? nameOf(incoming[0]!.origin) : `${incoming.length} files`}`;
  await inOrder(
    incoming,
    async (one) => ({ ...(await readOne(one, absent, incoming)), depth: depths.get(pathOf(one.origin))! }),
    (arrived) => {
      wrong += arrived.filter(({ outcome }) => "message" in outcome).length;
      batch(() => arrive(arrived, first ? what : undefined));
      first = false;
    },
  );
  const fine = incoming.length - wrong;
  const read = `${fine} ${fine === 1 ? "file" : "files"} read`;
  say(wrong > 0 ? `${read}, ${wrong} cannot be read: the list says why.` : `${read}.`);
}

/**
 * Does `work` for each, several at once, and hands over what is done in the order of the list, some at a time.
 * The progress stands in the panel meanwhile.
 */
export async function inOrder<T, R>(
  list: readonly T[],
  work: (one: T) => Promise<R>,
  hand: (done: readonly R[]) => void,
): Promise<void> {
  const results: R[] = [];
  const queue = list.entries();
  let [next, timer] = [0, undefined as ReturnType<typeof setTimeout> | undefined];
  const flush = () => {
    timer = undefined;
    const from = next;
    while (next in results) next++;
    if (next > from) hand(results.slice(from, next));
  };
  progress(0, list.length);
  const lane = async () => {
    for (const [k, one] of queue) {
      results[k] = await work(one);
      progress(1, 0);
      timer ??= setTimeout(flush, pause);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  clearTimeout(timer);
  flush();
}

const counts = { done: 0, total: 0 };
let telling: ReturnType<typeof setTimeout> | undefined;

/** Counts over all that is being added; told no more often than the list changes. */
function progress(done: number, more: number): void {
  counts.done += done;
  counts.total += more;
  if (counts.done === counts.total) Object.assign(counts, { done: 0, total: 0 });
  telling ??= setTimeout(() => {
    telling = undefined;
    reading.value = counts.total > 0 ? { ...counts } : undefined;
  }, pause);
}

async function readOne(
  { source, origin, reading }: Incoming,
  absent: ReadonlyMap<string, Origin>,
  all: readonly Incoming[],
): Promise<Arrived> {
  try {
    const opened = typeof source === "function" ? await source() : source;
    const known = absent.get(fingerprint(origin));
    const own = known ?? freeOrigin(origin, opened);
    rememberSource(own, opened);
    const outcome = await readFile(own, opened, reading ?? overridesOf(own), all[0]!.source);
    return { origin: own, reading, outcome, isAgain: known !== undefined };
  } catch (error) {
    return { origin, reading, isAgain: false, outcome: { message: (error as Error).message, remedies: [] } };
  }
}

/** @param fallback - the first of the files that come, which gives the order of the stimuli if none is there yet */
export async function readFile(
  origin: Origin,
  source: Source,
  overrides: Overrides | undefined,
  fallback?: Incoming["source"],
): Promise<ReadOutcome> {
  const options = optionsFor(overrides);
  if (options.match !== "names") return analysis().read({ source, options });
  const reference = session.value.items.find(({ present }) => present)?.origin;
  const first = reference ? sourceOf(reference) : typeof fallback === "function" ? undefined : fallback;
  const isSelf = reference ? originKey(reference) === originKey(origin) : first === source;
  return analysis().read({ source, options, ...(first && !isSelf && { first }) });
}

/** How a file is read: as all are, but for what was said of it alone. */
export function optionsFor(overrides: Overrides = {}): ReadOptions {
  const all = Object.entries({ ...session.value.reading, ...overrides });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

function overridesOf(origin: Origin): Overrides | undefined {
  const key = originKey(origin);
  return session.value.items.find((item) => originKey(item.origin) === key)?.reading;
}

/** Items whose responses are not here, by what tells that a file is theirs. */
function absentOrigins(): Map<string, Origin> {
  const absent = session.value.items.filter(({ present }) => !present).map(({ origin }) => origin);
  return new Map(
    absent.flatMap((one) => [fingerprint(one), fingerprint(one, false)].map((key) => [key, one])),
  );
}

/** Path and size: a file of these is taken for the same one after a reload. */
function fingerprint(origin: Origin, exact = true): string {
  if (origin.from !== "file") return `${origin.from}\n${originKey(origin)}`;
  return `${exact ? originKey(origin) : origin.path}\n${origin.size}`;
}

function nameOf(origin: Origin): string {
  return originKey(origin).split("/").at(-1)!;
}

/** Files that were dropped or chosen: tables, images and archives too. */
export async function addFiles(files: readonly File[]): Promise<void> {
  const { addGiven } = await import("./arrive/given.ts");
  await addGiven(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

export async function addUrl(url: string): Promise<void> {
  const { fetched } = await import("./arrive/url.ts");
  await addSources([{ source: () => fetched(url), origin: { from: "url", url } }]);
}

/** Takes items and files that cannot be read out of the list. */
export function removeItems(ids: readonly number[]): void {
  const gone = new Set(ids);
  const isThere = ({ id }: { readonly id: number }) => !gone.has(id);
  const removed = session.value.items.filter((one) => !isThere(one));
  const what = removed.length === 1 ? removed[0]!.name : `${ids.length} items`;
  change(
    (one) => ({
      ...one,
      items: one.items.filter(isThere),
      refused: one.refused.filter(isThere),
      ...(one.table && { table: withoutEmpty(one.table, removed) }),
    }),
    `remove ${what}`,
  );
  void analysis().forget(ids);
}

type Table = NonNullable<typeof session.value.table>;

/** Rows that say nothing go with their networks; others stay for when they are added again. */
function withoutEmpty(table: Table, removed: readonly Item[]): Table {
  const names = new Set(removed.map(({ name }) => name));
  const columns = Object.values(table.columns);
  const kept = [...table.names.keys()].filter(
    (row) => !names.has(table.names[row]!) || columns.some((cells) => cells[row] !== null),
  );
  return {
    names: kept.map((row) => table.names[row]!),
    columns: Object.fromEntries(
      Object.entries(table.columns).map(([column, cells]) => [column, kept.map((row) => cells[row]!)]),
    ),
  };
}
