/** Reads files again in another way. What is read anew has new ids, so that undo brings the old reading back. */
import { change, session, takeIds } from "../../session/store.ts";
import type { Item, Origin, Overrides, Refused, Session } from "../../session/types.ts";
import { analysis } from "../../worker/client.ts";
import type { Found, ReadOutcome } from "../../worker/protocol.ts";
import { inOrder, readFile } from "../add.ts";
import { originKey, sourceOf } from "../sources.ts";
import { withRows } from "../table/rows.ts";
import { itemOf, present } from "./arrive.ts";
import { named } from "./names.ts";

/** A file with all that stands in the list for it. */
interface Listed {
  readonly origin: Origin;
  readonly items: readonly Item[];
  readonly refused: readonly Refused[];
}

/** Changes how all files are read. */
export async function readAllWith(reading: Session["reading"]): Promise<void> {
  change((one) => ({ ...one, reading }), "change how files are read");
  await again(listed(), {}, undefined);
}

/** Changes how the files of these items, or of these that cannot be read, are read. */
export async function readSomeWith(ids: readonly number[], overrides: Overrides): Promise<void> {
  const wanted = new Set(ids);
  const files = listed().filter(({ items, refused }) =>
    [...items, ...refused].some(({ id }) => wanted.has(id)),
  );
  await again(
    files,
    overrides,
    `read ${files.length === 1 ? originKey(files[0]!.origin) : `${files.length} files`} in another way`,
  );
}

function listed(): Listed[] {
  const files = new Map<string, Listed>();
  const of = (origin: Origin) => files.get(originKey(origin)) ?? { origin, items: [], refused: [] };
  const put = (file: Listed) => files.set(originKey(file.origin), file);
  for (const item of session.value.items) {
    const file = of(item.origin);
    put({ ...file, items: [...file.items, item] });
  }
  for (const one of session.value.refused) {
    const file = of(one.origin);
    put({ ...file, refused: [...file.refused, one] });
  }
  return [...files.values()].filter(({ origin }) => sourceOf(origin) !== undefined);
}

interface Reread {
  readonly file: Listed;
  readonly reading: Overrides | undefined;
  readonly outcome: ReadOutcome;
}

/** One change of the session when all are read. */
async function again(
  files: readonly Listed[],
  overrides: Overrides,
  what: string | undefined,
): Promise<void> {
  const all: Reread[] = [];
  await inOrder(
    files,
    async (file): Promise<Reread> => {
      const own = [...file.items, ...file.refused][0]?.reading;
      const reading = { ...own, ...overrides };
      const source = sourceOf(file.origin)!;
      const outcome = await readFile(file.origin, source, reading);
      return { file, reading: Object.keys(reading).length > 0 ? reading : undefined, outcome };
    },
    (done) => {
      for (const one of done) all.push(one);
    },
  );
  if (all.length > 0) replace(all, what);
}

function replace(all: readonly Reread[], what: string | undefined): void {
  const count = all.reduce((sum, { outcome }) => sum + ("found" in outcome ? outcome.found.length : 1), 0);
  const ids = takeIds(count).values();
  const pairs: [number, number][] = [];
  const keep = (found: Found, item: Omit<Item, "id">): Item => {
    const id = ids.next().value!;
    pairs.push([id, found.key]);
    return { ...item, id };
  };
  const made = new Map<string, { items: Item[]; refused: Refused[] }>();
  const place = placesOf();
  for (const { file, reading, outcome } of all) {
    const before = itemsBefore(file);
    const key = originKey(file.origin);
    if ("message" in outcome) {
      const own = { ...(reading && { reading }), ...(before.length > 0 && { was: before }) };
      const id = ids.next().value!;
      made.set(key, {
        items: [],
        refused: [{ id, origin: file.origin, place: place(file), ...outcome, ...own }],
      });
      continue;
    }
    const items = outcome.found.map((found, k) => {
      const item =
        before.find(({ readAs }) => readAs === found.readAs) ?? sameCount(before, outcome.found)[k];
      return keep(found, item ? present(item, found, reading) : itemOf(found, file.origin, reading));
    });
    made.set(key, { items, refused: [] });
  }
  const old = all.flatMap(({ file }) => file.items.map(({ id }) => id));
  void analysis().keep(pairs);
  void analysis().forget(old);
  change((one) => put(one, made, all), what);
}

/** Arrays whose names depend on how they are read stand for one another by their places. */
function sameCount(before: readonly Item[], found: readonly Found[]): readonly Item[] {
  return before.length === found.length ? before : [];
}

function itemsBefore({ items, refused }: Listed): readonly Item[] {
  return items.length > 0 ? items : (refused[0]?.was ?? []);
}

function placesOf(): (file: Listed) => number {
  const places = new Map(session.value.items.map(({ id }, k) => [id, k]));
  return ({ items, refused }) =>
    places.get(items[0]?.id ?? -1) ?? refused[0]?.place ?? session.value.items.length;
}

/** What was made of each file, in the place of what stood for it. */
function put(
  one: Session,
  made: ReadonlyMap<string, { items: readonly Item[]; refused: readonly Refused[] }>,
  all: readonly Reread[],
): Session {
  const gone = new Set(all.flatMap(({ file }) => [...file.items, ...file.refused].map(({ id }) => id)));
  const done = new Set<string>();
  const items: Item[] = [];
  for (const item of one.items) {
    const key = originKey(item.origin);
    if (!gone.has(item.id)) items.push(item);
    else if (!done.has(key)) for (const one of made.get(key)!.items) items.push(one);
    if (gone.has(item.id)) done.add(key);
  }
  const back = all.filter(({ file }) => !done.has(originKey(file.origin)));
  for (const { file } of back) {
    const place = Math.min(file.refused[0]?.place ?? items.length, items.length);
    made.get(originKey(file.origin))!.items.forEach((item, k) => items.splice(place + k, 0, item));
  }
  const unique = distinct(items);
  return {
    ...one,
    items: unique,
    refused: [
      ...one.refused.filter(({ id }) => !gone.has(id)),
      ...[...made.values()].flatMap(({ refused }) => refused),
    ],
    ...(one.table && { table: withRows(one.table, unique) }),
  };
}

/** Names that two share are told apart; those that were there first keep theirs. */
function distinct(items: readonly Item[]): Item[] {
  return named(items, []);
}
