/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_log.c, s_log1p.c, in the form of FreeBSD and musl), in TypeScript.
 */
import { powerOfTwo } from "./powers.ts";
import { highWord } from "./words.ts";

const [ln2High, ln2Low] = [0.6931471803691238, 1.9082149292705877e-10];
/** What lies between the high words of 1 and of √½: a fraction is taken from √½ to √2. */
const rootOfHalf = 0x3ff00000 - 0x3fe6a09e;

/** k of x = 2ᵏ · a fraction from √½ to √2. */
const scaleOf = (x: number) => ((highWord(x) + rootOfHalf) >> 20) - 1023;

/** ln x, off by less than 1 ulp. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  if (x < 2 ** -1022) return ofNormal(x * 2 ** 54, -54);
  return ofNormal(x, 0);
}

/** ln (2ⁿ · x) */
function ofNormal(x: number, n: number): number {
  const k = scaleOf(x);
  return sumOf(x * powerOfTwo(-k) - 1, k + n, 0);
}

/** ln (1 + x), off by less than 1 ulp, also near 0. */
export function log1p(x: number): number {
  return log1pOf(x, 0);
}

/** ln (1 + x + rest), where x + rest = x after rounding. */
export function log1pOf(x: number, rest: number): number {
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : NaN;
  if (Math.abs(x) < 2 ** -53) return x;
  if (x > -0.2928 && x < 0.4142) return sumOf(x, 0, rest / (1 + x));
  const sum = 1 + x;
  const k = scaleOf(sum);
  const lost = k < 54 ? (k >= 2 ? 1 - (sum - x) : x - (sum - 1)) / sum : 0;
  return sumOf(sum * powerOfTwo(-k) - 1, k, lost + rest / sum);
}

/** ln (1 + f) + k ln 2 + a small correction. */
function sumOf(f: number, k: number, correction: number): number {
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = 0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586);
  const r = z * (0.6666666666666735 + w * odd) + even;
  return s * (half + r) + (k * ln2Low + correction) - half + f + k * ln2High;
}
