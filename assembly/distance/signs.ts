// How sums of absolute differences between rows move with the rows: their signs, weighed.
//
//   out[i] += Σ over j of w(i, j) · sign(x[i] − x[j]),  unit by unit
//
// Eight units at a time: those of row i, and what is added to them, stay in eight registers while all later rows pass.

import { at, bytes, put } from "../vector/lanes";

/** Units that pass at once: four v128. */
const WIDTH: i32 = 8;

/** `weight` with the sign of `gap`. */
// @ts-ignore: decorator
@inline
function signed(weight: v128, gap: v128): v128 {
  return v128.xor(weight, v128.and(gap, i64x2.splat(0x8000000000000000)));
}

/** Takes what a row gets from the row at `place`. */
// @ts-ignore: decorator
@inline
function take(place: usize, offset: usize, move: v128): void {
  v128.store(place + offset, f64x2.sub(v128.load(place + offset), move));
}

/** Eight units from `unit` on. @returns lanes that are not 0 where two rows are equal in a unit */
function pass(m: i32, n: i32, unit: i32, x: usize, weights: usize, out: usize): v128 {
  const row = bytes<f64>(n);
  const zero = f64x2.splat(0);
  let equal = zero;
  x += bytes<f64>(unit);
  out += bytes<f64>(unit);
  for (let i = 0; i < m; i++, x += row, out += row) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    let sum0 = zero;
    let sum1 = zero;
    let sum2 = zero;
    let sum3 = zero;
    let other = x + row;
    let place = out + row;
    for (let j = i + 1; j < m; j++, other += row, place += row, weights += 8) {
      const weight = v128.load64_splat(weights);
      const gap0 = f64x2.sub(x0, v128.load(other));
      const gap1 = f64x2.sub(x1, v128.load(other, 16));
      const gap2 = f64x2.sub(x2, v128.load(other, 32));
      const gap3 = f64x2.sub(x3, v128.load(other, 48));
      equal = v128.or(equal, v128.or(f64x2.eq(gap0, zero), f64x2.eq(gap1, zero)));
      equal = v128.or(equal, v128.or(f64x2.eq(gap2, zero), f64x2.eq(gap3, zero)));
      const move0 = signed(weight, gap0);
      const move1 = signed(weight, gap1);
      const move2 = signed(weight, gap2);
      const move3 = signed(weight, gap3);
      sum0 = f64x2.add(sum0, move0);
      sum1 = f64x2.add(sum1, move1);
      sum2 = f64x2.add(sum2, move2);
      sum3 = f64x2.add(sum3, move3);
      take(place, 0, move0);
      take(place, 16, move1);
      take(place, 32, move2);
      take(place, 48, move3);
    }
    v128.store(out, f64x2.add(v128.load(out), sum0));
    v128.store(out, f64x2.add(v128.load(out, 16), sum1), 16);
    v128.store(out, f64x2.add(v128.load(out, 32), sum2), 32);
    v128.store(out, f64x2.add(v128.load(out, 48), sum3), 48);
  }
  return equal;
}

/** One unit. @returns whether two rows are equal in it */
function passOne(m: i32, n: i32, unit: i32, x: usize, weights: usize, out: usize): bool {
  let equal = false;
  for (let i = 0; i < m; i++) {
    const own = at<f64>(x, i * n + unit);
    let sum: f64 = 0;
    for (let j = i + 1; j < m; j++, weights += 8) {
      const gap = own - at<f64>(x, j * n + unit);
      const move = copysign<f64>(1, gap) * load<f64>(weights);
      if (gap == 0) equal = true;
      sum += move;
      put<f64>(out, j * n + unit, at<f64>(out, j * n + unit) - move);
    }
    put<f64>(out, i * n + unit, at<f64>(out, i * n + unit) + sum);
  }
  return equal;
}

/**
 * @param x - m × n, finite
 * @param weights - of the pairs i < j, condensed
 * @param out - m × n, zeros
 * @returns whether two rows are equal in a unit, where the sum has a kink
 */
export function pullSigns(m: i32, n: i32, x: usize, weights: usize, out: usize): bool {
  let equal = f64x2.splat(0);
  let unit = 0;
  for (; unit + WIDTH <= n; unit += WIDTH) equal = v128.or(equal, pass(m, n, unit, x, weights, out));
  let isEqual = v128.any_true(equal);
  for (; unit < n; unit++) if (passOne(m, n, unit, x, weights, out)) isEqual = true;
  return isEqual;
}
