/*
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_exp.c, s_expm1.c), in TypeScript.
 */
import { powerOfTwo, timesPowerOfTwo } from "./powers.ts";

const [ln2, perLn2] = [Math.LN2, Math.LOG2E];
/** ln 2 in two parts: k · ln2High is exact. */
const [ln2High, ln2Low] = [0.6931471803691238, 1.9082149292705877e-10];
/** Above this exp is infinite, below the other 0. */
const [overflow, underflow] = [709.782712893384, -745.1332191019411];

/** The whole number nearest to x / ln 2; 0 where |x| is at most ln 2 / 2. */
function turnsOf(x: number): number {
  return Math.abs(x) > 0.5 * ln2 ? Math.trunc(x * perLn2 + (x < 0 ? -0.5 : 0.5)) : 0;
}

/** eˣ, off by less than 1 ulp. */
export function exp(x: number): number {
  if (!(x <= overflow)) return x > 0 ? Infinity : NaN;
  if (x < underflow) return 0;
  if (Math.abs(x) < 2 ** -28) return 1 + x;
  const k = turnsOf(x);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const z = r * r;
  const p5 = 4.1381367970572385e-8;
  const tail = 6.613756321437934e-5 + z * (-1.6533902205465252e-6 + z * p5);
  const c = r - z * (0.16666666666666602 + z * (-0.0027777777777015593 + z * tail));
  return timesPowerOfTwo(1 + ((r * c) / (2 - c) - low + high), k);
}

/** eˣ − 1, off by less than 1 ulp, also near 0. */
export function expm1(x: number): number {
  if (!(x <= overflow)) return x > 0 ? Infinity : NaN;
  if (x < -56 * ln2) return -1;
  if (Math.abs(x) < 2 ** -54) return x;
  const k = turnsOf(x);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const z = r * half;
  const ratio = 1 + z * polynomial(z);
  const t = 3 - ratio * half;
  const e = z * ((ratio - t) / (6 - r * t));
  return k === 0 ? r - (r * e - z) : assembled(r, r * (e - lost) - lost - z, k);
}

function polynomial(z: number): number {
  const tail = -7.93650757867488e-5 + z * (4.008217827329362e-6 + z * -2.0109921818362437e-7);
  return -0.03333333333333313 + z * (0.0015873015872548146 + z * tail);
}

/** 2ᵏ (1 + r − e) − 1, each k in the order of sums that loses least. */
function assembled(r: number, e: number, k: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k < -1 || k > 56) return timesPowerOfTwo(1 - (e - r), k) - 1;
  const share = powerOfTwo(-k);
  const sum = k < 20 ? 1 - share - (e - r) : r - (e + share) + 1;
  return sum * powerOfTwo(k);
}
