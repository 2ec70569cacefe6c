import type { Figure, Section } from "./figures.ts";
import { mostShortened, reducedTo, shortened } from "./reduce/reduce.ts";
import { sizeOf, textSizeOf } from "./size.ts";

/** Largest size of a report in bytes, if no other is asked for. */
export const defaultBudget = 2_000_000;

/** Figures keep at least this, however large the page is without them. */
const leastForFigures = 100_000;

/**
 * The same sections with figures that fit into a page of so many bytes. Small figures stay as they
 * are; the large ones share what is left, and the caption of each says how it was reduced.
 *
 * @param budget - bytes of the whole page
 * @param fixed - bytes that the page takes without its sections
 */
export function withinBudget(
  sections: readonly Section[],
  budget: number,
  fixed: number,
): readonly Section[] {
  const figures = sections.flatMap((section) => section.figures.flat() as Figure[]);
  const sizes = figures.map(sizeOf);
  const text = sections.reduce((sum, section) => sum + textSizeOf(section), fixed);
  const total = Math.max(leastForFigures, 0.97 * (budget - text));
  const most = shareOf(sizes, total);
  if (sizes.every((size) => size <= most)) return sections;
  // What needs shorter numbers alone takes less than its share, which is left for those that need more.
  const needed = figures.map((one, k) =>
    sizes[k]! > most && sizes[k]! < mostShortened * most ? sizeOf(shortened(one)) : sizes[k]!,
  );
  const larger = Math.max(most, shareOf(needed, total));
  const fitted = new Map(figures.map((one, k) => [one, sizes[k]! > most ? reducedTo(one, larger) : one]));
  const fit = (one: Figure) => fitted.get(one)!;
  return sections.map((section) => ({
    ...section,
    figures: section.figures.map((one) => (Array.isArray(one) ? one.map(fit) : fit(one as Figure))),
  }));
}

/** The largest size that a figure may have, so that all together have `total` at most. */
function shareOf(sizes: readonly number[], total: number): number {
  const rising = [...sizes].sort((a, b) => a - b);
  let left = total;
  for (const [k, size] of rising.entries()) {
    const share = left / (rising.length - k);
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}
