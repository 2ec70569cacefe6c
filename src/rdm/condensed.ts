/** Where pair (i, j), i ≠ j, of m stimuli stands in a condensed matrix. */
export function condensedIndex(m: number, i: number, j: number): number {
  const [low, high] = i < j ? [i, j] : [j, i];
  return (low * (2 * m - low - 1)) / 2 + high - low - 1;
}

/** The pair i < j of m stimuli that stands there. */
export function pairAt(m: number, position: number): [i: number, j: number] {
  let [i, begin] = [0, 0];
  while (position >= begin + m - 1 - i) begin += m - 1 - i++;
  return [i, i + 1 + position - begin];
}

/** The condensed matrix of m stimuli with `valueOf(i, j)` for each pair i < j, row by row. */
export function condense(m: number, valueOf: (i: number, j: number) => number): Float64Array {
  const condensed = new Float64Array((m * (m - 1)) / 2);
  let next = 0;
  for (let i = 0; i < m; i++) for (let j = i + 1; j < m; j++) condensed[next++] = valueOf(i, j);
  return condensed;
}

/** m where m(m − 1)/2 = `pairs`, or undefined for a length that no condensed matrix has. */
export function stimuliOf(pairs: number): number | undefined {
  const m = Math.round((1 + Math.sqrt(1 + 8 * pairs)) / 2);
  return m >= 2 && (m * (m - 1)) / 2 === pairs ? m : undefined;
}

/**
 * Whether there is neither NaN nor an infinity, at the speed of a sum: x − x is NaN for those alone.
 * Four sums side by side, because each addition waits for the one before it.
 */
export function allFinite(values: Float64Array | Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = values.length - (values.length % 4);
  for (let k = 0; k < end; k += 4) {
    a += values[k]! - values[k]!;
    b += values[k + 1]! - values[k + 1]!;
    c += values[k + 2]! - values[k + 2]!;
    d += values[k + 3]! - values[k + 3]!;
  }
  for (let k = end; k < values.length; k++) a += values[k]! - values[k]!;
  return a + b + c + d === 0;
}

/** A copy of the values that are not missing. A loop, because `filter` takes longer than a sort. */
export function present(values: Float64Array): Float64Array {
  const there = new Float64Array(values.length);
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value === value) there[count++] = value;
  }
  return count === values.length ? there : there.slice(0, count);
}
