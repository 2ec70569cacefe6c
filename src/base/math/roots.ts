/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (s_cbrt.c, in the form of FreeBSD), in TypeScript.
 */
import { powerOfTwo } from "./powers.ts";
import { lostByMultiplying } from "./rounding.ts";
import { fromWords, highWord, lowWord } from "./words.ts";

/** √(x² + y²), off by less than 1 ulp, whatever the scale. After Dekker, Numer. Math. 18, 1971, and musl (MIT). */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  if (small <= large * 2 ** -64) return large + small;
  const unit = large > 2 ** 510 ? 2 ** 700 : small < 2 ** -450 ? 2 ** -700 : 1;
  const p = large / unit;
  const q = small / unit;
  const pp = p * p;
  const qq = q * q;
  return unit * Math.sqrt(lostByMultiplying(q, q, qq) + lostByMultiplying(p, p, pp) + qq + pp);
}

/** ∛x, off by less than 1 ulp. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const root = size < 2 ** -1022 ? ofPositive(size * 2 ** 54) * powerOfTwo(-18) : ofPositive(size);
  return x < 0 ? -root : root;
}

function ofPositive(x: number): number {
  // A third of the exponent and of the fraction is right to 5 bits.
  const t = fromWords(Math.trunc(highWord(x) / 3) + 715094163, 0);
  const r = t * t * (t / x);
  const first = 1.87595182427177 + r * (-1.8849797954337717 + r * 1.6214297201053545);
  const near = rounded(t * (first + r * r * r * (-0.758397934778766 + r * 0.14599619288661245)));
  // One step of Newton; the square of 23 bits is exact.
  const gap = x / (near * near) - near;
  return near + near * (gap / (3 * near + gap));
}

/** To 23 bits. */
function rounded(x: number): number {
  const low = lowWord(x);
  return fromWords(highWord(x) + (low < 0 ? 1 : 0), (low ^ -0x80000000) & -0x40000000);
}
