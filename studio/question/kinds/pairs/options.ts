/** Options of all pairs: those of `pairwise`, and the test of groups. Both halves of the kind need them. */
import { arrangeUnitsOptions, pairwiseOptions, testedGroupsOptions } from "repgeom/options";

const { test: _, seed, ...own } = pairwiseOptions;
const { groupTest, permutations } = testedGroupsOptions;

export const pairsOptions = { ...own, groupTest, permutations, seed };
export const nested = { arrange: arrangeUnitsOptions };

/** What is of the test of groups, and what is of `pairwise`. */
export function divided(given: Readonly<Record<string, unknown>>): {
  readonly tested: Readonly<Record<string, unknown>>;
  readonly about: Readonly<Record<string, unknown>>;
} {
  const { groupTest, permutations, ...about } = given;
  return { tested: { groupTest, permutations, seed: about["seed"] }, about };
}
