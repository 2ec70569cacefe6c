import { closest, distance } from "fastest-levenshtein";

/**
 * The accepted name that `given` was probably meant to be.
 *
 * @returns undefined when none is near: further away than half of its letters, within 2 to 3 edits.
 */
export function nearest(given: string, accepted: readonly string[]): string | undefined {
  if (accepted.length === 0) return undefined;
  const candidate = closest(given, accepted);
  const edits = distance(given, candidate);
  return edits <= Math.min(3, Math.max(2, candidate.length / 2)) ? candidate : undefined;
}

/** `Unknown metric "cak". Did you mean cka? Accepted: cka, procrustes.` */
export function unknownName(what: string, given: string, accepted: readonly string[]): string {
  const near = nearest(given.toLowerCase(), accepted);
  const question = near === undefined ? "" : ` Did you mean ${near}?`;
  return `Unknown ${what} "${given}".${question} Accepted: ${accepted.join(", ")}.`;
}
