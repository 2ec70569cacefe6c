import type { Block } from "../../figures.ts";

/** Least pixels from one name at an axis to the next. */
const leastStep = 11;

/** Where one block ends and the next begins, in rows. */
export function edgesOf(blocks: readonly Block[]): number[] {
  let end = 0;
  return blocks.map(({ size }) => (end += size)).slice(0, -1);
}

/**
 * The names of blocks in their middle; of those that would stand on one another the first.
 * @param shown - the names as there is room for them
 * @param step - pixels of a row
 */
export function blockAxis(blocks: readonly Block[], shown: readonly string[], step: number) {
  const names = new Map<number, string>();
  let [begin, last] = [0, -Infinity];
  for (const [k, { size }] of blocks.entries()) {
    const middle = begin + size / 2;
    begin += size;
    if ((middle - last) * step < leastStep) continue;
    names.set(middle, shown[k]!);
    last = middle;
  }
  return { ticks: [...names.keys()], nameAt: (at: number) => names.get(at)! };
}
