/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_pow.c), in TypeScript, without its own logarithm for |y| > 2³¹, which loses 9 bits.
 */
import { powerOfTwo, timesPowerOfTwo } from "./powers.ts";
import { highWord, upperPart } from "./words.ts";

/** xʸ as `x ** y` has it, off by less than 1 ulp. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = sizeOf(Math.abs(x), y);
  if (x > 0 || (x === 0 && 1 / x > 0)) return size;
  if (Math.abs(y % 2) === 1) return -size;
  const isReal = x === 0 || x === -Infinity || Number.isInteger(y) || Math.abs(y) === Infinity;
  return isReal ? size : NaN;
}

/** aʸ of an a of at least 0. */
function sizeOf(a: number, y: number): number {
  if (y === 1) return a;
  if (y === 2) return a * a;
  if (y === 0.5) return Math.sqrt(a);
  if (a === 1) return Math.abs(y) === Infinity ? NaN : 1;
  if (a === 0 || a === Infinity || Math.abs(y) > 2 ** 64) return a > 1 === y > 0 ? Infinity : 0;
  return powerOf(y, logOf(a));
}

/** What the first part of a logarithm leaves out. */
const rest = new Float64Array(1);

/** log₂ a: its upper part, and the rest in `rest`. */
function logOf(a: number): number {
  return a < 2 ** -1022 ? ofNormal(a * 2 ** 53, -53) : ofNormal(a, 0);
}

/** log₂ (2ⁿ · a), in one piece: a call with doubles costs more than the sums in it. */
function ofNormal(a: number, n: number): number {
  const high = highWord(a);
  const bits = high & 0xfffff;
  // x = a / 2ᵏ lies in √¾ to √3: near b = 1, or near b = 1.5.
  const k = (high >> 20) - (bits < 0xbb67a ? 1023 : 1022);
  const x = a * powerOfTwo(-k);
  const isMiddle = bits > 0x3988e && bits < 0xbb67a;
  const b = isMiddle ? 1.5 : 1;
  // log₂ x / b is a series in s = (x − b) / (x + b), of which the first terms are kept in two parts.
  const above = x - b;
  const inverse = 1 / (x + b);
  const s = above * inverse;
  const sUpper = upperPart(s);
  const sumUpper = upperPart(x + b);
  const sRest = inverse * (above - sUpper * sumUpper - sUpper * (x - (sumUpper - b)));
  const q = s * s;
  const last =
    0.33333332981837743 + q * (0.272728123808534 + q * (0.23066074577556175 + q * 0.20697501780033842));
  const r = q * q * (0.5999999999999946 + q * (0.4285714285785502 + q * last)) + sRest * (sUpper + s);
  const squared = sUpper * sUpper;
  const tUpper = upperPart(3 + squared + r);
  const first = sUpper * tUpper;
  const second = sRest * tUpper + (r - (tUpper - 3 - squared)) * s;
  const product = upperPart(first + second);
  const z = 0.9617967009544373 * product;
  const zRest =
    -7.028461650952758e-9 * product +
    (second - (product - first)) * 0.9617966939259756 +
    (isMiddle ? 1.350039202129749e-8 : 0);
  const shift = isMiddle ? 0.5849624872207642 : 0;
  const upper = upperPart(z + zRest + shift + (n + k));
  rest[0] = zRest - (upper - (n + k) - shift - z);
  return upper;
}

/** 2 to the power y · (upper + rest). */
function powerOf(y: number, upper: number): number {
  const yUpper = upperPart(y);
  const second = (y - yUpper) * upper + y * rest[0]!;
  const first = yUpper * upper;
  const z = first + second;
  // At 1024 and −1075 the rounding decides.
  if (z > 1024 || (z === 1024 && second + 8.008566259537294e-17 > z - first)) return Infinity;
  if (z < -1075 || (z === -1075 && second <= z - first)) return 0;
  const n = Math.abs(z) > 0.5 ? Math.trunc(z + (z < 0 ? -0.5 : 0.5)) : 0;
  return timesPowerOfTwo(powerOfFraction(first - n, second), n);
}

/** 2 to the power a + b, where |a + b| is at most ½ and b is what a has lost. */
function powerOfFraction(a: number, b: number): number {
  const t = upperPart(a + b);
  const u = t * 0.6931471824645996;
  const v = (b - (t - a)) * Math.LN2 + t * -1.904654299957768e-9;
  const z = u + v;
  const w = v - (z - u);
  const q = z * z;
  const tail = 6.613756321437934e-5 + q * (-1.6533902205465252e-6 + q * 4.1381367970572385e-8);
  const c = z - q * (0.16666666666666602 + q * (-0.0027777777777015593 + q * tail));
  return 1 - ((z * c) / (c - 2) - (w + z * w) - z);
}
