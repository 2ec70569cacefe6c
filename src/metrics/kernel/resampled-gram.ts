import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { entriesOf } from "./all-features.ts";
import { gramBlocks, regionsOf, shiftsOf, type Region } from "./gram.ts";

/** Stimuli that were drawn, each once, in the order in which they first came, and how often. */
interface Draws {
  readonly distinct: Int32Array;
  readonly counts: Float64Array;
  /** √counts. */
  readonly roots: Float64Array;
}

function drawsOf(stimuli: readonly number[]): Draws {
  const times = new Map<number, number>();
  for (const stimulus of stimuli) times.set(stimulus, (times.get(stimulus) ?? 0) + 1);
  const counts = Float64Array.from(times.values());
  return { distinct: Int32Array.from(times.keys()), counts, roots: counts.map(Math.sqrt) };
}

/**
 * The features of a resample of linear CKA, from the Gram matrix K of all stimuli. A stimulus that was drawn c
 * times stands for c rows that are alike, so it is one row with weight √c: with (e − 1)/e of the rows, two
 * fifths of the features are left, and their inner products are those of all.
 *
 * @returns 1 × features, in the order of the blocks of `distinct` stimuli
 * @throws {NumericalError} if centring leaves nothing but rounding.
 */
export function drawnFeatures(
  gram: Matrix,
  stimuli: readonly number[],
  { debiased, center }: { readonly debiased: boolean; readonly center: boolean },
  kernels: Kernels,
): { features: Matrix; distinct: number } {
  const draws = drawsOf(stimuli);
  const { distinct, counts } = draws;
  const isCentred = center || debiased;
  const regions = gramBlocks(distinct.length).flatMap((block) => regionsOf(block, distinct.length));
  const length = regions.reduce((sum, region) => sum + entriesOf(region), 0);
  const features = kernels.uninitialized(1, length);
  const rows = new Float64Array(distinct.length);
  forEachRegion(regions, (region, at) => gather(features.data, at, gram, region, draws, rows));
  if (debiased) for (let i = 0; i < rows.length; i++) rows[i]! -= gram.data[distinct[i]! * (gram.cols + 1)]!;
  const shift = isCentred ? shiftsOf(rows, debiased, counts, stimuli.length).data : rows.fill(0);
  let squares = 0;
  forEachRegion(regions, (region, at) => {
    squares += weigh(features.data, at, region, draws, shift);
    if (debiased) dropSelf(features.data, at, region, counts);
  });
  if (!isCentred || square(kernels.norm(features)) > square(1e-15 * stimuli.length) * squares)
    return { features, distinct: distinct.length };
  throw new NumericalError(
    `a resample: its stimuli are all equally similar to each other, so centring leaves nothing of its Gram matrix.`,
  );
}

/** @param act - is told where the entries of a region begin among those of all */
function forEachRegion(regions: readonly Region[], act: (region: Region, at: number) => void): void {
  let at = 0;
  for (const region of regions) {
    act(region, at);
    at += entriesOf(region);
  }
}

/** Copies the entries of one region, and adds what they weigh to the sums of their rows: the only pass over K. */
function gather(
  features: Float64Array,
  at: number,
  { cols: n, data: gram }: Matrix,
  { rows, columns }: Region,
  { distinct, counts }: Draws,
  sums: Float64Array,
): void {
  const mirrored = rows.start !== columns.start;
  for (let i = rows.start, next = at; i < rows.end; i++) {
    const from = distinct[i]! * n;
    const own = mirrored ? counts[i]! : 0;
    let sum = 0;
    for (let j = columns.start; j < columns.end; j++) {
      const entry = gram[from + distinct[j]!]!;
      features[next++] = entry;
      sum += counts[j]! * entry;
      sums[j]! += own * entry;
    }
    sums[i]! += sum;
  }
}

/** Centres and weighs the entries of one region. @returns the sum of their squares before centring */
function weigh(
  features: Float64Array,
  at: number,
  { rows, columns, weight }: Region,
  { roots }: Draws,
  shift: Float64Array,
): number {
  let squares = 0;
  for (let i = rows.start, next = at; i < rows.end; i++) {
    const root = weight * roots[i]!;
    const less = shift[i]!;
    for (let j = columns.start; j < columns.end; j++, next++) {
      const factor = root * roots[j]!;
      const entry = features[next]!;
      features[next] = factor * (entry - (less + shift[j]!));
      squares += factor * factor * entry * entry;
    }
  }
  return squares;
}

/** A stimulus with itself is left out of a debiased sum, but not with its other draws: c·(c − 1) pairs, not c². */
function dropSelf(features: Float64Array, at: number, { rows, columns }: Region, counts: Float64Array): void {
  if (rows.start !== columns.start) return;
  const width = columns.end - columns.start;
  for (let i = rows.start, k = at; i < rows.end; i++, k += width + 1)
    features[k]! *= Math.sqrt((counts[i]! - 1) / counts[i]!);
}
