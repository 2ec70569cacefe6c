import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Responses in axes of their own, and those axes. */
export interface Framed {
  /** rows × axes. */
  readonly responses: Matrix;
  /** axes × units, orthonormal rows; absent unless asked for. */
  readonly axes?: Matrix;
}

/**
 * Responses in their principal axes (of second moments about the origin), the greatest first,
 * each pointing to where the sum of cubes is positive. A rotated network has the same
 * ones, so that a search which starts from them finds the same value, and ends at once for a copy.
 * Axes in which nothing but rounding lies are left out: all distances stay.
 */
export function principalFrame(x: Matrix, wanted: { axes: boolean }, kernels: Kernels): Framed {
  if (x.cols <= x.rows) return framed(x, undefined, wanted, kernels);
  if (!wanted.axes) return framed(kernels.lq(x), undefined, wanted, kernels);
  const { q, r } = kernels.qr(kernels.transpose(x), { overwrite: true });
  return framed(kernels.transpose(r), q, wanted, kernels);
}

/** @param basis - the units in which `x` is given: units × columns of x */
function framed(x: Matrix, basis: Matrix | undefined, wanted: { axes: boolean }, kernels: Kernels): Framed {
  const { vectors } = kernels.eigh(kernels.syrk(x, { trans: true }));
  const rotated = kernels.gemm(x, vectors, { transB: true });
  const kept = largeColumns(rotated, Math.max(x.rows, x.cols) * Number.EPSILON);
  const signs = kept.map((column) => signOfCubes(rotated, column));
  const responses = pickColumns(rotated, kept, signs, kernels);
  if (!wanted.axes) return { responses };
  const axes = pickRows(vectors, kept, signs, kernels);
  return { responses, axes: basis ? kernels.gemm(axes, basis, { transB: true }) : axes };
}

/**
 * Responses with units in an order that does not depend on how they were given: by falling sum
 * of squares. `axes` is the reordering as a matrix.
 */
export function sortedFrame(x: Matrix, wanted: { axes: boolean }, kernels: Kernels): Framed {
  const sizes = sumsOfSquares(x);
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const responses = pickColumns(
    x,
    order,
    order.map(() => 1),
    kernels,
  );
  return wanted.axes ? { responses, axes: rowsOfIdentity(order, kernels) } : { responses };
}

/** Columns that hold more than rounding, the last first: eigenvalues rise. At least one. */
function largeColumns(x: Matrix, threshold: number): number[] {
  const norms = sumsOfSquares(x).map(Math.sqrt);
  const largest = norms.reduce((a, b) => Math.max(a, b), 0);
  const all = Array.from(norms.keys()).reverse();
  const kept = all.filter((column) => norms[column]! > threshold * largest);
  return kept.length > 0 ? kept : all.slice(0, 1);
}

function signOfCubes({ rows, cols, data }: Matrix, column: number): number {
  let sum = 0;
  for (let k = column; k < rows * cols; k += cols) sum += data[k]! * data[k]! * data[k]!;
  return sum < 0 ? -1 : 1;
}

function sumsOfSquares({ rows, cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) sums[j]! += data[i * cols + j]! * data[i * cols + j]!;
  }
  return sums;
}

function pickColumns(
  x: Matrix,
  columns: readonly number[],
  signs: readonly number[],
  kernels: Kernels,
): Matrix {
  const picked = kernels.uninitialized(x.rows, columns.length);
  const [from, to, width] = [x.data, picked.data, columns.length];
  for (let i = 0; i < x.rows; i++) {
    for (let k = 0; k < width; k++) to[i * width + k] = signs[k]! * from[i * x.cols + columns[k]!]!;
  }
  return picked;
}

function pickRows(x: Matrix, rows: readonly number[], signs: readonly number[], kernels: Kernels): Matrix {
  const picked = kernels.uninitialized(rows.length, x.cols);
  const [from, to] = [x.data, picked.data];
  for (const [k, row] of rows.entries()) {
    for (let j = 0; j < x.cols; j++) to[k * x.cols + j] = signs[k]! * from[row * x.cols + j]!;
  }
  return picked;
}

function rowsOfIdentity(order: readonly number[], kernels: Kernels): Matrix {
  const rows = kernels.uninitialized(order.length, order.length);
  const data = rows.data.fill(0);
  for (const [k, unit] of order.entries()) data[k * order.length + unit] = 1;
  return rows;
}
