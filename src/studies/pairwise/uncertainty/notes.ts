import type { Estimand } from "../../../base/jackknife.ts";
import { testedCells, type Table } from "./table.ts";

/** What an interval is for, or what must be known of it. */
export type About = Estimand | "fallback" | "excluded";

/** Of how many pairs each thing is to be said. */
export interface PairCounts {
  readonly pairs: number;
  readonly about: Readonly<Partial<Record<About, number>>>;
}

/**
 * Counts pairs of different networks, each once where order does not matter.
 * @param about - of each cell of the table
 */
export function countPairs(about: readonly (readonly About[])[], table: Table): PairCounts {
  const counts: Partial<Record<About, number>> = {};
  const pairs = testedCells(table);
  for (const pair of pairs) for (const word of about[pair]!) counts[word] = (counts[word] ?? 0) + 1;
  return { pairs: pairs.length, about: counts };
}

/** One sentence for each thing that must be known of intervals, with the number of pairs. */
export function describeIntervals({ pairs, about }: PairCounts, metric: string, stimuli: number): string[] {
  return Object.entries(sentences).flatMap(([word, sentence]) => {
    const count = about[word as keyof typeof sentences];
    return count ? [`${count} of ${pairs} pairs: ${sentence(metric, stimuli)}`] : [];
  });
}

const sentences = {
  debiased: (metric: string, stimuli: number) =>
    `${metric} of ${stimuli} stimuli is biased by more than half a standard error; the interval is for the value of endlessly many such stimuli, and is centred on the value without that bias (estimate in the JSON document).`,
  expectation: (metric: string, stimuli: number) =>
    `the interval is for the mean of ${metric} over samples of ${stimuli} such stimuli. The value of endlessly many may lie outside: the bias of so few stimuli is large, or not known well enough to be removed.`,
  none: (metric: string) =>
    `no interval, because ${metric} is at an end of its range, does not change, or is not defined, when some stimuli are left out.`,
  fallback: () =>
    "BCa is not valid, because the bias of the value is large, or fewer than 2.5 % or more than 97.5 % of the resamples lie below it; the interval is that of the jackknife.",
  excluded: (metric: string) =>
    `the percentile interval does not hold the value itself, because stimuli that are drawn twice bias ${metric}; interval jackknife does not draw twice.`,
} satisfies Partial<Record<About, (metric: string, stimuli: number) => string>>;
