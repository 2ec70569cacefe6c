/** What may be wrong with an array, alone and beside others. */
import type { Counts } from "./counts.ts";
import type { InspectedArray } from "./inspection.ts";

export function arrayWarnings(
  shape: readonly number[],
  { missing, infinite, constant, units }: Counts,
): string[] {
  const total = shape.reduce((product, length) => product * length, 1);
  const notes: string[] = [];
  if (total === 0) notes.push("holds no numbers");
  if (missing > 0) notes.push(`${missing} of ${total} numbers are NaN, which most metrics refuse`);
  if (infinite > 0) notes.push(`${infinite} of ${total} numbers are infinite`);
  if (shape.length > 1 && shape[0]! > 1 && constant > 0)
    notes.push(
      `${constant} of ${units} units are constant over the first axis; --drop-constant leaves them out`,
    );
  return notes;
}

/**
 * Arrays whose first axis is not as long as that of most others: transposed where another of their axes is, else of
 * other stimuli.
 */
export function acrossWarnings(arrays: readonly InspectedArray[]): string[] {
  const read = arrays.filter(({ refused, shape }) => refused === undefined && shape.length > 1);
  if (read.length < 2) return [];
  const usual = mostFrequent(read.map(({ shape }) => shape[0]!));
  return read
    .filter(({ shape }) => shape[0] !== usual)
    .map(({ name, shape }) => {
      const size = shape.join(" × ");
      if (shape.length === 2 && shape[1] === usual)
        return `${name} is ${size} beside others of ${usual} stimuli: probably units × stimuli. Read it with --axes units,stimuli.`;
      return `${name} is ${size} and has ${shape[0]} stimuli, others ${usual}: they cannot be compared.`;
    });
}

/** Of several that are as frequent, the first. */
function mostFrequent(lengths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
