/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (s_tanh.c, e_atanh.c), in TypeScript, with corrections for what is rounded.
 */
import { expm1InTwo, lostByExpm1 } from "./exp.ts";
import { log1pOf } from "./log.ts";
import { lostByDividing } from "./rounding.ts";

/** tanh x, off by less than 1 ulp. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 2 ** -28)) return x;
  const value = size > 20 ? 1 : ofPositive(size);
  return x < 0 ? -value : value;
}

/** e / (e + 2) of e = exp 2x − 1, with what is lost in each step. */
function ofPositive(x: number): number {
  const e = expm1InTwo(2 * x);
  const sum = e + 2;
  const rest = e < 2 ? 2 - sum + e : e - sum + 2;
  const quotient = e / sum;
  const lost = lostByExpm1[0]!;
  return quotient + (lostByDividing(e, sum, rest + lost, quotient) + lost / sum);
}

/** artanh x, off by less than 1 ulp; NaN outside [−1, 1]. */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -28 || !(size < 1)) return size > 1 ? NaN : x / (1 - size * size);
  const below = 1 - size;
  const share = (2 * size) / below;
  const value = 0.5 * log1pOf(share, lostByDividing(2 * size, below, 1 - below - size, share));
  return x < 0 ? -value : value;
}
