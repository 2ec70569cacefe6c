import type { Matrix } from "../../base/matrix.ts";
import { eachShared } from "./shared.ts";

/** What one network has of its kernel: at its own neighbours. */
export interface NeighborKernel {
  /** Numbers of the neighbours of each stimulus: stimuli × k. */
  readonly table: Matrix;
  /** The kernel there: stimuli × k. */
  readonly values: Matrix;
}

/** Two kernels under one mask, stimuli × stimuli: row after row, the entries that are not 0. */
export interface Masked {
  /** Where each row begins among the entries, and the end of the last. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Both kernels where both networks have a neighbour: entry (i, j) where j is one of i in both. */
export function maskedBoth(x: NeighborKernel, y: NeighborKernel): Masked {
  const { rows: m, cols: k } = x.table;
  const [neighbors, valuesX, valuesY] = [y.table.data, x.values.data, y.values.data];
  const starts = new Int32Array(m + 1);
  eachShared(x.table, y.table, ({ count }, i) => {
    starts[i + 1] = starts[i]! + count;
  });
  const entries = starts[m]!;
  const masked = {
    starts,
    columns: new Int32Array(entries),
    x: new Float64Array(entries),
    y: new Float64Array(entries),
  };
  eachShared(x.table, y.table, ({ count, first, second }, i) => {
    for (let n = 0, at = starts[i]!; n < count; n++, at++) {
      masked.columns[at] = neighbors[i * k + second[n]!]!;
      masked.x[at] = valuesX[i * k + first[n]!]!;
      masked.y[at] = valuesY[i * k + second[n]!]!;
    }
  });
  return masked;
}

/**
 * The Hilbert–Schmidt independence criterion of two masked kernels K and L, m × m, which need not be symmetric:
 *
 *   biased     tr(K·H·L·H),   H = I − 11ᵀ/m
 *   debiased   (tr(KL) + 1ᵀK1·1ᵀL1/((m − 1)(m − 2)) − 2·1ᵀKL1/(m − 2)) / (m(m − 3))
 *
 * the latter by Song et al. 2012, equation 5, for kernels without diagonal. The biased one is not divided by (m − 1)².
 */
export function hsic(masked: Masked, debiased: boolean): number {
  const m = masked.starts.length - 1;
  const { x, y } = sumsOf(masked);
  const trace = traceOfProduct(masked);
  if (!debiased)
    return trace - (dot(x.columns, y.rows) + dot(y.columns, x.rows)) / m + (x.all * y.all) / (m * m);
  const centred = trace + (x.all * y.all) / ((m - 1) * (m - 2)) - (2 * dot(x.columns, y.rows)) / (m - 2);
  return centred / (m * (m - 3));
}

interface Sums {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  all: number;
}

function sumsOf({ starts, columns, x, y }: Masked): { x: Sums; y: Sums } {
  const m = starts.length - 1;
  const none = () => ({ rows: new Float64Array(m), columns: new Float64Array(m), all: 0 });
  const sums = { x: none(), y: none() };
  for (let i = 0; i < m; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const j = columns[at]!;
      sums.x.rows[i]! += x[at]!;
      sums.x.columns[j]! += x[at]!;
      sums.y.rows[i]! += y[at]!;
      sums.y.columns[j]! += y[at]!;
    }
    sums.x.all += sums.x.rows[i]!;
    sums.y.all += sums.y.rows[i]!;
  }
  return sums;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/**
 * tr(KL) = Σ Kᵢⱼ Lⱼᵢ over the entries whose mirror image is in the mask too. Row j of L is looked at from column i,
 * so that each entry is visited once.
 */
function traceOfProduct(masked: Masked): number {
  const { starts, x } = masked;
  const mirrored = transposed(masked);
  const m = starts.length - 1;
  // Where column j stands in the row that is looked at; what a former row left there is outside of this one.
  const place = new Int32Array(m).fill(-1);
  let trace = 0;
  for (let i = 0; i < m; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) place[masked.columns[at]!] = at;
    for (let at = mirrored.starts[i]!; at < mirrored.starts[i + 1]!; at++) {
      const own = place[mirrored.rows[at]!]!;
      if (own >= starts[i]!) trace += x[own]! * mirrored.y[at]!;
    }
  }
  return trace;
}

/** The entries of L by columns, each with its row. */
function transposed({ starts, columns, y }: Masked) {
  const m = starts.length - 1;
  const ends = new Int32Array(m + 1);
  for (let at = 0; at < columns.length; at++) ends[columns[at]! + 1]!++;
  for (let j = 0; j < m; j++) ends[j + 1]! += ends[j]!;
  const next = ends.slice();
  const [rows, values] = [new Int32Array(columns.length), new Float64Array(columns.length)];
  for (let i = 0; i < m; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const to = next[columns[at]!]!++;
      rows[to] = i;
      values[to] = y[at]!;
    }
  }
  return { starts: ends, rows, y: values };
}
