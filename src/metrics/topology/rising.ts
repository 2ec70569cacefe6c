/** Below this length a sort by comparisons is faster. */
const short = 2048;
/** Values of one digit of 16 bits. */
const digits = 65_536;

/**
 * The places of all values in rising order; equal values in the order in which they stand.
 * By digits of 16 bits: the bits of numbers that are not negative rise with them.
 *
 * @param values - 0 or above, no NaN
 */
export function risingOrder(values: Float64Array): Int32Array {
  let order = Int32Array.from({ length: values.length }, (_, k) => k);
  if (values.length < short) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  const words = new Uint16Array(values.buffer, values.byteOffset, 4 * values.length);
  let other = new Int32Array(values.length);
  for (let digit = 0; digit < 4; digit++) {
    if (!sortBy(words, digit, order, other)) continue;
    [order, other] = [other, order];
  }
  return order;
}

/** One pass: `from` in the order of a digit, into `to`. False, with nothing done, where all have the same digit. */
function sortBy(words: Uint16Array, digit: number, from: Int32Array, to: Int32Array): boolean {
  const starts = new Int32Array(digits + 1);
  for (let k = digit; k < words.length; k += 4) starts[words[k]! + 1]!++;
  if (starts[words[digit]! + 1] === from.length) return false;
  for (let value = 1; value <= digits; value++) starts[value]! += starts[value - 1]!;
  for (let k = 0; k < from.length; k++) to[starts[words[4 * from[k]! + digit]!]!++] = from[k]!;
  return true;
}
