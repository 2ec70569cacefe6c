/** Sums over stimuli from which correlations are made, so that folds give numbers and no predictions. */
import { square } from "../../../base/math/powers.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { differ } from "../../../base/statistics.ts";
import type { SplitValues } from "../splits.ts";

/**
 * Of each split, half and voxel: entry (2 · split + half) · voxels + voxel. Predictions p come from one
 * half, y are the responses of the other half of that split. Both are relative to the mean of the voxel, so
 * that an offset costs no digits.
 */
export interface Moments {
  readonly p: Float64Array;
  readonly pp: Float64Array;
  readonly py: Float64Array;
  /** Of the responses y in the half itself. */
  readonly y: Float64Array;
  readonly yy: Float64Array;
  /** Smallest and largest. */
  readonly range: { readonly p: Range; readonly y: Range };
  /** Of each split and voxel: predictions, and responses, of both halves. */
  readonly bothP: Float64Array;
  readonly bothY: Float64Array;
  /** Of each space: its part of the predictions, and that times y. */
  readonly parts: readonly { readonly p: Float64Array; readonly py: Float64Array }[];
}

interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface MomentSizes {
  readonly splits: number;
  readonly voxels: number;
  readonly spaces: number;
}

export function noMoments({ splits, voxels, spaces }: MomentSizes): Moments {
  const zeros = (length: number) => new Float64Array(length);
  const each = 2 * splits * voxels;
  const range = () => ({ low: zeros(each).fill(Infinity), high: zeros(each).fill(-Infinity) });
  return {
    p: zeros(each),
    pp: zeros(each),
    py: zeros(each),
    y: zeros(each),
    yy: zeros(each),
    range: { p: range(), y: range() },
    bothP: zeros(splits * voxels),
    bothY: zeros(splits * voxels),
    parts: Array.from({ length: spaces }, () => ({ p: zeros(each), py: zeros(each) })),
  };
}

/** Adds one stimulus of one voxel in one half. */
export function addHalf(into: Moments, at: number, p: number, own: number, other: number): void {
  into.p[at]! += p;
  into.pp[at]! += p * p;
  into.py[at]! += p * other;
  into.y[at]! += own;
  into.yy[at]! += own * own;
  widen(into.range.p, at, p);
  widen(into.range.y, at, own);
}

function widen({ low, high }: Range, at: number, value: number): void {
  if (value < low[at]!) low[at] = value;
  if (value > high[at]!) high[at] = value;
}

/** Adds those of another fold. */
export function addMoments(into: Moments, other: Moments): void {
  for (const name of ["p", "pp", "py", "y", "yy", "bothP", "bothY"] as const)
    other[name].forEach((value, k) => (into[name][k]! += value));
  for (const name of ["p", "y"] as const) {
    other.range[name].low.forEach((value, k) => widen(into.range[name], k, value));
    other.range[name].high.forEach((value, k) => widen(into.range[name], k, value));
  }
  into.parts.forEach((part, b) => {
    other.parts[b]!.p.forEach((value, k) => (part.p[k]! += value));
    other.parts[b]!.py.forEach((value, k) => (part.py[k]! += value));
  });
}

/**
 * The correlations of one split.
 * @param centre - of each voxel, what was taken away; it says what is rounding
 */
export function splitValuesOf(
  moments: Moments,
  split: number,
  stimuli: number,
  centre: Float64Array,
): SplitValues {
  const of = (f: (v: number) => number) => Float64Array.from(centre, (_, v) => f(v));
  const voxels = centre.length;
  const at = (half: number, v: number) => (2 * split + half) * voxels + v;
  const { p, pp, py, y, yy, bothP, bothY, range } = moments;
  const isFlat = ({ low, high }: Range, k: number, v: number) =>
    !differ(low[k]! + centre[v]!, high[k]! + centre[v]!, stimuli);
  const correlation = (sums: Sums, flat: boolean) => (flat ? NaN : correlationOf(sums, stimuli));
  const across = (half: number, v: number) => {
    const [a, b] = [at(half, v), at(1 - half, v)];
    const sums = { x: p[a]!, y: y[b]!, xx: pp[a]!, yy: yy[b]!, xy: py[a]! };
    return correlation(sums, isFlat(range.p, a, v) || isFlat(range.y, b, v));
  };
  const between = (x: Float64Array, xx: Float64Array, both: Float64Array, spread: Range) => (v: number) => {
    const [a, b] = [at(0, v), at(1, v)];
    const sums = { x: x[a]!, y: x[b]!, xx: xx[a]!, yy: xx[b]!, xy: both[split * voxels + v]! };
    return correlation(sums, isFlat(spread, a, v) || isFlat(spread, b, v));
  };
  return {
    across: of((v) => (across(0, v) + across(1, v)) / 2),
    predictions: of(between(p, pp, bothP, range.p)),
    responses: of(between(y, yy, bothY, range.y)),
  };
}

interface Sums {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function correlationOf({ x, y, xx, yy, xy }: Sums, n: number): number {
  return (xy - (x * y) / n) / Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n));
}

/**
 * What each space adds to the correlation of predictions with responses, voxels × spaces, mean over halves
 * and splits: cov(part, y) / (sd(prediction) · sd(y)). The prediction is the sum of its parts and of the mean
 * of the training responses.
 */
export function partsOf(moments: Moments, { splits, voxels, spaces }: MomentSizes, stimuli: number): Matrix {
  const { p, pp, y, yy } = moments;
  const found = matrix(voxels, spaces);
  for (let h = 0; h < 2 * splits; h++) {
    for (let v = 0; v < voxels; v++) {
      const [a, b] = [h * voxels + v, (h ^ 1) * voxels + v];
      const spread = Math.sqrt((pp[a]! - square(p[a]!) / stimuli) * (yy[b]! - square(y[b]!) / stimuli));
      moments.parts.forEach((part, s) => {
        const shared = part.py[a]! - (part.p[a]! * y[b]!) / stimuli;
        found.data[v * spaces + s]! += shared / spread / (2 * splits);
      });
    }
  }
  return found;
}
