import { cube } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineInnerProductComparator } from "./comparator.ts";
import { rankKernels } from "../../wasm/parts/ranks.ts";

const nili = "Nili, Wingfield, Walther, Su, Marslen-Wilson & Kriegeskorte, PLoS Comput. Biol. 10(4), 2014";
const constant = "all dissimilarities between stimuli are equal, so they correlate with nothing";

export const pearson = defineInnerProductComparator({
  title: "Pearson correlation",
  equation: "⟨a − ā, b − b̄⟩ / (‖a − ā‖ ‖b − b̄‖)",
  source: nili,
  reads: [],
  missing: "left-out",
  leastPairs: 3,
  properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
  nonNegative: false,
  chanceIsZero: true,
  cosineOf: "centred-entries",
  pooling: "z",
  fittedBy: "pearson",
  degenerate: constant,
  zeroFeatures: "undefined",
  features: (x) => mapRows(x, (row) => unit(centered(row))),
  finish: correlation,
});

export const cosine = defineInnerProductComparator({
  title: "Cosine similarity",
  equation: "⟨a, b⟩ / (‖a‖ ‖b‖), 0 where one of them is all zeros",
  source: nili,
  reads: [],
  missing: "left-out",
  leastPairs: 2,
  properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
  nonNegative: true,
  chanceIsZero: false,
  cosineOf: "entries",
  pooling: "unit",
  fittedBy: "cosine",
  degenerate: "all dissimilarities between stimuli are 0, so the RDM has no direction",
  zeroFeatures: "undefined",
  features: (x) => mapRows(x, (row) => unit(row.slice())),
  finish: cosineOrZero,
});

export const spearman = defineInnerProductComparator({
  title: "Spearman correlation",
  equation: "Pearson correlation of the ranks of a and b, ties sharing their mean",
  source: nili,
  reads: [],
  missing: "left-out",
  leastPairs: 3,
  properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
  nonNegative: false,
  chanceIsZero: true,
  cosineOf: undefined,
  pooling: "ranks",
  fittedBy: "pearson",
  degenerate: constant,
  zeroFeatures: "undefined",
  features: (x, _context, kernels) => mapRows(x, (row) => unit(centeredRanks(row, kernels))),
  finish: correlation,
});

export const rhoA = defineInnerProductComparator({
  title: "Spearman's rho-a",
  equation:
    "12 · ⟨rank a − mean, rank b − mean⟩ / (P³ − P): Spearman's expected value when ties are broken at random",
  source: "Schütt, Kipnis, Diedrichsen & Kriegeskorte, eLife 12:e82566, 2023, Methods",
  reads: [],
  missing: "left-out",
  leastPairs: 3,
  // Of an RDM with ties against itself it is below 1.
  properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true }),
  nonNegative: false,
  chanceIsZero: true,
  cosineOf: undefined,
  pooling: "ranks",
  fittedBy: "pearson",
  degenerate: "one pair of stimuli has no order; 3 stimuli have",
  // An RDM without any order is like no other.
  zeroFeatures: "zero",
  features(x, _context, kernels) {
    const scale = Math.sqrt(12 / (cube(x.cols) - x.cols));
    return mapRows(x, (row) => centeredRanks(row, kernels).map((rank) => rank * scale));
  },
  finish: clip,
});

/** Correlations that rounding put outside [−1, 1] come back. NaN stays. */
export function clip(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

/** A vector without direction has no correlation. */
export function correlation(inner: number, selfX: number, selfY: number): number {
  return clip(inner / Math.sqrt(selfX * selfY));
}

/** A vector of zeros is orthogonal to every other: rsatoolbox's convention, which bootstraps rely on. */
export function cosineOrZero(inner: number, selfX: number, selfY: number): number {
  return selfX * selfY === 0 ? 0 : correlation(inner, selfX, selfY);
}

/** Each row of `x` changed by `f`, which may change its length. */
export function mapRows(x: Matrix, f: (row: Float64Array) => Float64Array): Matrix {
  const rows = Array.from({ length: x.rows }, (_, i) => f(x.data.slice(i * x.cols, (i + 1) * x.cols)));
  const width = rows[0]?.length ?? 0;
  const result = matrix(x.rows, width);
  rows.forEach((row, i) => result.data.set(row, i * width));
  return result;
}

/** Less its mean; exact zeros where only rounding is left. */
export function centered(row: Float64Array): Float64Array {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const value of row) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (largest - smallest <= 1e-14 * Math.max(Math.abs(largest), Math.abs(smallest))) return row.map(() => 0);
  // Two passes: the mean of what is left makes good the rounding of the first.
  const once = subtractMean(row);
  return subtractMean(once);
}

function subtractMean(row: Float64Array): Float64Array {
  let sum = 0;
  for (const value of row) sum += value;
  const mean = sum / row.length;
  return row.map((value) => value - mean);
}

function centeredRanks(row: Float64Array, kernels: Kernels): Float64Array {
  return kernels.scope(() => {
    const mean = (row.length + 1) / 2;
    return kernels
      .part(rankKernels)
      .ranks(matrix(1, row.length, row))
      .data.map((rank) => rank - mean);
  });
}

/** At length 1, in place; zeros stay. Scaled by the largest first, so that no square overflows. */
export function unit(row: Float64Array): Float64Array {
  let largest = 0;
  for (const value of row) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return row;
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const value = (row[k]! /= largest);
    sum += value * value;
  }
  const norm = Math.sqrt(sum);
  for (let k = 0; k < row.length; k++) row[k]! /= norm;
  return row;
}
