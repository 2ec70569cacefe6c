import type { Numbers } from "../../figures.ts";

/** The finite numbers at their places; null elsewhere. */
export function listOf(numbers: Numbers): (number | null)[] {
  return Array.from(numbers, (value) => (value !== null && Number.isFinite(value) ? value : null));
}

/** As `listOf`, for marks of Plot, which leave out what is NaN. */
export function numbersOf(numbers: Numbers): number[] {
  return Array.from(numbers, (value) => value ?? NaN);
}

/** Least and largest of what is finite; undefined if nothing is. */
export function extentOf(numbers: Iterable<number | null | undefined>): [number, number] | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of numbers) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : undefined;
}

/** A scale needs two ends: a single value stands in the middle of its own. */
export function spread([least, most]: readonly [number, number]): [number, number] {
  if (least < most) return [least, most];
  const half = Math.abs(least) / 2 || 0.5;
  return [least - half, most + half];
}

/** Both ends moved apart by a share of the span. */
export function padded([least, most]: readonly [number, number], share: number): [number, number] {
  const room = share * (most - least);
  return [least - room, most + room];
}
