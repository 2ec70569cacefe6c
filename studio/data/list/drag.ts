/** Items are dragged to another place, or onto a group. */
import { signal } from "@preact/signals";
import type { Item } from "../../session/types.ts";
import { session } from "../../session/store.ts";
import { moveBefore, putIntoGroup } from "./edit.ts";
import { groupColumn, type Line } from "./model.ts";
import { meant } from "./select.ts";

/** Ids of the items that are being dragged; none while it is something else, e.g. a file. */
export const dragged = signal<readonly number[]>([]);

/** The line that they are over, and whether they would come before it. */
export const over = signal<{ readonly key: number | string; readonly after: boolean } | undefined>(undefined);

export function startDrag(item: Item, event: DragEvent): void {
  dragged.value = meant(item).map(({ id }) => id);
  event.dataTransfer?.setData("text/plain", item.name);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
}

export function dragOver(line: Line, event: DragEvent): void {
  if (dragged.value.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const next = {
    key: line.line === "item" ? line.item.id : line.group,
    after: event.clientY > top + height / 2,
  };
  if (over.value?.key !== next.key || over.value.after !== next.after) over.value = next;
}

export function drop(line: Line, event: DragEvent): void {
  if (dragged.value.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  const { items } = session.value;
  const moved = items.filter(({ id }) => dragged.value.includes(id));
  const after = over.value?.after ?? false;
  endDrag();
  if (groupColumn.value !== undefined && line.group !== undefined) putIntoGroup(moved, line.group);
  if (line.line === "group") return;
  const at = items.findIndex(({ id }) => id === line.item.id);
  moveBefore(
    moved,
    after ? items.slice(at + 1).find(({ id }) => !moved.some((one) => one.id === id)) : line.item,
  );
}

export function endDrag(): void {
  dragged.value = [];
  over.value = undefined;
}
