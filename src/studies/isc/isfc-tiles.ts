import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Prepared } from "./isfc.ts";
import type { IscSummary } from "./options.ts";
import { createFisherMeans, middle, sortFinite } from "./summary.ts";

// Functional connectivity in tiles, a block of units with another: the products of a tile are bounded,
// averaged and summarized while they are in the cache, and only what is asked for is written to memory.

/** Units of a tile; a multiple of the width of a panel. A block of 64 doubles by 64 fills the first-level cache. */
export const tileSide = 64;

/** The first row and the first column of a tile. */
export type Corner = readonly [number, number];

/** What is open on one thread. */
export interface IsfcWork {
  /** Full functional connectivity of one row: units × units (of the targets); symmetric without targets. */
  row(index: number): Matrix;
  /** The summary over all rows of one tile. */
  tile(corner: Corner): Matrix;
}

/** The corners of the tiles of a matrix; of a symmetric one those on and above the diagonal. */
export function corners(rows: number, cols: number, isSymmetric: boolean): Corner[] {
  const all: Corner[] = [];
  for (let top = 0; top < rows; top += tileSide)
    for (let left = isSymmetric ? top : 0; left < cols; left += tileSide) all.push([top, left]);
  return all;
}

/** Writes a tile to its place, and to the place that mirrors it. */
export function putTile(whole: Matrix, [top, left]: Corner, tile: Matrix, isSymmetric: boolean): void {
  const { rows, cols, data } = tile;
  for (let k = 0, i = 0; i < rows; i++) {
    for (let j = 0, at = (top + i) * whole.cols + left; j < cols; j++, k++) whole.data[at + j] = data[k]!;
  }
  if (!isSymmetric || top === left) return;
  for (let j = 0; j < cols; j++) {
    for (let i = 0, at = (left + j) * whole.cols + top; i < rows; i++)
      whole.data[at + i] = data[i * cols + j]!;
  }
}

/**
 * Opens the tiles on one thread. Each course is packed once, for all products.
 * @param isSymmetric - whether the two directions are averaged, as they are without targets
 */
export function isfcTiles(
  { courses, rows }: Pick<Prepared, "courses" | "rows">,
  isSymmetric: boolean,
  summary: Exclude<IscSummary, "none">,
  kernels: Kernels,
): IsfcWork {
  const panels = courses.map((one) => kernels.panels(one.rows, one.cols, one.data, "rows"));
  const product = (a: Matrix, b: Matrix, [top, left]: Corner) => {
    const part = (of: Matrix, start: number) => kernels.rows(of, start, Math.min(of.rows, start + tileSide));
    return kernels.gemm(part(a, top), part(b, left), { transB: true });
  };
  /** Both directions of a tile: the same one twice where they are not averaged. */
  const directions = (row: number, corner: Corner): [Float64Array, Float64Array] => {
    const [left, right] = [panels[rows[row]![0]]!, panels[rows[row]![1]]!];
    const there = product(left, right, corner);
    const back = isSymmetric ? product(right, left, corner) : there;
    return [there.data, back.data]; // after the last call, which may grow the memory
  };
  const place = matrix(tileSide, tileSide).data;

  return {
    row(index) {
      const [left, right] = rows[index]!;
      const whole = matrix(courses[left]!.rows, courses[right]!.rows);
      for (const corner of corners(whole.rows, whole.cols, isSymmetric)) {
        const { height, width } = sizeAt(corner, whole);
        const data = place.subarray(0, height * width);
        kernels.scope(() => averageInto(...directions(index, corner), data));
        putTile(whole, corner, { rows: height, cols: width, data }, isSymmetric);
      }
      return whole;
    },

    tile(corner) {
      const whole = { rows: courses[rows[0]![0]]!.rows, cols: courses[rows[0]![1]]!.rows };
      const { height, width } = sizeAt(corner, whole);
      const values = matrix(height, width);
      const gather =
        summary === "mean" ? createFisherMeans(values.data) : createMedians(values.data, rows.length);
      const average = place.subarray(0, values.data.length);
      for (const row of rows.keys()) {
        kernels.scope(() => averageInto(...directions(row, corner), average));
        gather.add(average);
      }
      gather.finish();
      return values;
    },
  };
}

function sizeAt([top, left]: Corner, { rows, cols }: Pick<Matrix, "rows" | "cols">) {
  return { height: Math.min(tileSide, rows - top), width: Math.min(tileSide, cols - left) };
}

/** The mean of both directions, each within ±1. NaN stays. */
function averageInto(there: Float64Array, back: Float64Array, result: Float64Array): void {
  for (let k = 0; k < result.length; k++) result[k] = (within(there[k]!) + within(back[k]!)) / 2;
}

/** Rounding stays within ±1. */
function within(correlation: number): number {
  return correlation > 1 ? 1 : correlation < -1 ? -1 : correlation;
}

/**
 * How many correlations of all rows have no value. A course without a direction is NaN at every time.
 * @param isSymmetric - whether both directions are averaged, so that NaN in one of them is enough
 */
export function missingIn(
  { courses, rows }: Pick<Prepared, "courses" | "rows">,
  isSymmetric: boolean,
): number {
  let missing = 0;
  for (const [left, right] of rows) {
    const [a, b] = [courses[left]!, courses[right]!];
    const [tall, wide] = isSymmetric ? [present(a, b), present(a, b)] : [present(a, a), present(b, b)];
    missing += a.rows * b.rows - tall * wide;
  }
  return missing;
}

/** Units that have a direction in both. */
function present(a: Matrix, b: Matrix): number {
  let count = 0;
  for (let k = 0; k < a.data.length; k += a.cols)
    if (!Number.isNaN(a.data[k]!) && !Number.isNaN(b.data[k]!)) count++;
  return count;
}

/** Medians of many lists, whose values come list after list. */
function createMedians(results: Float64Array, most: number) {
  const lists = new Float64Array(results.length * most);
  let given = 0;
  return {
    add(values: Float64Array) {
      for (let k = 0, at = given; k < results.length; k++, at += most) lists[at] = values[k]!;
      given++;
    },
    finish() {
      const list = new Float64Array(given);
      for (let k = 0, at = 0; k < results.length; k++, at += most) {
        for (let r = 0; r < given; r++) list[r] = lists[at + r]!;
        results[k] = middle(list, sortFinite(list, given));
      }
    },
  };
}
