/**
 * A double as text with 17 significant digits, which is what it takes for every
 * double to come back with the same bits.
 */
export function formatNumber(value: number): string {
  // toPrecision drops the sign of zero
  return (Object.is(value, -0) ? "-" : "") + value.toPrecision(17);
}

/**
 * Rows of numbers as lines: tabs between, a newline after each, no names, so
 * that `numpy.loadtxt`, `awk` and `cut` read it as it is.
 *
 * @param values - row-major, a multiple of `cols` long
 */
export function* formatRows(values: ArrayLike<number>, cols: number): Generator<string> {
  for (let start = 0; start < values.length; start += cols) {
    const cells = Array.from({ length: cols }, (_, j) => formatNumber(values[start + j]!));
    yield `${cells.join("\t")}\n`;
  }
}
