/** Which item a name stands for. */
import { session } from "../session/store.ts";
import type { Item } from "../session/types.ts";

/** The item of this name; or, for a name in an answer that was given before a renaming, the item of then. */
export function itemNamed(name: string): Item | undefined {
  const { items, answers } = session.value;
  const now = items.find((item) => item.name === name);
  if (now) return now;
  for (const { names, ids } of answers) {
    const id = ids?.[names.indexOf(name)];
    const found = id !== undefined && items.find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
}
