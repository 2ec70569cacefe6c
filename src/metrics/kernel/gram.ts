import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { rowBlocks } from "../../rdm/blocks.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Block, Range } from "../metric.ts";

/** A stimuli × stimuli Gram matrix K, in full or as what its entries are made from. */
export type GramSource = {
  /** Responses, stimuli × units; or K itself where that is smaller. */
  source: Matrix;
  /** Whether `source` is K. */
  isGram: number;
  /** Of the RBF kernel, in the unit of `source`; 0 for the linear one. */
  sigma: number;
  /** Subtracted from every entry of the RBF kernel: 1 where all are near 1, so that no digits are lost. */
  less: number;
};

/** A rectangle of a symmetric matrix. */
export interface Region {
  readonly rows: Range;
  readonly columns: Range;
  /** √2 where it stands for its mirror image too, in inner products. */
  readonly weight: number;
}

/** Beyond this many stimuli a block of whole rows has too few of them for fast products. */
const widest = 4096;
/** Whether all features of so many stimuli are made at once: at most 64 MiB. */
export function isMadeWhole(stimuli: number): boolean {
  return stimuli <= widest;
}

/** Side of a block then: 512 KiB of features. */
const side = 256;

/**
 * Blocks that cover one triangle of a Gram matrix; functions of the number of stimuli alone. They
 * start at multiples of 4, where panels of packed rows do.
 */
export function gramBlocks(stimuli: number): Block[] {
  if (stimuli > widest) return squareBlocks(stimuli);
  const ends = new Set(rowBlocks(stimuli, (_start, end) => Math.min(stimuli, 4 * Math.ceil(end / 4))));
  return [...ends].map((end, k, all) => {
    const start = all[k - 1] ?? 0;
    return { start, end, length: (end - start) * (stimuli - start) };
  });
}

function squareBlocks(stimuli: number): Block[] {
  const ranges = Array.from({ length: Math.ceil(stimuli / side) }, (_, k) => ({
    start: k * side,
    end: Math.min((k + 1) * side, stimuli),
  }));
  return ranges.flatMap((rows, k) =>
    ranges.slice(k).map((columns) => ({ ...rows, columns, length: sizeOf(rows) * sizeOf(columns) })),
  );
}

function sizeOf({ start, end }: Range): number {
  return end - start;
}

/** What a block consists of: a square on the diagonal, a rectangle right of it, or both. */
export function regionsOf({ start, end, columns }: Block, stimuli: number): Region[] {
  const rows = { start, end };
  const onDiagonal = { rows, columns: rows, weight: 1 };
  if (columns?.start === start) return [onDiagonal];
  if (columns) return [{ rows, columns, weight: Math.SQRT2 }];
  return [onDiagonal, { rows, columns: { start: end, end: stimuli }, weight: Math.SQRT2 }];
}

/** How the entries of a rectangle of K are made, times its weight. */
export type RegionOf<G> = (gram: G, region: Region, kernels: Kernels) => Matrix;

/** weight · K[rows, columns], where K is made in full or of inner products. */
export function gramRegion({ source, isGram }: GramSource, region: Region, kernels: Kernels): Matrix {
  const { rows, columns, weight } = region;
  if (isGram)
    return weight === 1
      ? partOf(source, region, kernels)
      : kernels.scale(partOf(source, region, kernels), weight, { overwrite: true });
  const these = kernels.rows(source, rows.start, rows.end);
  const those = kernels.rows(source, columns.start, columns.end);
  return kernels.gemm(these, those, { transB: true, alpha: weight });
}

/** That rectangle of a matrix which is there in full. */
export function partOf(source: Matrix, { rows, columns }: Region, kernels: Kernels): Matrix {
  return kernels.columns(kernels.rows(source, rows.start, rows.end), columns.start, columns.end);
}

/** Sums over a Gram matrix, its diagonal left out or not. */
export interface GramSums {
  /** Of each row. */
  readonly rows: Float64Array;
  /** Of all squares. */
  readonly squares: number;
  /** The largest that terms of `squares` were. */
  readonly scale: number;
}

/** One pass over all blocks. */
export function gramSums<G extends GramSource>(
  gram: G,
  withDiagonal: boolean,
  kernels: Kernels,
  regionOf: RegionOf<G> = gramRegion,
): GramSums {
  const m = gram.source.rows;
  const rows = new Float64Array(m);
  let squares = 0;
  for (const region of allRegions(m)) {
    squares += kernels.scope(() => {
      const entries = regionOf(gram, { ...region, weight: 1 }, kernels);
      return addSums(rows, region, entries, withDiagonal);
    });
  }
  return { rows, squares, scale: squares };
}

