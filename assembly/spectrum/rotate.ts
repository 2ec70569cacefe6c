// Plane rotations of rows.

import { bytes, fma, fnma } from "../vector/lanes";

/** x := c·x + s·y and y := c·y − s·x, n elements each. */
export function rotateRows(n: i32, x: usize, y: usize, c: f64, s: f64): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  const end = x + bytes<f64>(n & ~1);
  for (; x < end; x += 16, y += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    v128.store(x, fma<f64>(ss, b, f64x2.mul(cc, a)));
    v128.store(y, fnma<f64>(ss, a, f64x2.mul(cc, b)));
  }
  if (n & 1) {
    const a = load<f64>(x);
    const b = load<f64>(y);
    store<f64>(x, c * a + s * b);
    store<f64>(y, c * b - s * a);
  }
}
