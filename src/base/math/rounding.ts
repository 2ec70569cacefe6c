/** What rounding takes away, after Dekker, Numerische Mathematik 18, 1971. */

/** x rounded to 26 bits. |x| is at most 2⁹⁹⁶. */
function half(x: number): number {
  const c = x * (2 ** 27 + 1);
  return c - (c - x);
}

/** x · y less `product`, its rounded value. */
export function lostByMultiplying(x: number, y: number, product: number): number {
  const xHigh = half(x);
  const yHigh = half(y);
  const xLow = x - xHigh;
  const yLow = y - yHigh;
  return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow;
}

/** x / (y + rest) less `quotient`, the rounded value of x / y. */
export function lostByDividing(x: number, y: number, rest: number, quotient: number): number {
  const product = quotient * y;
  return (x - product - lostByMultiplying(quotient, y, product) - quotient * rest) / y;
}
