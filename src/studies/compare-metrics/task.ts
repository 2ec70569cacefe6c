import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { reaches } from "../../base/statistics.ts";
import { condensedIndex } from "../../rdm/condensed.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";

/** Metrics as vectors of pairs of the same networks. */
export interface PermutedSetup {
  /** Metrics × pairs, each at length 1. */
  readonly features: Matrix;
  /** Their inner products, metrics × metrics. */
  readonly observed: Float64Array;
  /** Networks. */
  readonly items: number;
  readonly seed: number;
}

/** Permutations start … end − 1. */
export interface PermutedPiece {
  readonly start: number;
  readonly end: number;
}

/** How many permutations reach the observed value of each two metrics, metrics × metrics. */
export interface Reached {
  /** With the value of the same two. */
  readonly each: Float64Array;
  /** With the largest value over all pairs. */
  readonly largest: Float64Array;
}

/**
 * Mantel permutations: for each metric i against each metric j with its networks permuted, how
 * often their inner product reaches the observed one. A permutation is the same for all metrics.
 */
export const permuteMetrics = defineTask<PermutedSetup, PermutedPiece, Reached>("permute-metrics", {
  open: (setup, kernels) => {
    const source = kernels.place(setup.features.rows, setup.features.cols, setup.features.data);
    return ({ start, end }) => {
      const size = setup.observed.length;
      const counts = { each: new Float64Array(size), largest: new Float64Array(size) };
      for (let k = start; k < end; k++) countReached(counts, source, k, setup, kernels);
      return counts;
    };
  },
  durable: whole,
});

function countReached(
  { each, largest }: Reached,
  source: Matrix,
  permutation: number,
  { features, observed, items, seed }: PermutedSetup,
  kernels: Kernels,
): void {
  const order = shuffled(items, createRandom(seed, permutation));
  const moved = movedPairs(features, order);
  kernels.scope(() => {
    const { data } = kernels.gemm(source, moved, { transB: true });
    const most = largestOf(data, features.rows);
    for (let k = 0; k < each.length; k++) {
      if (reaches(data[k]!, observed[k]!, 1)) each[k]!++;
      if (reaches(most, observed[k]!, 1)) largest[k]!++;
    }
  });
}

/** Over the pairs that are tested: i < j. */
function largestOf(values: Float64Array, n: number): number {
  let most = -Infinity;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) most = Math.max(most, values[i * n + j]!);
  return most;
}

/** The value of pair (i, j) becomes that of (order[i], order[j]). */
function movedPairs({ rows, cols, data }: Matrix, order: readonly number[]): Matrix {
  const m = order.length;
  const moved = matrix(rows, cols);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, next++) {
      const from = condensedIndex(m, order[i]!, order[j]!);
      for (let r = 0; r < rows; r++) moved.data[r * cols + next] = data[r * cols + from]!;
    }
  }
  return moved;
}
