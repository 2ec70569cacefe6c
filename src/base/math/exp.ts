/*!
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
  const upper = upperTerm(x, k);
  return timesPowerOfTwo(upper + rest[0]!, k);
}

/** The same of 2⁻²⁸ ≤ x ≤ 40, and what it has lost in `lostByExpm1`. */
export function expm1InTwo(x: number): number {
  const k = turnsOf(x);
  const upper = upperTerm(x, k);
  const sum = upper + rest[0]!;
  lostByExpm1[0] = (upper - sum + rest[0]!) * powerOfTwo(k);
  return sum * powerOfTwo(k);
}

export const lostByExpm1 = new Float64Array(1);
/** What `upperTerm` leaves out. */
const rest = new Float64Array(1);

/** (eˣ − 1) / 2ᵏ, less what is left in `rest`: a sum of which nothing is lost. */
function upperTerm(x: number, k: number): number {
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const z = r * half;
  const tail = -7.93650757867488e-5 + z * (4.008217827329362e-6 + z * -2.0109921818362437e-7);
  const ratio = 1 + z * (-0.03333333333333313 + z * (0.0015873015872548146 + z * tail));
  const t = 3 - ratio * half;
  const e = z * ((ratio - t) / (6 - r * t));
  const c = z - (r * (e - lost) - lost);
  const whole = k === 0 ? 0 : 1 - powerOfTwo(-k);
  const first = whole + r;
  const second = first + c;
  rest[0] = (k === 0 ? 0 : whole - first + r) + (first - second + c);
  return second;
}
