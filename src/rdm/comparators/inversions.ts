/**
 * Pairs that stand in the wrong order in a permutation of 0 … n − 1, in n log n steps.
 *
 * Values are dealt by their highest bit into the lower and the upper half of their
 * places, each keeping its order, and so on with the next bit. A value that goes down
 * passes every value of the upper half that stood before it, and those pairs are the
 * inversions of this bit. Nothing is compared and no branch depends on the values.
 *
 * @param values - a permutation; used as scratch
 */
export function countInversions(values: Int32Array): number {
  const n = values.length;
  let from: Int32Array = values;
  let to: Int32Array = new Int32Array(n);
  let total = 0;
  for (let half = 2 ** Math.floor(Math.log2(Math.max(n - 1, 1))); half >= 1; half /= 2) {
    for (let start = 0; start < n; start += 2 * half) {
      total += deal(from, to, start, Math.min(start + 2 * half, n), start + half);
    }
    [from, to] = [to, from];
  }
  return total;
}

/** Deals places start … end − 1, which hold the values start … end − 1. @returns the inversions between halves. */
function deal(from: Int32Array, to: Int32Array, start: number, end: number, middle: number): number {
  let low = start;
  let passed = 0;
  for (let i = start; i < end; i++) {
    const value = from[i]!;
    const upper = i - low; // of the values before this one
    if (value < middle) {
      to[low++] = value;
      passed += upper;
    } else {
      to[middle + upper] = value;
    }
  }
  return passed;
}
