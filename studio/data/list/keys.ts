/** The list by keyboard. */
import { removeItems } from "../add.ts";
import { exclude, moveBy } from "./edit.ts";
import { active, fold, found, groupOf, keyOf, lines, type Line } from "./model.ts";
import { renaming } from "./rename.tsx";
import { click, clickGroup, meant, selectAll } from "./select.ts";

const plain = { ctrlKey: false, metaKey: false, shiftKey: false };

/** @param show - brings a line into sight */
export function onListKey(event: KeyboardEvent, show: (index: number) => void): void {
  if (event.target !== event.currentTarget && event.key !== "Escape") return; // a button of a line
  const at = lines.value.findIndex((line) => keyOf(line) === active.value);
  const line = lines.value[at];
  if (act(event, line, at, show)) event.preventDefault();
}

/** @returns whether the key means something here */
function act(
  event: KeyboardEvent,
  line: Line | undefined,
  at: number,
  show: (index: number) => void,
): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[
    event.key
  ];
  if (step !== undefined && event.altKey && line?.line === "item") {
    moveBy(line.item, step < 0 ? -1 : 1);
    show(lines.value.findIndex((one) => keyOf(one) === line.item.id));
    return true;
  }
  if (step !== undefined) return go(at, step, event, show);
  if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
    selectAll();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !line) return false;
  return line.line === "group" ? onGroup(event.key, line.group) : onItem(event, line);
}

function go(at: number, step: number, event: KeyboardEvent, show: (index: number) => void): boolean {
  const last = lines.value.length - 1;
  const next = Math.max(0, Math.min(last, at < 0 && step > 0 ? 0 : at + step));
  const line = lines.value[next];
  if (!line) return false;
  active.value = keyOf(line);
  if (line.line === "item" && !event.ctrlKey) click(line.item, { ...plain, shiftKey: event.shiftKey });
  show(next);
  return true;
}

function onGroup(key: string, group: string): boolean {
  if (key === "ArrowLeft" || key === "ArrowRight") fold(group, key === "ArrowLeft");
  else if (key === " " || key === "Enter")
    clickGroup(
      found.value.filter(({ name }) => groupOf.value(name) === group).map(({ name }) => name),
      key === " ",
    );
  else return false;
  return true;
}

function onItem({ key }: KeyboardEvent, { item, group }: Extract<Line, { line: "item" }>): boolean {
  if (key === "F2" || key === "Enter") renaming.value = item.id;
  else if (key === "Delete" || key === "Backspace") removeItems(meant(item).map(({ id }) => id));
  else if (key === " ") click(item, { ...plain, ctrlKey: true });
  else if (key.toLowerCase() === "x") exclude(meant(item), !item.excluded);
  else if (key === "ArrowLeft" && group !== undefined) active.value = group;
  else return false;
  return true;
}
