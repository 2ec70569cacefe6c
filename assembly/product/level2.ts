// Level 2: a matrix, row-major, and a vector.

import { at, bytes, fma, lanes, put, sumLanes } from "../vector/lanes";
import { axpy, dot } from "../vector/level1";

/** y := A·x, A being m × n. Four rows share each load of x. */
export function gemv<T>(m: i32, n: i32, a: usize, lda: i32, x: usize, y: usize): void {
  const ld = bytes<T>(lda);
  let i = 0;
  for (; i + 4 <= m; i += 4, a += 4 * ld) fourDots<T>(n, a, ld, x, y + bytes<T>(i));
  for (; i < m; i++, a += ld) put<T>(y, i, dot<T>(n, a, x));
}

function fourDots<T>(n: i32, a: usize, ld: usize, x: usize, y: usize): void {
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const rest = n % lanes<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 16, a += 16) {
    const factor = v128.load(x);
    s0 = fma<T>(factor, v128.load(a), s0);
    s1 = fma<T>(factor, v128.load(a + ld), s1);
    s2 = fma<T>(factor, v128.load(a + 2 * ld), s2);
    s3 = fma<T>(factor, v128.load(a + 3 * ld), s3);
  }
  put<T>(y, 0, sumLanes<T>(s0) + dot<T>(rest, a, x));
  put<T>(y, 1, sumLanes<T>(s1) + dot<T>(rest, a + ld, x));
  put<T>(y, 2, sumLanes<T>(s2) + dot<T>(rest, a + 2 * ld, x));
  put<T>(y, 3, sumLanes<T>(s3) + dot<T>(rest, a + 3 * ld, x));
}

/** A := alpha·x·yᵀ + A, A being m × n. */
export function ger<T>(m: i32, n: i32, alpha: T, x: usize, y: usize, a: usize, lda: i32): void {
  for (let i = 0; i < m; i++, a += bytes<T>(lda)) axpy<T>(n, alpha * at<T>(x, i), y, a);
}
