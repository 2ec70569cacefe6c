/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (k_sin.c, k_cos.c, s_sin.c, s_cos.c), in TypeScript.
 */
import { left, quarterTurns } from "./quarter-turns.ts";

/** sin x of x in radians, off by less than 1 ulp for every double. */
export function sin(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return Math.abs(x) < 2 ** -26 ? x : sineOf(x, 0);
  return Number.isFinite(x) ? turned(quarterTurns(x)) : NaN;
}

/** cos x of x in radians, off by less than 1 ulp for every double. */
export function cos(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return cosineOf(x, 0);
  return Number.isFinite(x) ? turned(quarterTurns(x) + 1) : NaN;
}

/** sin (n · π/2 + left). */
function turned(n: number): number {
  const value = n & 1 ? cosineOf(left[0]!, left[1]!) : sineOf(left[0]!, left[1]!);
  return n & 2 ? -value : value;
}

/** sin (x + y) of |x| ≤ π/4 and a tiny y. */
function sineOf(x: number, y: number): number {
  const z = x * x;
  const v = z * x;
  const high = z * z * z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10);
  const r = 0.00833333333332249 + z * (-0.0001984126982985795 + z * 2.7557313707070068e-6) + high;
  return x - (z * (0.5 * y - v * r) - y - v * -0.16666666666666632);
}

/** cos (x + y) of |x| ≤ π/4 and a tiny y. */
function cosineOf(x: number, y: number): number {
  const z = x * x;
  const w = z * z;
  const high = w * w * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const r = z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 2.480158728947673e-5)) + high;
  const half = 0.5 * z;
  const first = 1 - half;
  return first + (1 - first - half + (z * r - x * y));
}
