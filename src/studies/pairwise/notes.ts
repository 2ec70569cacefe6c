import { largestOf, smallestOf } from "../../base/lists.ts";
import type { ComparisonsFacts } from "../../data/comparisons.ts";

/** Less than this share of a value is rounding. */
const rounding = 1e-6;

/**
 * A sentence where a network on held-out stimuli is not the same as itself: what was fitted on other
 * stimuli need not fit these.
 *
 * @param self - value of every network against itself without held-out stimuli
 */
export function diagonalNotes(values: Float64Array, names: number, self: number | undefined): string[] {
  if (self === undefined) return [];
  const diagonal = Array.from({ length: names }, (_, i) => values[i * (names + 1)]!);
  const [least, most] = [smallestOf(diagonal), largestOf(diagonal)];
  const isSelf = (value: number) => Math.abs(value - self) <= rounding * Math.max(1, Math.abs(self));
  if (diagonal.every(isSelf)) return [];
  return [
    `the diagonal is a network against itself on held-out stimuli (${least.toPrecision(3)} to ${most.toPrecision(3)}), not ${self}: what is fitted on some stimuli does not fit others exactly`,
  ];
}

/** A sentence where only one of several starts found the value, so that a better minimum may be left. */
export function minimaNotes(details: ComparisonsFacts["details"]): string[] {
  const { minima, reached } = details ?? {};
  if (!minima || !reached) return [];
  const doubtful = reached.reduce((count, times, k) => count + (times === 1 && minima[k]! > 1 ? 1 : 0), 0);
  if (doubtful === 0) return [];
  return [
    `${doubtful} of ${minima.filter((count) => count > 0).length} values are of a minimum that a single start of the search reached, while others ended in worse ones: a better one may be left; raise restarts`,
  ];
}
