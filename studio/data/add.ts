/** Brings data in: files, addresses, examples. Each file is read by the worker as it arrives. */
import type { Source } from "repgeom";
import { reading, say } from "../session/live.ts";
import { change, session, takeIds } from "../session/store.ts";
import type { Item, Origin } from "../session/types.ts";
import type { Found } from "../worker/protocol.ts";
import { analysis } from "../worker/client.ts";
import { rememberSource } from "./sources.ts";

/** A file to add, and where it comes from. */
export interface Incoming {
  /** What is fetched first may come as a function, which is called when its turn has come. */
  readonly source: Source | (() => Promise<Source>);
  readonly origin: Origin;
}

/** Files read at once. More would only hold more memory. */
const lanes = 2;

/** Reads files one after the other; a wrong one is listed with its reason and the others stay. */
export async function addSources(incoming: readonly Incoming[]): Promise<void> {
  const queue = incoming.values();
  let done = 0;
  const tell = () => (reading.value = { done, total: incoming.length });
  tell();
  const lane = async () => {
    for (const one of queue) {
      await addOne(one);
      done++;
      tell();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  reading.value = undefined;
  say(`${incoming.length} ${incoming.length === 1 ? "file" : "files"} read.`);
}

async function addOne({ source: given, origin }: Incoming): Promise<void> {
  try {
    const source = typeof given === "function" ? await given() : given;
    rememberSource(origin, source);
    const found = await analysis().read({ source, options: session.value.reading });
    await addFound(found, origin);
  } catch (error) {
    const [id] = takeIds(1) as [number];
    const message = error instanceof Error ? error.message : String(error);
    change((one) => ({ ...one, refused: [...one.refused, { id, origin, message }] }));
  }
}

async function addFound(found: readonly Found[], origin: Origin): Promise<void> {
  const ids = takeIds(found.length);
  await Promise.all(found.map(({ key }, k) => analysis().keep(ids[k]!, key)));
  const items = found.map(({ key: _key, ...facts }, k): Item => {
    return { ...facts, id: ids[k]!, name: facts.readAs, origin, present: true };
  });
  change(
    (one) => ({ ...one, items: [...one.items, ...named(items, one.items)] }),
    `add ${items[0]?.name ?? "a file"}`,
  );
}

/** With names that no other item has: the second "layer1" is "layer1 (2)". */
function named(items: readonly Item[], others: readonly Item[]): Item[] {
  const taken = new Set(others.map(({ name }) => name));
  return items.map((item) => {
    let name = item.name;
    for (let k = 2; taken.has(name); k++) name = `${item.name} (${k})`;
    taken.add(name);
    return { ...item, name };
  });
}

/** Files that were dropped or chosen. */
export function addFiles(files: readonly File[]): Promise<void> {
  return addSources(
    files.map((file) => ({
      source: file,
      origin: { from: "file", path: file.webkitRelativePath || file.name, size: file.size },
    })),
  );
}

export function addUrl(url: string): Promise<void> {
  return addSources([{ source: new URL(url, location.href), origin: { from: "url", url } }]);
}

export function removeItems(ids: readonly number[]): void {
  const gone = new Set(ids);
  const names = session.value.items.filter(({ id }) => gone.has(id)).map(({ name }) => name);
  change(
    (one) => ({
      ...one,
      items: one.items.filter(({ id }) => !gone.has(id)),
      refused: one.refused.filter(({ id }) => !gone.has(id)),
    }),
    `remove ${names.length === 1 ? names[0] : `${names.length} items`}`,
  );
}
