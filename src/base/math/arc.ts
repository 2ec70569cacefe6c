/*!
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted,
 * provided that this notice is preserved.
 *
 * After fdlibm (e_acos.c, e_asin.c, s_atan.c, e_atan2.c), in TypeScript.
 */
import { lostByDividing } from "./rounding.ts";
import { upperPart } from "./words.ts";

/** π/2 and what it has lost. */
const [quarter, quarterRest] = [1.5707963267948966, 6.123233995736766e-17];

/** arccos x in [0, π], off by less than 1 ulp; NaN outside [−1, 1]. */
export function acos(x: number): number {
  if (!(Math.abs(x) < 1)) return x === 1 ? 0 : x === -1 ? 2 * quarter : NaN;
  if (Math.abs(x) < 0.5) return quarter - (x - (quarterRest - x * excess(x * x)));
  const z = (1 - Math.abs(x)) * 0.5;
  const s = Math.sqrt(z);
  if (x < 0) return 2 * (quarter - (s + (excess(z) * s - quarterRest)));
  const upper = upperPart(s);
  const lower = (z - upper * upper) / (s + upper);
  return 2 * (upper + (excess(z) * s + lower));
}

/** arcsin x in [−π/2, π/2], off by less than 1 ulp; NaN outside [−1, 1]. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (!(size < 1)) return size === 1 ? x * quarter : NaN;
  if (size < 0.5) return size < 2 ** -26 ? x : x + x * excess(x * x);
  const angle = nearQuarter(size);
  return x < 0 ? -angle : angle;
}

/** arcsin x of 0.5 ≤ x < 1. */
function nearQuarter(x: number): number {
  const z = (1 - x) * 0.5;
  const s = Math.sqrt(z);
  const r = excess(z);
  if (x > 0.975) return quarter - (2 * (s + s * r) - quarterRest);
  const upper = upperPart(s);
  const lower = (z - upper * upper) / (s + upper);
  return 0.5 * quarter - (2 * s * r - (quarterRest - 2 * lower) - (0.5 * quarter - 2 * upper));
}

/** (arcsin x − x) / x of z = x² ≤ ¼. */
function excess(z: number): number {
  const p3 = -0.04005553450067941 + z * (0.0007915349942898145 + z * 3.479331075960212e-5);
  const p = 0.16666666666666666 + z * (-0.3255658186224009 + z * (0.20121253213486293 + z * p3));
  const q2 = 2.0209457602335057 + z * (-0.6882839716054533 + z * 0.07703815055590194);
  return (z * p) / (1 + z * (-2.403394911734414 + z * q2));
}

/** arctan x in [−π/2, π/2], off by less than 1 ulp. */
export function atan(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -27 || Number.isNaN(x)) return x;
  const angle = size < 2 ** 66 ? ofPositive(size, 0) : quarter;
  return x < 0 ? -angle : angle;
}

/** arctan (x + rest) of x > 0: arctan of 0, ½, 1, 1½ or ∞, and of what is left. */
function ofPositive(x: number, rest: number): number {
  const change = rest / (1 + x * x);
  if (x < 0.4375) return from(0, change, x);
  if (x < 0.6875) return from(0.4636476090008061, 2.2698777452961687e-17 + change, (2 * x - 1) / (2 + x));
  if (x < 1.1875) return from(0.7853981633974483, 3.061616997868383e-17 + change, (x - 1) / (x + 1));
  if (x < 2.4375) return from(0.982793723247329, 1.3903311031230998e-17 + change, (x - 1.5) / (1 + 1.5 * x));
  return from(quarter, quarterRest + change, -1 / x);
}

function from(angle: number, angleRest: number, x: number): number {
  return angle - (x * series(x * x) - angleRest - x);
}

/** (x − arctan x) / x of z = x². */
function series(z: number): number {
  const w = z * z;
  const even4 = 0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782);
  const even = 0.3333333333333293 + w * (0.14285714272503466 + w * (0.09090887133436507 + w * even4));
  const odd3 = -0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916);
  const odd = -0.19999999999876483 + w * (-0.11111110405462356 + w * odd3);
  return z * even + w * odd;
}

/** The angle of the point (x, y) in [−π, π], off by less than 1 ulp; zeros with their signs, as `Math.atan2`. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const angle = ofQuadrant(Math.abs(y), Math.abs(x), isBelowZero(x));
  return isBelowZero(y) ? -angle : angle;
}

/** Of −0 too. */
const isBelowZero = (x: number) => x < 0 || (x === 0 && 1 / x < 0);

/** The angle of (±x, y) of x, y ≥ 0. */
function ofQuadrant(y: number, x: number, isLeft: boolean): number {
  if (y === 0) return isLeft ? 2 * quarter : 0;
  if (y === Infinity && x === Infinity) return isLeft ? 1.5 * quarter : 0.5 * quarter;
  if (x === 0 || y === Infinity || y / x > 2 ** 64) return quarter;
  if (!isLeft) return ofQuotient(y, x);
  return y > x
    ? quarter + (ofQuotient(x, y) + quarterRest)
    : 2 * quarter - (ofQuotient(y, x) - 2 * quarterRest);
}

/** arctan (y / x), with what is lost in the quotient where that can be told. */
function ofQuotient(y: number, x: number): number {
  const quotient = y / x;
  if (quotient < 2 ** -27) return quotient;
  const isPlain = x < 2 ** 900 && y < 2 ** 900 && x > 2 ** -900 && y > 2 ** -900;
  return isPlain
    ? ofPositive(quotient, lostByDividing(y, x, 0, quotient))
    : ofQuotient(y * far(x), x * far(x));
}

/** A power of two that takes a number far from 1 to the middle. */
const far = (x: number) => (x > 1 ? 2 ** -500 : 2 ** 500);
