/*
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (s_tanh.c, e_atanh.c, in the form of musl (MIT)), in TypeScript.
 */
import { expm1 } from "./exp.ts";
import { log1p } from "./log.ts";

/** tanh x, off by less than 1 ulp. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -1022 || Number.isNaN(x)) return x;
  const value = ofPositive(size);
  return x < 0 ? -value : value;
}

function ofPositive(x: number): number {
  if (x > 20) return 1;
  // From ln 3 / 2 on, and below ln (5/3) / 2, in the form that loses least.
  if (x > 0.5493) return 1 - 2 / (expm1(2 * x) + 2);
  const t = expm1(x > 0.2554 ? 2 * x : -2 * x);
  return x > 0.2554 ? t / (t + 2) : -t / (t + 2);
}

/** artanh x, off by less than 1 ulp; NaN outside [−1, 1]. */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -32) return x;
  const share = size < 0.5 ? 2 * size + (2 * size * size) / (1 - size) : 2 * (size / (1 - size));
  const value = 0.5 * log1p(share);
  return x < 0 ? -value : value;
}
