import { smallestOf } from "../../base/lists.ts";

/**
 * A sentence where starts ended in different minima.
 * @param same - losses that differ by less than this share of the best are of one minimum
 */
export function minimaNotes(losses: readonly number[], same: number): string[] {
  const best = smallestOf(losses);
  const reached = losses.filter((loss) => loss - best <= same * best).length;
  if (reached === losses.length) return [];
  return [
    `${reached} of ${losses.length} starts ended in the minimum that is given, the others in worse ones: there may be a better one still; raise restarts`,
  ];
}

export function convergenceNotes(facts: {
  readonly converged: boolean;
  readonly iterations: number;
}): string[] {
  return facts.converged ? [] : [`not converged in ${facts.iterations} iterations: raise iterations`];
}
