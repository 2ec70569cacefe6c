/**
 * A double as text with 17 significant digits. Every double can be read back from
 * that with the same bits.
 */
export function formatNumber(value: number): string {
  // toPrecision drops the sign of zero
  return (Object.is(value, -0) ? "-" : "") + value.toPrecision(17);
}

/**
 * Rows of numbers as lines: separated by tabs, a newline after each row, no names.
 * `numpy.loadtxt`, `awk` and `cut` can read this directly.
 *
 * @param values - row-major, a multiple of `cols` long
 */
export function* formatRows(values: ArrayLike<number>, cols: number): Generator<string> {
  for (let start = 0; start < values.length; start += cols) {
    const cells = Array.from({ length: cols }, (_, j) => formatNumber(values[start + j]!));
    yield `${cells.join("\t")}\n`;
  }
}
