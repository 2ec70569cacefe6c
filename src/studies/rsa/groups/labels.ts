import { matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom, shuffled } from "../../../base/random.ts";
import type { Steps } from "../../../base/steps.ts";
import { permutationShare, reaches } from "../../../base/statistics.ts";

/** Streams of a seed from here on belong to permutations, those below to bootstraps. */
const firstStream = 2 ** 30;

/** About a millisecond of work. */
const divisionsAtOnce = 1000;

/** A test of groups. */
export interface LabelTest {
  /** Two-sided, of each model. */
  readonly raw: Float64Array;
  /** That of the largest difference of any model: corrected for their number. */
  readonly max: Float64Array;
  /** Ways of dividing the subjects that were tried, the given one not counted. */
  readonly permutations: number;
}

/**
 * Differences of the group means of each model where subjects have changed groups.
 * @param bySubject - models × subjects, the first group first
 * @param asked - how many; all ways of dividing the subjects where there are no more
 */
export function* testLabels(bySubject: Matrix, first: number, asked: number, seed: number): Steps<LabelTest> {
  const { rows: models, cols: subjects } = bySubject;
  const observed = differencesOf(
    bySubject,
    Array.from({ length: first }, (_, k) => k),
  );
  const scale = observed.map((_, m) => largestIn(bySubject, m));
  const [reached, reachedMax] = [new Float64Array(models), new Float64Array(models)];
  const divisions = divisionsOf(subjects, first, asked, seed);
  let count = 0;
  for (const division of divisions) {
    if (++count % divisionsAtOnce === 0) yield;
    const moved = differencesOf(bySubject, division);
    const largest = moved.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let m = 0; m < models; m++) {
      if (reaches(moved[m]!, observed[m]!, scale[m]!, "two-sided")) reached[m]!++;
      if (reaches(largest, observed[m]!, scale[m]!, "two-sided")) reachedMax[m]!++;
    }
  }
  const share = (values: Float64Array) => values.map((value) => permutationShare(value, count));
  return { raw: share(reached), max: share(reachedMax), permutations: count };
}

/** Second group less first, of each model. */
export function differencesOf({ rows, cols, data }: Matrix, firstGroup: readonly number[]): Float64Array {
  const isFirst = new Uint8Array(cols);
  for (const t of firstGroup) isFirst[t] = 1;
  const count = firstGroup.length;
  return Float64Array.from({ length: rows }, (_, m) => {
    let [a, b] = [0, 0];
    for (let t = 0; t < cols; t++) {
      if (isFirst[t]) a += data[m * cols + t]!;
      else b += data[m * cols + t]!;
    }
    return b / (cols - count) - a / count;
  });
}

function largestIn({ cols, data }: Matrix, row: number): number {
  return data
    .subarray(row * cols, (row + 1) * cols)
    .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Other first groups than the given one: all, or random ones. */
function* divisionsOf(subjects: number, first: number, asked: number, seed: number): Generator<number[]> {
  if (waysOf(subjects, first) - 1 <= asked) {
    const all = combinations(subjects, first);
    all.next(); // the given one
    yield* all;
    return;
  }
  for (let n = 0; n < asked; n++)
    yield shuffled(subjects, createRandom(seed, firstStream + n)).slice(0, first);
}

/** Ways to take k of n. */
function waysOf(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** All choices of k of 0 … n − 1 in rising order, 0 … k − 1 first. */
function* combinations(n: number, k: number): Generator<number[]> {
  const chosen = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield [...chosen];
    let at = k - 1;
    while (at >= 0 && chosen[at] === n - k + at) at--;
    if (at < 0) return;
    chosen[at]!++;
    for (let i = at + 1; i < k; i++) chosen[i] = chosen[i - 1]! + 1;
  }
}

/** For readers of the matrix: M × 2 means. */
export function meansOf(bySubject: Matrix, first: number): Matrix {
  const means = matrix(bySubject.rows, 2);
  for (let m = 0; m < bySubject.rows; m++) {
    for (let t = 0; t < bySubject.cols; t++) {
      const group = t < first ? 0 : 1;
      const size = group === 0 ? first : bySubject.cols - first;
      means.data[2 * m + group]! += bySubject.data[m * bySubject.cols + t]! / size;
    }
  }
  return means;
}
