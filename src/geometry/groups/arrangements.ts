/** The different ways to deal labels to items, by their number; for tests that try all of them. */

/**
 * How many different ways there are: n! / Π size!.
 * @param most - beyond it they are not counted further
 * @returns Infinity where there are more than `most`
 */
export function arrangementsOf(sizes: readonly number[], most: number): number {
  let [ways, items] = [1, 0];
  for (const size of sizes) {
    for (let k = 1; k <= size; k++) {
      ways = (ways * ++items) / k; // a multinomial coefficient after each step, hence whole
      if (ways > most) return Infinity;
    }
  }
  return ways;
}

/** How many of the ways put the same items together: groups of the same size may change places. */
export function sameDivisions(sizes: readonly number[]): number {
  const seen = new Map<number, number>();
  let ways = 1;
  for (const size of sizes) {
    seen.set(size, (seen.get(size) ?? 0) + 1);
    ways *= seen.get(size)!;
  }
  return ways;
}

/**
 * The labels of one of the ways, in the order of dictionaries.
 * @param number - from 0 to `ways` − 1
 * @param ways - of `arrangementsOf`
 */
export function arrangement(sizes: readonly number[], number: number, ways: number): Int32Array {
  const left = [...sizes];
  const items = left.reduce((sum, size) => sum + size, 0);
  let [before, among] = [number, ways];
  return Int32Array.from({ length: items }, (_, i) => {
    for (let group = 0; ; group++) {
      const starting = (among * left[group]!) / (items - i);
      if (before < starting) {
        left[group]!--;
        among = starting;
        return group;
      }
      before -= starting;
    }
  });
}
