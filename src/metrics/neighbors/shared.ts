import type { Matrix } from "../../base/matrix.ts";

/** The neighbours that both networks give one stimulus. */
export interface Shared {
  /** How many they are. */
  count: number;
  /** Their ranks from 0 in the first network, by rising rank in the second; only `count` of them are set. */
  readonly first: Int32Array;
  /** Their ranks from 0 in the second network, rising. */
  readonly second: Int32Array;
}

/**
 * The mean over stimuli of a function of the shared neighbours.
 * @param x, y - tables of neighbours of the same stimuli, stimuli × k
 */
export function meanOfShared(x: Matrix, y: Matrix, value: (shared: Shared) => number): number {
  let sum = 0;
  eachShared(x, y, (shared) => {
    sum += value(shared);
  });
  return sum / x.rows;
}

/**
 * Visits the stimuli in order. Each takes 2k steps: the neighbours of the first network get a mark of this stimulus
 * with their rank, and those of the second are looked up.
 * @param visit - must not keep what it gets: the next stimulus takes its place
 */
export function eachShared(x: Matrix, y: Matrix, visit: (shared: Shared, stimulus: number) => void): void {
  const { rows: m, cols: k } = x;
  const [a, b, marks] = [x.data, y.data, new Float64Array(m)];
  const shared = { count: 0, first: new Int32Array(k), second: new Int32Array(k) };
  const { first, second } = shared;
  for (let i = 0, start = 0; i < m; i++, start += k) {
    for (let r = 0; r < k; r++) marks[a[start + r]!] = start + r + 1;
    let count = 0;
    for (let r = 0; r < k; r++) {
      const rank = marks[b[start + r]!]! - 1 - start;
      if (rank < 0) continue;
      first[count] = rank;
      second[count++] = r;
    }
    shared.count = count;
    visit(shared, i);
  }
}
