// The sign of a determinant: elimination with row pivots, P·A = L·U, a panel of columns at a time, as in LAPACK's getrf:
//
//   ┌ A11 A12 ┐   the panel [A11; A21] row by row; U12 = L11⁻¹·A12; A22 := A22 − L21·U12,
//   └ A21 A22 ┘   a gemm that does most of the work.

import { bytes } from "../vector/lanes";
import { axpy } from "../vector/level1";
import { gemm, gemmWork } from "../product/level3";
import { trsm, trsmWork } from "../product/triangular";

/** Columns of a panel. */
const PANEL: i32 = 32;

/** Bytes of `work` for signDet. */
export function signDetWork(n: i32): f64 {
  return max(gemmWork<f64>(n, n, PANEL), trsmWork<f64>(PANEL, n));
}

/** The row from `k` on, of n, whose element at `column` is the largest; `column` is that of row k. */
function pivotRow(n: i32, k: i32, column: usize, ld: usize): i32 {
  let best = k;
  let largest = abs(load<f64>(column));
  for (let i = k + 1; i < n; i++) {
    column += ld;
    const size = abs(load<f64>(column));
    if (size > largest) {
      largest = size;
      best = i;
    }
  }
  return best;
}

function swapRows(n: i32, x: usize, y: usize): void {
  for (const end = x + bytes<f64>(n); x < end; x += 8, y += 8) {
    const held = load<f64>(x);
    store<f64>(x, load<f64>(y));
    store<f64>(y, held);
  }
}

/** Columns first … last − 1, and the multipliers below them. @returns the sign of their pivots and swaps; 0 where one is 0 */
function eliminate(n: i32, first: i32, last: i32, a: usize, ld: usize): i32 {
  let sign = 1;
  for (let k = first; k < last; k++) {
    const row = a + <usize>k * ld;
    const pivot = pivotRow(n, k, row + bytes<f64>(k), ld);
    if (pivot != k) {
      swapRows(n, row, a + <usize>pivot * ld);
      sign = -sign;
    }
    const head = load<f64>(row + bytes<f64>(k));
    if (head == 0) return 0;
    if (head < 0) sign = -sign;
    const rest = bytes<f64>(k + 1);
    for (let i = k + 1; i < n; i++) {
      const below = a + <usize>i * ld;
      const factor = load<f64>(below + bytes<f64>(k)) / head;
      store<f64>(below + bytes<f64>(k), factor);
      axpy<f64>(last - k - 1, -factor, row + rest, below + rest);
    }
  }
  return sign;
}

/**
 * @param a - n × n; destroyed
 * @param work - signDetWork(n) bytes
 * @returns the sign of det A; 0 where a pivot is 0
 */
export function signDet(n: i32, a: usize, lda: i32, work: usize): i32 {
  const ld = bytes<f64>(lda);
  let sign = 1;
  for (let k = 0; k < n; k += PANEL) {
    const width = min(PANEL, n - k);
    const next = k + width;
    sign *= eliminate(n, k, next, a, ld);
    if (sign == 0 || next == n) return sign;
    const top = a + <usize>k * ld;
    const below = a + <usize>next * ld;
    const other = n - next;
    const right = bytes<f64>(next);
    trsm<f64>(0, 0, 1, width, other, top + bytes<f64>(k), lda, top + right, lda, work);
    const left = below + bytes<f64>(k);
    gemm<f64>(0, 0, other, other, width, -1, left, lda, top + right, lda, 1, below + right, lda, work);
  }
  return sign;
}
