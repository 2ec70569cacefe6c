import type { Plain } from "../../run/ledger/ledger.ts";

/** Differences that a message names. */
const named = 6;

/** What differs between what a checkpoint holds and what is asked: `metric: cka there, procrustes here`. */
export function differences(there: unknown, here: unknown): string[] {
  return [...between(there as Plain, here as Plain, "")];
}

/** As one sentence; undefined where nothing differs. */
export function differenceWords(there: unknown, here: unknown): string | undefined {
  const all = differences(there, here);
  if (all.length === 0) return undefined;
  const more = all.length > named ? `; and ${all.length - named} more` : "";
  return `${all.slice(0, named).join("; ")}${more}`;
}

function* between(there: Plain | undefined, here: Plain | undefined, path: string): Generator<string> {
  if (Object.is(there, here)) return;
  const [a, b] = [membersOf(there), membersOf(here)];
  if (!a || !b || Array.isArray(there) !== Array.isArray(here)) {
    yield `${path || "all"}: ${wordOf(there)} there, ${wordOf(here)} here`;
    return;
  }
  if (Array.isArray(there) && (a.size !== b.size || (isShort(a) && isShort(b)))) {
    if (JSON.stringify(there) === JSON.stringify(here)) return;
    yield `${path || "list"}: ${shown(a)} there, ${shown(b)} here`;
    return;
  }
  const isList = Array.isArray(there);
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const inner = isList ? `${path} ${Number(name) + 1}` : path ? `${path} ${name}` : name;
    yield* between(a.get(name), b.get(name), inner);
  }
}

function membersOf(value: Plain | undefined): Map<string, Plain> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined) as [string, Plain][]);
}

/** Whether a list can be shown as a whole. */
function isShort(list: ReadonlyMap<string, Plain>): boolean {
  return list.size <= 4 && [...list.values()].every((one) => typeof one !== "object");
}

function shown(list: ReadonlyMap<string, Plain>): string {
  return isShort(list) ? [...list.values()].map(wordOf).join(", ") || "none" : `${list.size} of them`;
}

function wordOf(value: Plain | undefined): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
