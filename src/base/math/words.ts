/** A double as its two halves of 32 bits, as fdlibm reads it. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Where the halves lie: processors differ in the order. */
const [low, high] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

/** Sign, exponent and the first 20 bits of the fraction, as a signed number. */
export function highWord(x: number): number {
  double[0] = x;
  return words[high]!;
}

/** The last 32 bits of the fraction, as a signed number. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[low]!;
}

export function fromWords(highest: number, lowest: number): number {
  words[high] = highest;
  words[low] = lowest;
  return double[0]!;
}

/**
 * x rounded to 21 bits, so that products of two such numbers are exact. By sums (Veltkamp) and not by
 * the words, because a processor waits for a word that it has just written. |x| is at most 2⁹⁹⁰.
 */
export function upperPart(x: number): number {
  const c = x * (2 ** 32 + 1);
  return c - (c - x);
}
