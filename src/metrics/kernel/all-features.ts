import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Block } from "../metric.ts";
import { gramBlocks, regionsOf, type Region } from "./gram.ts";

/**
 * The features of a whole Gram matrix, block after block: its entries, centred and weighed.
 *
 * @param gram - of at most `isMadeWhole` stimuli; only its upper triangle is read
 * @param shift - what centring subtracts from entry (i, j) is shift[i] + shift[j]; empty for nothing
 * @param debiased - whether the diagonal is left out
 * @returns 1 × features
 */
export function allFeatures(gram: Matrix, shift: Float64Array, debiased: boolean, kernels: Kernels): Matrix {
  const m = gram.rows;
  const regions = gramBlocks(m).flatMap((block) => regionsOf(block, m));
  const length = regions.reduce((sum, region) => sum + entriesOf(region), 0);
  const all = kernels.uninitialized(1, length);
  const features = all.data;
  const less = shift.length > 0 ? shift : new Float64Array(m);
  let next = 0;
  for (const region of regions) {
    fill(features.subarray(next, (next += entriesOf(region))), gram, region, less);
    if (debiased) leaveOutDiagonal(features, next, region);
  }
  return all;
}

/** Where the features of a block begin among those of all. */
export function placeOf(block: Block, distinct: number): number {
  return gramBlocks(distinct)
    .filter(({ start }) => start < block.start)
    .reduce((sum, { length }) => sum + length, 0);
}

export function entriesOf({ rows, columns }: Region): number {
  return (rows.end - rows.start) * (columns.end - columns.start);
}

function fill(
  to: Float64Array,
  { cols: m, data }: Matrix,
  { rows, columns, weight }: Region,
  less: Float64Array,
): void {
  let next = 0;
  for (let i = rows.start; i < rows.end; i++) {
    const own = less[i]!;
    const first = Math.max(i, columns.start);
    for (let j = columns.start; j < first; j++) to[next++] = weight * (data[j * m + i]! - (own + less[j]!));
    for (let j = first; j < columns.end; j++) to[next++] = weight * (data[i * m + j]! - (own + less[j]!));
  }
}

/** Of a square on the diagonal that ends at `end`. */
function leaveOutDiagonal(features: Float64Array, end: number, { rows, columns }: Region): void {
  if (rows.start !== columns.start) return;
  const width = columns.end - columns.start;
  for (let k = end - width * width; k < end; k += width + 1) features[k] = 0;
}
