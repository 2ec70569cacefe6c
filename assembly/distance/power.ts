// x^order on vectors, for Minkowski's distance.
//
// The caller takes the order-th root of a sum of these. So an error δ of order·ln x is
// a relative error δ / order of the distance: one rounding of ln x gives |ln x| · 1.1e-16.
// Plain double precision is enough; the extended precision inside a library `pow` would
// gain nothing here.

import { fma, fnma } from "../vector/lanes";

/** Bits of 1 less bits of √½, and bits of 1. Mantissas are taken from [√½, √2), so that their ln is small. */
const INTEGERS = memory.data<i64>([0x3ff0000000000000 - 0x3fe6a09e667f3bcd, 0x3ff0000000000000]);

// Constants are loaded from memory: that is one instruction, while V8 builds a literal
// vector by three at each use.

/**
 * log₂ e; ln 2 in two parts, the first with 32 bits so that n times it is exact; 2⁵² + 2⁵¹;
 * 2⁵² + 2⁵¹ + 1023.
 */
const REDUCTION = memory.data<f64>([
  1.44269504088896340736, 6.9314718036912381649e-1, 1.90821492927058770002e-10, 6755399441055744.0,
  6755399441056767.0,
]);
/** 2 / (2k + 3), k from 0 to 9: the series of (2 atanh(s) / s − 2) / s² in s². */
const ATANH = memory.data<f64>([
  2.0 / 3.0,
  2.0 / 5.0,
  2.0 / 7.0,
  2.0 / 9.0,
  2.0 / 11.0,
  2.0 / 13.0,
  2.0 / 15.0,
  2.0 / 17.0,
  2.0 / 19.0,
  2.0 / 21.0,
]);
/** 1 / k!, k from 0 to 13. */
const EXP = memory.data<f64>([
  1.0,
  1.0,
  0.5,
  1.0 / 6.0,
  1.0 / 24.0,
  1.0 / 120.0,
  1.0 / 720.0,
  1.0 / 5040.0,
  1.0 / 40320.0,
  1.0 / 362880.0,
  1.0 / 3628800.0,
  1.0 / 39916800.0,
  1.0 / 479001600.0,
  1.0 / 6227020800.0,
]);

/** The i-th number of a table above, in both lanes. */
// @ts-ignore: decorator
@inline
function entry(table: usize, i: usize): v128 {
  return v128.load64_splat(table + 8 * i);
}

/** table[i] + table[i + 1] · z. */
// @ts-ignore: decorator
@inline
function linear(table: usize, i: usize, z: v128): v128 {
  return fma<f64>(entry(table, i + 1), z, entry(table, i));
}

/** table[i] + … + table[i + 3] · z³ by Estrin's scheme, whose chain is half as long as Horner's. */
// @ts-ignore: decorator
@inline
function cubic(table: usize, i: usize, z: v128, z2: v128): v128 {
  return fma<f64>(linear(table, i + 2, z), z2, linear(table, i, z));
}

/**
 * ln x of two normal positive numbers: x = 2^e · f, s = (f − 1) / (f + 1),
 * ln f = 2 atanh s = 2 (s + s³/3 + s⁵/5 + …). |s| < 0.1716: 10 terms reach 1e-17.
 */
// @ts-ignore: decorator
@inline
function ln(x: v128): v128 {
  // e + 1023; the shift is unsigned, since V8 emulates the signed one
  const biased = i64x2.shr_u(i64x2.add(x, entry(INTEGERS, 0)), 52);
  const f = i64x2.sub(x, i64x2.sub(i64x2.shl(biased, 52), entry(INTEGERS, 1)));
  // whole number → f64: add it to the low bits of 2⁵² + 2⁵¹, then subtract that number
  const exponent = f64x2.sub(i64x2.add(biased, entry(REDUCTION, 3)), entry(REDUCTION, 4));

  const one = f64x2.splat(1);
  const s = f64x2.div(f64x2.sub(f, one), f64x2.add(f, one));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const tail = fma<f64>(linear(ATANH, 8, z), z4, cubic(ATANH, 4, z, z2));
  const series = fma<f64>(tail, z4, cubic(ATANH, 0, z, z2));

  const small = fma<f64>(f64x2.mul(series, z), s, f64x2.mul(exponent, entry(REDUCTION, 2)));
  const large = f64x2.mul(exponent, entry(REDUCTION, 1));
  return f64x2.add(large, f64x2.add(f64x2.add(s, s), small));
}

/**
 * e^y of two numbers, clamped to [−708, 709] so that the result stays normal.
 * y = n ln 2 + r, |r| ≤ 0.347: Taylor's series to r¹³ reaches 1e-17.
 */
// @ts-ignore: decorator
@inline
function exp(y: v128): v128 {
  const clamped = f64x2.pmin(f64x2.splat(709), f64x2.pmax(f64x2.splat(-708), y));
  const shifter = entry(REDUCTION, 3);
  const shifted = fma<f64>(clamped, entry(REDUCTION, 0), shifter);
  const n = f64x2.sub(shifted, shifter);
  const high = fnma<f64>(n, entry(REDUCTION, 1), clamped);
  const r = fnma<f64>(n, entry(REDUCTION, 2), high);

  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const tail = fma<f64>(linear(EXP, 12, r), r4, cubic(EXP, 8, r, r2));
  const head = fma<f64>(cubic(EXP, 4, r, r2), r4, cubic(EXP, 0, r, r2));
  const series = fma<f64>(tail, f64x2.mul(r4, r4), head);
  return i64x2.add(series, i64x2.shl(shifted, 52));
}

/**
 * x^order of two numbers ≥ 0; denormals count as 0. Not inlined: it is half a kilobyte,
 * and the call is a small part of its time.
 */
function power2(x: v128, order: v128): v128 {
  const y = exp(f64x2.mul(order, ln(x)));
  return v128.and(y, f64x2.ge(x, f64x2.splat(2.2250738585072014e-308)));
}

/** x^order for x ≥ 0; f32 goes through f64. Not for infinities. @param order - f64, above 0, in both lanes */
// @ts-ignore: decorator
@inline
export function power<T>(x: v128, order: v128): v128 {
  if (sizeof<T>() == 8) return power2(x, order);
  const low = power2(f64x2.promote_low_f32x4(x), order);
  const upper = v128.shuffle<i32>(x, x, 2, 3, 2, 3);
  const high = power2(f64x2.promote_low_f32x4(upper), order);
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** x^order for a whole order ≥ 1, by repeated squaring: at most 2 log₂ order roundings. */
// @ts-ignore: decorator
@inline
export function powerInteger<T>(x: v128, order: i32): v128 {
  let result = x;
  let base = x;
  let rest = order - 1;
  while (rest) {
    if (rest & 1) result = v128.mul<T>(result, base);
    base = v128.mul<T>(base, base);
    rest >>= 1;
  }
  return result;
}
