/** Puts what was read into the session: new items, items that are here again, and files that cannot be read. */
import { change, session, takeIds } from "../../session/store.ts";
import type { Item, Refused } from "../../session/types.ts";
import { analysis } from "../../worker/client.ts";
import type { Found } from "../../worker/protocol.ts";
import type { Arrived } from "../add.ts";
import { originKey } from "../sources.ts";
import { withRows } from "../table/rows.ts";
import { named } from "./names.ts";
import { interned } from "./interned.ts";

/** @param what - in words, for undo; undefined for what belongs to the step before */
export function arrive(arrived: readonly Arrived[], what: string | undefined): void {
  const absent = absentItems();
  const again = new Map<number, Found>();
  const added: Omit<Item, "id">[] = [];
  const keys: number[] = [];
  const depths: number[] = [];
  const failed: Omit<Refused, "id">[] = [];
  for (const { origin, reading, outcome, isAgain, depth = 0 } of arrived) {
    const own = absent.get(originKey(origin));
    if ("message" in outcome) {
      failed.push({ origin, ...outcome, ...(reading && { reading }), ...(own && { was: own }) });
      continue;
    }
    for (const found of outcome.found) {
      const item = own?.find(({ readAs }) => readAs === found.readAs);
      if (item) again.set(item.id, found);
      if (own || isAgain) continue; // what else is in the file, the person has taken out of the list
      added.push(itemOf(found, origin, reading));
      keys.push(found.key);
      depths.push(depth);
    }
  }
  const ids = takeIds(added.length + failed.length);
  const pairs = [
    ...keys.map((key, k) => [ids[k]!, key] as const),
    ...[...again].map(([id, { key }]) => [id, key] as const),
  ];
  if (pairs.length > 0) void analysis().keep(pairs);
  change(
    (one) => {
      const there = one.items.map((item) => (again.has(item.id) ? present(item, again.get(item.id)!) : item));
      const fresh = named(added, there, (item) => depths[added.indexOf(item)]!).map((item, k): Item => ({
        ...item,
        id: ids[k]!,
      }));
      const refused = failed.map((one, k): Refused => ({ ...one, id: ids[added.length + k]! }));
      const items = [...there, ...fresh];
      const same = new Set(failed.map(({ origin }) => originKey(origin)));
      return {
        ...one,
        items,
        refused: [...one.refused.filter(({ origin }) => !same.has(originKey(origin))), ...refused],
        ...(one.table && { table: withRows(one.table, items) }),
      };
    },
    pairs.length + failed.length > again.size ? what : undefined,
  );
}

function absentItems(): Map<string, Item[]> {
  const absent = new Map<string, Item[]>();
  for (const item of session.value.items) {
    if (item.present) continue;
    const key = originKey(item.origin);
    absent.set(key, [...(absent.get(key) ?? []), item]);
  }
  return absent;
}

/** A new item, named as it was read. */
export function itemOf(found: Found, origin: Item["origin"], reading: Item["reading"]): Omit<Item, "id"> {
  const { key: _key, ...facts } = found;
  const stimuli = interned(facts.stimuli);
  return {
    ...facts,
    ...(stimuli && { stimuli }),
    ...(reading && { reading }),
    name: facts.readAs,
    origin,
    present: true,
  };
}

/** The same item, as it was read now. */
export function present(item: Item, found: Found, reading = item.reading): Item {
  const { id, name, excluded, side, origin } = item;
  const own = { id, name, ...(excluded && { excluded }), ...(side && { side }) };
  return { ...itemOf(found, origin, reading), ...own };
}
