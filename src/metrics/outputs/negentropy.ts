import { log } from "../../base/math/log.ts";
import { powerOfTwo } from "../../base/math/powers.ts";
import { highWord } from "../../base/math/words.ts";

/** Of 256 equal parts of 1 … 2: the inverse of the middle, and its logarithm. */
const middle = (part: number) => 1 + (part + 0.5) / 256;
const inverses = Float64Array.from({ length: 256 }, (_, part) => 1 / middle(part));
const logarithms = inverses.map((inverse) => -log(inverse));

/**
 * Σ a·ln a of a = (p + q)/2, over `count` numbers from 0 to 1 of each list from a place on: off by about 2⁻⁵² of
 * a, which is enough for a sum, in half of the time that `log` takes. 0·ln 0 is 0.
 */
export function negentropyOfMean(p: Float64Array, q: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let k = from; k < from + count; k++) {
    const a = 0.5 * (p[k]! + q[k]!);
    if (a > 2 ** -1022) sum += a * logOf(a);
  }
  return sum;
}

/** ln x of a normal x > 0: x = 2ᵏ · middle of a part · (1 + r) with |r| < 1/512. */
function logOf(x: number): number {
  const high = highWord(x);
  const k = (high >> 20) - 1023;
  const part = (high >> 12) & 255;
  const r = x * powerOfTwo(-k) * inverses[part]! - 1;
  const tail = r * r * (-0.5 + r * (1 / 3 + r * (-0.25 + r * (0.2 - r / 6))));
  return k * Math.LN2 + (logarithms[part]! + (r + tail));
}
