import type { Numbers } from "../../figures.ts";

/** The numbers as a list, with null in place of NaN and infinities. */
export function listOf(numbers: Numbers): (number | null)[] {
  return Array.from(numbers, (value) => (value !== null && Number.isFinite(value) ? value : null));
}

/** As `listOf`, but with NaN instead of null. Plot's marks leave out NaN. */
export function numbersOf(numbers: Numbers): number[] {
  return Array.from(numbers, (value) => value ?? NaN);
}

/** Smallest and largest finite number; undefined if there is none. */
export function extentOf(numbers: Iterable<number | null | undefined>): [number, number] | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of numbers) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : undefined;
}

/** Moves both ends outwards by a share of the range. */
export function padded([least, most]: readonly [number, number], share: number): [number, number] {
  const room = share * (most - least);
  return [least - room, most + room];
}
