import { closest, distance } from "fastest-levenshtein";

/**
 * The accepted name that `given` was probably meant to be: few edits away, or what it abbreviates.
 *
 * @returns undefined when none is near: further away than half of its letters, within 2 to 3 edits.
 */
export function nearest(given: string, accepted: readonly string[]): string | undefined {
  if (accepted.length === 0) return undefined;
  const swapped = accepted.find((name) => lettersOf(name) === lettersOf(given));
  if (swapped !== undefined) return swapped;
  const candidate = closest(given, accepted);
  const edits = distance(given, candidate);
  if (edits <= Math.min(3, Math.max(2, candidate.length / 2))) return candidate;
  return accepted.find((name) => abbreviates(given, name));
}

/** Two letters in the wrong order are the commonest slip: `cak` is `cka`, not `cca`. */
function lettersOf(name: string): string {
  return [...name].sort().join("");
}

/** `dims` for `dimensions`: the same first letter, and the others in their order. */
function abbreviates(short: string, name: string): boolean {
  if (short.length < 3 || short[0] !== name[0]) return false;
  let at = 0;
  for (const letter of name) if (letter === short[at]) at++;
  return at === short.length;
}

/** ` Did you mean cka?`, or nothing where no name is near. */
export function questionOf(given: string, accepted: readonly string[]): string {
  const near = nearest(given, accepted) ?? nearest(given.toLowerCase(), accepted);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

/** `Unknown metric "cak". Did you mean cka? Accepted: cka, procrustes.` */
export function unknownName(what: string, given: string, accepted: readonly string[]): string {
  return `Unknown ${what} "${given}".${questionOf(given, accepted)} Accepted: ${accepted.join(", ")}.`;
}
