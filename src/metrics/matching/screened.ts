/**
 * Which units go together, decided on inner products in single precision, which take half the time, and on those in double precision
 * wherever single precision might decide wrongly. The result is that of double precision.
 */
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { matchingKernels, type Priced } from "../../wasm/parts/matchings.ts";

/** Units of one network, also in single precision. */
export type Screen = {
  /** units × stimuli. */
  readonly units: Matrix;
  /** The same over `longest`, in single precision. */
  readonly quick: Matrix;
  /** Length of the longest unit. */
  readonly longest: number;
};

/** @param longest - length of the longest unit, above 0 */
export function screenOf(units: Matrix, longest: number, kernels: Kernels): Screen {
  return { units, quick: kernels.singles(units, 1 / longest), longest };
}

/** Inner products of all units of two networks, over the lengths of the longest. */
interface Gains {
  /** Near the right ones, units × units; it may be changed. */
  readonly near: Matrix;
  /** How far off one may be. */
  readonly error: number;
  /** Those at some places (row · columns + column), to full accuracy. */
  exactly(places: readonly number[]): Float64Array;
  /** All of them, to full accuracy. */
  all(): Matrix;
}

/** Most terms that a product sums one after the other in single precision, and most of such sums that it adds then. */
const [terms, sums] = [256, 4];

function gainsOf(x: Screen, y: Screen, kernels: Kernels): Gains {
  const n = y.units.rows;
  const scale = 1 / x.longest / y.longest;
  return {
    near: kernels.gemm(x.quick, y.quick, { transB: true }),
    // Rounding of both factors and of each sum; no sum of magnitudes is above 1.
    error: (Math.min(x.units.cols, terms) + sums + 4) * 2 ** -24,
    exactly(places) {
      const rows = Int32Array.from(places, (k) => Math.floor(k / n));
      const products = kernels.part(matchingKernels).productsOfRows(
        x.units,
        rows,
        y.units,
        Int32Array.from(places, (k) => k % n),
      );
      return products.map((product) => scale * product);
    },
    all: () => kernels.gemm(x.units, y.units, { transB: true, alpha: scale }),
  };
}

/** Products that are taken one by one, at most, for each unit; with more of them all are taken at once. */
const mostEach = 8;

/** The largest inner product of each unit of x and of each of y, of networks whose units have length 1. */
export function largestGains(
  x: Screen,
  y: Screen,
  kernels: Kernels,
): { readonly ofRows: Float64Array; readonly ofCols: Float64Array } {
  const gains = gainsOf(x, y, kernels);
  const found = largestIn(gains.near);
  const close = closeTo(gains.near, found, 2 * gains.error);
  if (!close) return largestIn(gains.all());
  const [n, exact] = [gains.near.cols, gains.exactly(close)];
  const [ofRows, ofCols] = [found.ofRows.fill(-Infinity), found.ofCols.fill(-Infinity)];
  close.forEach((k, at) => {
    const [i, j, gain] = [Math.floor(k / n), k % n, exact[at]!];
    if (gain > ofRows[i]!) ofRows[i] = gain;
    if (gain > ofCols[j]!) ofCols[j] = gain;
  });
  return { ofRows, ofCols };
}

interface Largest {
  readonly ofRows: Float64Array;
  readonly ofCols: Float64Array;
}

function largestIn({ rows, cols, data }: Matrix): Largest {
  const [ofRows, ofCols] = [new Float64Array(rows), new Float64Array(cols).fill(-Infinity)];
  for (let i = 0, k = 0; i < rows; i++) {
    let best = -Infinity;
    for (let j = 0; j < cols; j++, k++) {
      const value = data[k]!;
      if (value > best) best = value;
      if (value > ofCols[j]!) ofCols[j] = value;
    }
    ofRows[i] = best;
  }
  return { ofRows, ofCols };
}

/** Places of what is less than `slack` below the largest of its row or column; undefined if they are many. */
function closeTo(
  { rows, cols, data }: Matrix,
  { ofRows, ofCols }: Largest,
  slack: number,
): number[] | undefined {
  const close: number[] = [];
  for (let i = 0, k = 0; i < rows; i++) {
    const least = ofRows[i]! - slack;
    for (let j = 0; j < cols; j++, k++)
      if (data[k]! >= least || data[k]! >= ofCols[j]! - slack) close.push(k);
    if (close.length > mostEach * (rows + cols)) return undefined;
  }
  return close;
}

/** An assignment of the greatest total. */
export interface Assigned {
  /** The unit of the wider network for each unit of the narrower one; of networks that are equally wide, of y for x. */
  readonly columns: Int32Array;
  /** Of inner products. */
  readonly total: number;
}

/** Rounds in which products that might matter are made exact. */
const rounds = 8;

/**
 * Prices of an assignment prove that no other is better: u + v is no less than any gain, and equal to those of assigned pairs. With
 * gains that are off by at most `error`, those nearer to u + v than twice that are made exact, u follows the exact gains of assigned
 * pairs, and all exact gains are held against it. Where one is above, units are assigned again.
 */
export function assignedUnits(x: Screen, y: Screen, kernels: Kernels): Assigned {
  const [narrow, wide] = x.units.rows <= y.units.rows ? [x, y] : [y, x];
  const gains = gainsOf(narrow, wide, kernels);
  const exact = new Set<number>();
  const { greatestAssignment } = kernels.part(matchingKernels);
  const most = mostEach * (x.units.rows + y.units.rows);
  for (let round = 0; round < rounds; round++) {
    const priced = greatestAssignment(gains.near);
    const close = undecided(gains, priced, exact, most);
    if (!close) break;
    makeExact(gains, close, exact);
    if (isProved(gains.near, priced, exact)) return totalled(gains.near, priced.columns);
  }
  const all = gains.all();
  return totalled(all, greatestAssignment(all).columns);

  function totalled({ cols, data }: Matrix, columns: Int32Array): Assigned {
    const total = columns.reduce((sum, j, i) => sum + data[i * cols + j]!, 0);
    return { columns, total: total * x.longest * y.longest };
  }
}

/** Places of gains that are not exact and so near to u + v that they might matter; undefined if they are more than `most`. */
function undecided(
  { near: { rows, cols, data }, error }: Gains,
  { u, v }: Priced,
  exact: ReadonlySet<number>,
  most: number,
): number[] | undefined {
  const close: number[] = [];
  for (let i = 0, k = 0; i < rows; i++) {
    const least = u[i]! - 2 * error;
    for (let j = 0; j < cols; j++, k++) if (data[k]! > least + v[j]! && !exact.has(k)) close.push(k);
    if (close.length > most) return undefined;
  }
  return close;
}

function makeExact({ near, exactly }: Gains, places: readonly number[], exact: Set<number>): void {
  const [values, { data }] = [exactly(places), near];
  places.forEach((k, at) => {
    data[k] = values[at]!;
    exact.add(k);
  });
}

/** What rounding of prices may be; no gain is above 1. */
const rounding = 8 * Number.EPSILON;

function isProved({ cols, data }: Matrix, { columns, v }: Priced, exact: ReadonlySet<number>): boolean {
  const u = Float64Array.from(columns, (j, i) => data[i * cols + j]! - v[j]!);
  for (const k of exact) if (data[k]! > u[Math.floor(k / cols)]! + v[k % cols]! + rounding) return false;
  return true;
}
