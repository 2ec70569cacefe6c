import { highWord } from "./words.ts";

/** The least exponent of a double, and the largest. */
const [least, most] = [-1074, 1023];
/** All powers of two, from the least. A look into a list is faster than to put bits together. */
const powers = new Float64Array(most - least + 1);
powers[-least] = 1;
for (let at = 1 - least; at < powers.length; at++) powers[at] = powers[at - 1]! * 2;
for (let at = -least - 1; at >= 0; at--) powers[at] = powers[at + 1]! / 2;

/** 2ᵏ of a whole number k, exactly; 0 below k = −1074 and Infinity above 1023, as `2 ** k` has them. */
export function powerOfTwo(k: number): number {
  if (k >= least && k <= most) return powers[k - least]!;
  if (Number.isNaN(k)) return NaN;
  return k > most ? Infinity : 0;
}

/** x · 2ᵏ of an x between ½ and 2, rounded once, also where 2ᵏ is no double. */
export function timesPowerOfTwo(x: number, k: number): number {
  if (k > most) return x * 2 ** 1023 * powerOfTwo(k - most);
  // The first of two products is exact.
  return k < -1022 ? x * 2 ** -969 * powerOfTwo(k + 969) : x * powerOfTwo(k);
}

/** ⌊log₂ |x|⌋, exactly; −Infinity of 0, Infinity of infinities, NaN of NaN. */
export function exponentOf(x: number): number {
  const bits = (highWord(x) >>> 20) & 0x7ff;
  if (bits === 0x7ff) return Math.abs(x);
  if (bits > 0) return bits - 1023;
  return x === 0 ? -Infinity : exponentOf(x * 2 ** 54) - 54;
}

export function square(x: number): number {
  return x * x;
}

/** x³, as (x · x) · x. */
export function cube(x: number): number {
  return x * x * x;
}
