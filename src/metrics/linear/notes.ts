import type { Compared } from "../metric.ts";

/** Numbers about one network that notes are made from. */
export type RankFacts = {
  /** Directions that are compared. */
  rank: number;
  /** Directions that the stimuli allow: their number, less 1 if units are centred. */
  rows: number;
  /** Directions that were left out because they are no more than rounding. */
  cut: number;
};

/** One sentence after another; undefined if there is none. */
export function joinNotes(...notes: readonly (string | undefined)[]): string | undefined {
  const said = notes.filter((note) => note !== undefined);
  return said.length > 0 ? said.join(" ") : undefined;
}

/** Some names, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function namesWhere<F>(facts: readonly F[], { names }: Compared, holds: (fact: F) => boolean): string[] {
  return names.filter((_, k) => holds(facts[k]!));
}

/** A note where a rank was cut below what units and stimuli allow. */
export function noteOfCut(facts: readonly RankFacts[], compared: Compared): string | undefined {
  const cut = namesWhere(facts, compared, (fact) => fact.cut > 0);
  if (cut.length === 0) return undefined;
  const { rank, cut: without } = facts.find((fact) => fact.cut > 0)!;
  return (
    `The rank of ${listed(cut)} was cut (to ${rank} of ${rank + without}${cut.length > 1 ? " for the first" : ""}): ` +
    `what the other directions hold is no more than the rounding of the stored numbers. The option tolerance sets another threshold.`
  );
}

/** What is 1 whatever the data, and what to do about it. */
export interface Forced {
  /** Of a pair of which one spans all stimuli, that one being "it" or "one of them". */
  readonly spanning: (whom: string) => string;
  /** Of a pair that shares directions by their number alone. */
  readonly overlapping: string;
  /** Whether only the first network of a pair forces the value, by spanning all. */
  readonly first?: boolean;
}

/**
 * A note on values that the number of stimuli alone decides: one network of a pair has as many
 * independent directions as the stimuli allow, or the ranks of both sum to more than these.
 */
export function noteOfForced(
  facts: readonly RankFacts[],
  compared: Compared,
  { spanning, overlapping, first = false }: Forced,
): string | undefined {
  const { rows } = facts[0]!;
  const spans = (k: number) => facts[k]!.rank >= rows;
  const forced = compared.count((x, y) => spans(x) || (!first && spans(y)));
  const shared = compared.count((x, y) => facts[x]!.rank + facts[y]!.rank > rows) - forced;
  const full = namesWhere(facts, compared, ({ rank }) => rank >= rows);
  if (forced > 0)
    return `${listed(full)} ${full.length === 1 ? "has" : "have"} as many independent directions as the stimuli allow (${rows}), so ${spanning(full.length === 1 ? "it" : "one of them")}. ${remedy}`;
  if (shared <= 0) return undefined;
  return `In ${shared} of ${compared.count(() => true)} pairs the ranks sum to more than the ${rows} directions that the stimuli allow, so ${overlapping}. ${remedy}`;
}

/** Offered wherever a value is forced. */
const remedy =
  "Use more stimuli or fewer directions, or pairwise with folds (--folds 5), which measures on stimuli that the fit has not seen.";

/** Of metrics made of canonical correlations. */
export const forcedCorrelations: Forced = {
  spanning: (whom) => `all canonical correlations with ${whom} are 1 whatever the data`,
  overlapping: "some canonical correlations are 1 whatever the data",
};
