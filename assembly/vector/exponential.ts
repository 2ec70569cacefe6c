/*!
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_exp.c, e_log.c), for two numbers at once.
 */

/** Added to a small number, it rounds it to a whole one, which then stands in the last bits. */
const ROUND: f64 = 6755399441055744.0;

/** ln 2 in two parts: of a whole number k, k · LN2_HIGH is exact. */
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** Below, 2ᵏ is no normal number. */
const LEAST: f64 = -708;

/** eˣ of both lanes, off by less than 1 ulp, where x is at most 709; 0 below −708, and of NaN. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const turns = f64x2.add(f64x2.mul(x, f64x2.splat(1.442695040888963387)), f64x2.splat(ROUND));
  const k = f64x2.sub(turns, f64x2.splat(ROUND));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  let tail = f64x2.add(
    f64x2.splat(-1.6533902205465251539e-6),
    f64x2.mul(z, f64x2.splat(4.13813679705723846039e-8)),
  );
  tail = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(z, tail));
  tail = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(z, tail));
  tail = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(z, tail));
  const c = f64x2.sub(r, f64x2.mul(z, tail));
  const ratio = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.add(f64x2.splat(1), f64x2.add(f64x2.sub(ratio, low), high));
  return v128.and(i64x2.add(y, i64x2.shl(turns, 52)), f64x2.gt(x, f64x2.splat(LEAST)));
}

/** The bits of √½, and how far they are from those of 2. */
const ROOT_HALF: i64 = 0x3fe6a09e667f3bcd;
const ABOVE: i64 = 0x3ff0000000000000 - ROOT_HALF;
/** A whole number in the last bits of 2⁵² is that number, added to it. */
const WHOLE: i64 = 0x4330000000000000;

/** ln x of both lanes, off by less than 1 ulp, where x is positive, finite and normal. */
// @ts-ignore: decorator
@inline
export function logarithm(x: v128): v128 {
  // x = 2ᵏ · (1 + f), √½ ≤ 1 + f < √2; `biased` is k + 1023.
  const biased = i64x2.shr_u(i64x2.add(x, i64x2.splat(ABOVE)), 52);
  const k = f64x2.sub(v128.or(biased, i64x2.splat(WHOLE)), f64x2.splat(4503599627370496.0 + 1023));
  const mantissa = i64x2.add(i64x2.sub(x, i64x2.shl(biased, 52)), i64x2.splat(0x3ff0000000000000));
  const f = f64x2.sub(mantissa, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.add(
    f64x2.splat(2.222219843214978396e-1),
    f64x2.mul(w, f64x2.splat(1.531383769920937332e-1)),
  );
  even = f64x2.mul(w, f64x2.add(f64x2.splat(3.999999999940941908e-1), f64x2.mul(w, even)));
  let odd = f64x2.add(
    f64x2.splat(1.818357216161805012e-1),
    f64x2.mul(w, f64x2.splat(1.479819860511658591e-1)),
  );
  odd = f64x2.add(f64x2.splat(2.857142874366239149e-1), f64x2.mul(w, odd));
  odd = f64x2.mul(z, f64x2.add(f64x2.splat(6.66666666666673513e-1), f64x2.mul(w, odd)));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const curved = f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even)));
  const rest = f64x2.sub(half, f64x2.add(curved, f64x2.mul(k, f64x2.splat(LN2_LOW))));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(rest, f));
}
