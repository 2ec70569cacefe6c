/** What may be wrong with each item: in itself, and beside the first. */
import { computed } from "@preact/signals";
import { included, session } from "../../session/store.ts";
import type { Item, Remedy } from "../../session/types.ts";
import { interned } from "../arrive/interned.ts";

interface Doubts {
  readonly words: readonly string[];
  readonly remedies: readonly Remedy[];
}

const none: Doubts = { words: [], remedies: [] };

/** The item that the others are held against. */
const reference = computed(() => included.value.find(({ present }) => present));

export function doubtsOf(item: Item): Doubts {
  if (!item.present) return { words: [absence(item)], remedies: [] };
  const first = reference.value;
  const beside = first && first.id !== item.id && !item.excluded ? besideFirst(item, first) : none;
  return {
    words: [...item.warnings, ...beside.words],
    remedies: [...(item.remedies ?? []), ...beside.remedies],
  };
}

function absence({ origin }: Item): string {
  return origin.from === "file"
    ? `Its responses are not here since the page was loaded again: add the file ${origin.path} again.`
    : "Its responses are being read again.";
}

function besideFirst(item: Item, first: Item): Doubts {
  const [own, other] = [item.shape[0]!, first.shape[0]!];
  if (own !== other) {
    const words = [`It has ${own} stimuli, ${first.name} has ${other}: they cannot be compared.`];
    const turned = item.shape.length === 2 && item.shape[1] === other;
    const label = "Read as units × stimuli";
    return { words, remedies: turned ? [{ label, reading: { axes: ["units", "stimuli"] } }] : [] };
  }
  const [a, b] = [interned(item.stimuli), interned(first.stimuli)];
  if (!a || !b || a === b) return none;
  return otherNames(a, b, first.name);
}

function otherNames(own: readonly string[], other: readonly string[], first: string): Doubts {
  const there = new Set(other);
  const missing = own.find((name) => !there.has(name));
  if (missing !== undefined)
    return { words: [`It has other stimuli than ${first}, e.g. ${missing}.`], remedies: [] };
  const at = own.findIndex((name, k) => name !== other[k]);
  return {
    words: [
      `Its stimuli come in another order than those of ${first}: stimulus ${at + 1} is ${own[at]}, there ${other[at]}.`,
    ],
    remedies: [{ label: "Match stimuli by name", reading: { match: "names" }, all: true }],
  };
}

/** Items of which something may be wrong. */
export const doubtful = computed(() =>
  session.value.items.filter((item) => item.present && doubtsOf(item).words.length > 0),
);

export const absentCount = computed(() => session.value.items.filter(({ present }) => !present).length);
