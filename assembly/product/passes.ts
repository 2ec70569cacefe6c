// What is found of a matrix by reading each of its numbers once.

import { at, bytes, fma, lanes, put, sumLanes } from "../vector/lanes";
import { dot } from "../vector/level1";

/** sums := sums + Σ of the m rows of A (m × n), four rows at a time. */
export function addRows<T>(m: i32, n: i32, a: usize, sums: usize): void {
  const row = bytes<T>(n);
  let i = 0;
  for (; i + 4 <= m; i += 4, a += 4 * row) addFour<T>(n, a, sums);
  for (; i < m; i++, a += row) {
    for (let k: usize = 0; k < row; k += sizeof<T>()) store<T>(sums + k, load<T>(sums + k) + load<T>(a + k));
  }
}

function addFour<T>(n: i32, a: usize, sums: usize): void {
  const row = bytes<T>(n);
  const rest = n % lanes<T>();
  for (const end = a + bytes<T>(n - rest); a < end; a += 16, sums += 16) {
    const first = v128.add<T>(v128.load(a), v128.load(a + row));
    const second = v128.add<T>(v128.load(a + 2 * row), v128.load(a + 3 * row));
    v128.store(sums, v128.add<T>(v128.load(sums), v128.add<T>(first, second)));
  }
  for (let i = 0; i < rest; i++, a += sizeof<T>()) {
    const four: T = load<T>(a) + load<T>(a + row) + (load<T>(a + 2 * row) + load<T>(a + 3 * row));
    put<T>(sums, i, at<T>(sums, i) + four);
  }
}

/** products := A·x and squares := Σ a² of each row of A (m × n). Four rows share each load of x. */
export function alongRows<T>(m: i32, n: i32, a: usize, x: usize, products: usize, squares: usize): void {
  const row = bytes<T>(n);
  let i = 0;
  for (; i + 4 <= m; i += 4, a += 4 * row)
    alongFour<T>(n, a, x, products + bytes<T>(i), squares + bytes<T>(i));
  for (; i < m; i++, a += row) {
    put<T>(products, i, dot<T>(n, a, x));
    put<T>(squares, i, dot<T>(n, a, a));
  }
}

function alongFour<T>(n: i32, a: usize, x: usize, products: usize, squares: usize): void {
  const row = bytes<T>(n);
  let p0 = v128.splat<T>(<T>0);
  let p1 = p0;
  let p2 = p0;
  let p3 = p0;
  let s0 = p0;
  let s1 = p0;
  let s2 = p0;
  let s3 = p0;
  const rest = n % lanes<T>();
  for (const end = x + bytes<T>(n - rest); x < end; x += 16, a += 16) {
    const factor = v128.load(x);
    const a0 = v128.load(a);
    const a1 = v128.load(a + row);
    const a2 = v128.load(a + 2 * row);
    const a3 = v128.load(a + 3 * row);
    p0 = fma<T>(a0, factor, p0);
    s0 = fma<T>(a0, a0, s0);
    p1 = fma<T>(a1, factor, p1);
    s1 = fma<T>(a1, a1, s1);
    p2 = fma<T>(a2, factor, p2);
    s2 = fma<T>(a2, a2, s2);
    p3 = fma<T>(a3, factor, p3);
    s3 = fma<T>(a3, a3, s3);
  }
  finish<T>(rest, a, x, p0, s0, products, squares, 0);
  finish<T>(rest, a + row, x, p1, s1, products, squares, 1);
  finish<T>(rest, a + 2 * row, x, p2, s2, products, squares, 2);
  finish<T>(rest, a + 3 * row, x, p3, s3, products, squares, 3);
}

/** Adds what is left of a row. */
function finish<T>(
  rest: i32,
  a: usize,
  x: usize,
  p: v128,
  s: v128,
  products: usize,
  squares: usize,
  i: i32,
): void {
  put<T>(products, i, sumLanes<T>(p) + dot<T>(rest, a, x));
  put<T>(squares, i, sumLanes<T>(s) + dot<T>(rest, a, a));
}

/**
 * out[i] := the column of the largest element of row i of A (m × n, n ≥ 1), the first of equal ones.
 * @returns whether all elements are finite; if not, `out` is undefined
 */
export function largestColumns(m: i32, n: i32, a: usize, out: usize): bool {
  let strange = f64x2.splat(0);
  const row = bytes<f64>(n);
  for (let i = 0; i < m; i++, a += row) {
    const end = a + row;
    let m0 = v128.load64_splat(a);
    let m1 = m0;
    let k = a;
    for (; k + 64 <= end; k += 64) {
      const x0 = v128.load(k);
      const x1 = v128.load(k, 16);
      const x2 = v128.load(k, 32);
      const x3 = v128.load(k, 48);
      m0 = f64x2.pmax(m0, f64x2.pmax(x0, x1));
      m1 = f64x2.pmax(m1, f64x2.pmax(x2, x3));
      // x − x is 0 of what is finite, and NaN of what is not.
      const low = v128.or(f64x2.sub(x0, x0), f64x2.sub(x1, x1));
      const high = v128.or(f64x2.sub(x2, x2), f64x2.sub(x3, x3));
      strange = v128.or(strange, v128.or(low, high));
    }
    for (; k + 16 <= end; k += 16) {
      const x = v128.load(k);
      m0 = f64x2.pmax(m0, x);
      strange = v128.or(strange, f64x2.sub(x, x));
    }
    if (k < end) {
      const x = v128.load64_splat(k);
      m1 = f64x2.pmax(m1, x);
      strange = v128.or(strange, f64x2.sub(x, x));
    }
    m0 = f64x2.pmax(m0, m1);
    put<f64>(out, i, <f64>placeOf(n, a, max(f64x2.extract_lane(m0, 0), f64x2.extract_lane(m0, 1))));
  }
  return !v128.any_true(strange);
}

/** Where a row has this number first; n if nowhere. */
function placeOf(n: i32, a: usize, value: f64): i32 {
  const wanted = f64x2.splat(value);
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const k = a + bytes<f64>(j);
    const e0 = f64x2.eq(wanted, v128.load(k));
    const e1 = f64x2.eq(wanted, v128.load(k, 16));
    const e2 = f64x2.eq(wanted, v128.load(k, 32));
    const e3 = f64x2.eq(wanted, v128.load(k, 48));
    if (!v128.any_true(v128.or(v128.or(e0, e1), v128.or(e2, e3)))) continue;
    const low = i64x2.bitmask(e0) | (i64x2.bitmask(e1) << 2);
    return j + ctz<i32>(low | (i64x2.bitmask(e2) << 4) | (i64x2.bitmask(e3) << 6));
  }
  while (j < n && at<f64>(a, j) != value) j++;
  return j;
}
