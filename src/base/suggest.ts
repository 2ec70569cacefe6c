import { quoted } from "./text.ts";

/** A name that is more edits away was not meant. */
const mostEdits = 3;

/**
 * The accepted name that was probably meant: a few edits away from `given`, or abbreviated by it.
 *
 * @returns undefined if no name is near. The limit is half of the letters of the name, at least 2 and at most 3 edits.
 */
export function nearest(given: string, accepted: readonly string[]): string | undefined {
  const ranked = accepted.map((name) => ({ name, edits: editsBetween(given, name) }));
  ranked.sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best && best.edits <= Math.min(mostEdits, Math.max(2, best.name.length / 2))) return best.name;
  return accepted.find((name) => abbreviates(given, name));
}

/**
 * Letters to insert, remove, replace, or swap with their neighbour (optimal string alignment): a swap is one edit,
 * so `cak` is nearer to `cka` than to `cea`. A package for this would be a tenth of a small bundle.
 */
function editsBetween(a: string, b: string): number {
  // No name of a far other length is near; the table stays small.
  if (a.length > 60 || Math.abs(a.length - b.length) > mostEdits) return Infinity;
  const table = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [above, before] = [table[i - 1]!, table[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      const isSwap = before && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, replaced, isSwap ? before[j - 2]! + 1 : Infinity));
    }
    table.push(row);
  }
  return table[a.length]![b.length]!;
}

/** Whether the first letters agree and `name` has the other letters of `short` in their order: `dims` for `dimensions`. */
function abbreviates(short: string, name: string): boolean {
  if (short.length < 3 || short[0] !== name[0]) return false;
  let at = 0;
  for (const letter of name) if (letter === short[at]) at++;
  return at === short.length;
}

/** ` Did you mean cka?`, or an empty text if no name is near. */
export function questionOf(given: string, accepted: readonly string[]): string {
  const near = nearest(given, accepted) ?? nearest(given.toLowerCase(), accepted);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

/** `Unknown metric "cak". Did you mean cka? Accepted: cka, procrustes.` */
export function unknownName(what: string, given: string, accepted: readonly string[]): string {
  return `Unknown ${what} ${quoted(given)}.${questionOf(given, accepted)} Accepted: ${accepted.join(", ")}.`;
}
