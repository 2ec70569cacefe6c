import type { Matrix } from "../../base/matrix.ts";
import { condensedBlocks } from "../../rdm/blocks.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Euclidean distances between all rows, condensed, into `into`. Needs scratch memory for some rows of them only. */
export function condensedDistances(rows: Matrix, into: Float64Array, kernels: Kernels): void {
  const m = rows.rows;
  let next = 0;
  for (const { start, end } of condensedBlocks(m)) {
    kernels.scope(() => {
      const distances = kernels.euclideanBetweenRows(kernels.rows(rows, start, m), end - start);
      const { data, cols } = distances;
      for (let i = 0; i < end - start; i++) {
        const later = data.subarray(i * cols + i + 1, (i + 1) * cols);
        into.set(later, next);
        next += later.length;
      }
    });
  }
}

/** What a quantile of distances is taken over. */
export type Population = "matrix" | "pairs";

/**
 * The quantile of distances, linear between order statistics.
 * @param condensed - not changed
 * @param over - matrix: all entries of the stimuli × stimuli matrix, with the zeros of its diagonal; pairs: each pair once
 */
export function distanceQuantile(
  condensed: Float64Array,
  share: number,
  stimuli: number,
  over: Population,
): number {
  const rising = condensed.slice().sort();
  const at = share * (over === "pairs" ? rising.length - 1 : stimuli * stimuli - 1);
  const entry = (place: number) => {
    const pair = over === "pairs" ? place : Math.floor((place - stimuli) / 2);
    return pair < 0 ? 0 : rising[Math.min(pair, rising.length - 1)]!;
  };
  const below = Math.floor(at);
  const low = entry(below);
  return low + (at - below) * (entry(below + 1) - low);
}
