/** Which items are selected: names in the link that all views share. */
import { nothing, selectionOf, toggled } from "repgeom/charts";
import { computed } from "@preact/signals";
import { selection } from "../../parts/use-link.ts";
import { link } from "../../session/live.ts";
import { session } from "../../session/store.ts";
import type { Item } from "../../session/types.ts";
import { active, lines } from "./model.ts";

/** The items that are selected. */
export const selectedItems = computed<readonly Item[]>(() => {
  const names = new Set(selection.value.selected.networks);
  return names.size === 0 ? [] : session.value.items.filter(({ name }) => names.has(name));
});

export const selectedNames = computed(() => new Set(selection.value.selected.networks));
export const litNames = computed(() => new Set(selection.value.lit.networks));

/** Where a range begins. */
let anchor: number | undefined;

/** As in a list of files: alone, with control beside the others, with shift all between. */
export function click(item: Item, event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): void {
  active.value = item.id;
  const own = selectionOf("networks", [item.name]);
  if (event.shiftKey && anchor !== undefined)
    return link.select(selectionOf("networks", between(anchor, item.id)));
  anchor = item.id;
  if (event.ctrlKey || event.metaKey) return link.select(toggled(link.selected, own));
  link.select(own);
}

function between(from: number, to: number): string[] {
  const items = lines.value.flatMap((one) => (one.line === "item" ? [one.item] : []));
  const places = [from, to].map((id) => items.findIndex((one) => one.id === id));
  if (places.includes(-1)) return [];
  const [start, end] = places.sort((a, b) => a - b) as [number, number];
  return items.slice(start, end + 1).map(({ name }) => name);
}

/** All items of a group. */
export function clickGroup(names: readonly string[], more: boolean): void {
  const own = selectionOf("networks", names);
  link.select(more ? toggled(link.selected, own) : own);
}

export function light(names: readonly string[]): void {
  link.light(names.length > 0 ? selectionOf("networks", names) : nothing);
}

export function selectAll(): void {
  const items = lines.value.flatMap((one) => (one.line === "item" ? [one.item.name] : []));
  link.select(selectionOf("networks", items));
}

/** What an action of the keyboard or of a row is about: the selected items, if this is one of them, else this one. */
export function meant(item: Item): readonly Item[] {
  const all = selectedItems.value;
  return all.some(({ id }) => id === item.id) ? all : [item];
}
