import { escapeHtml } from "./escape.ts";
import { mostWarnings } from "./words.ts";
import type { Section } from "./figures.ts";

/** Lists of numbers longer than this are measured by a sample. */
const mostMeasured = 4096;

/** About how many bytes of JSON a value takes, without making the JSON: it may be too long for a string. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return textSize(value) + 3;
  if (typeof value === "number") return numberSize(value);
  if (typeof value !== "object" || value === null) return 6;
  if (ArrayBuffer.isView(value)) return listSize(value as unknown as ArrayLike<unknown>);
  if (Array.isArray(value)) return listSize(value);
  return Object.entries(value).reduce((sum, [key, part]) => sum + key.length + 4 + sizeOf(part), 2);
}

/** Bytes of the headings, facts and sentences of a section, about. */
export function textSizeOf({ heading, facts = [], text = [], warnings = [] }: Section): number {
  const parts = [
    heading,
    ...text,
    ...warnings.slice(0, mostWarnings + 1),
    ...facts.flatMap(({ term, text }) => [term, text]),
  ];
  return parts.reduce((sum, part) => sum + escapeHtml(part).length + 40, 100);
}

/** Long lists of numbers by a sample of evenly spaced ones. */
function listSize(list: ArrayLike<unknown>): number {
  const step = typeof list[0] === "number" ? Math.max(1, Math.floor(list.length / mostMeasured)) : 1;
  let [sum, measured] = [0, 0];
  for (let k = 0; k < list.length; k += step, measured++) sum += sizeOf(list[k]);
  return measured === 0 ? 2 : 2 + Math.ceil((sum / measured) * list.length);
}

/** With the comma; "null" where it is no number of JSON. */
function numberSize(value: number): number {
  return Number.isFinite(value) ? String(value).length + 1 : 5;
}

/** Characters beyond ASCII take up to three bytes, and `<` becomes six. */
function textSize(text: string): number {
  let size = text.length;
  for (const character of text) size += character === "<" ? 5 : character > "\u007f" ? 2 : 0;
  return size;
}