export function allRegions(stimuli: number): Region[] {
  return gramBlocks(stimuli).flatMap((block) => regionsOf(block, stimuli));
}

function addSums(
  sums: Float64Array,
  { rows, columns, weight }: Region,
  { data }: Matrix,
  withDiagonal: boolean,
): number {
  const mirrored = weight !== 1;
  let squares = 0;
  for (let i = rows.start, k = 0; i < rows.end; i++) {
    for (let j = columns.start; j < columns.end; j++, k++) {
      if (i === j && !withDiagonal) continue;
      const entry = data[k]!;
      sums[i]! += entry;
      if (mirrored) sums[j]! += entry;
      squares += entry * entry;
    }
  }
  return mirrored ? 2 * squares : squares;
}

/**
 * The same for X·Xᵀ without its diagonal, in stimuli × units² steps:
 * r = X·(Xᵀ1) − diag(X·Xᵀ), and ‖X·Xᵀ‖ = ‖XᵀX‖.
 */
export function linearSums(x: Matrix, kernels: Kernels): GramSums {
  const { rows: m, cols: n } = x;
  const scale = square(kernels.norm(smallerGram(x, kernels)));
  const ones = matrix(1, m, new Float64Array(m).fill(1));
  const total = kernels.gemm(ones, x).data;
  const { data } = x;
  let squares = scale;
  const rows = Float64Array.from({ length: m }, (_, i) => {
    let [sum, own] = [0, 0];
    for (let j = i * n; j < (i + 1) * n; j++) {
      sum += data[j]! * (total[j - i * n]! - data[j]!);
      own += data[j]! * data[j]!;
    }
    squares -= own * own;
    return sum;
  });
  return { rows, squares, scale };
}

/** X·Xᵀ or Xᵀ·X, whichever is smaller: their norms are the same. */
export function smallerGram(x: Matrix, kernels: Kernels): Matrix {
  return kernels.syrk(x, { trans: x.cols <= x.rows });
}

/**
 * What centring subtracts, cut in two: entry (i, j) loses shift[i] + shift[j].
 *
 *   HKH        rᵢ/m − s/(2m²),  r = K·1, s = 1ᵀK·1
 *   U-centred  rᵢ/(m − 2) − s/(2(m − 1)(m − 2)),  of K̃, whose diagonal is 0
 *
 * @param counts - how often each row stands in the matrix of m rows, where that is not once
 */
export function shiftsOf(
  rowSums: Float64Array,
  debiased: boolean,
  counts?: Float64Array,
  m = rowSums.length,
): Matrix {
  const total = sum(counts ? rowSums.map((row, i) => counts[i]! * row) : rowSums);
  const [per, half] = debiased ? [m - 2, 2 * (m - 1) * (m - 2)] : [m, 2 * m * m];
  return matrix(
    1,
    rowSums.length,
    rowSums.map((row) => row / per - total / half),
  );
}

/** Centres weight · K[rows, columns] in place; the diagonal becomes 0 if `debiased`. */
export function centerRegion(
  { data }: Matrix,
  { rows, columns, weight }: Region,
  shift: Float64Array,
  debiased: boolean,
): void {
  for (let i = rows.start, k = 0; i < rows.end; i++) {
    for (let j = columns.start; j < columns.end; j++, k++) {
      data[k] = debiased && i === j ? 0 : data[k]! - weight * (shift[i]! + shift[j]!);
    }
  }
}

/** Whether centring leaves nothing but rounding; entry by entry only where the sums cannot tell. */
export function vanishes<G extends GramSource>(
  gram: G,
  sums: GramSums,
  shift: Matrix,
  debiased: boolean,
  kernels: Kernels,
  rounding = 1e-15,
  regionOf: RegionOf<G> = gramRegion,
): boolean {
  if (sums.squares === 0) return true;
  if (centeredSquares(sums, debiased) > 1e-6 * sums.scale) return false;
  let exact = 0;
  for (const region of allRegions(gram.source.rows)) {
    kernels.scope(() => {
      const entries = regionOf(gram, region, kernels);
      centerRegion(entries, region, shift.data, debiased);
      exact += square(kernels.norm(entries));
    });
  }
  return exact <= square(rounding * shift.cols) * sums.scale;
}

/** ‖·‖² of the centred matrix, with an error of some 1e-15 · scale. */
function centeredSquares({ rows, squares }: GramSums, debiased: boolean): number {
  const m = rows.length;
  const [total, perRow] = [sum(rows), rows.reduce((all, row) => all + row * row, 0)];
  return debiased
    ? squares - (2 * perRow) / (m - 2) + square(total) / ((m - 1) * (m - 2))
    : squares - (2 * perRow) / m + square(total / m);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
