import { visible } from "../base/text.ts";

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

/** Digits of a number in a table for people: more than any statistic here is known to. */
const meaningful = 6;

/**
 * A table of values that mean different things, as lines: a header, then rows separated by tabs.
 * Numbers have six digits; files and --json have all. Where no column is text, the header begins
 * with #, so that readers of numbers pass over it.
 *
 * Names cannot break the table or move the terminal: such characters are escaped.
 *
 * @param rows - NaN is an empty cell
 */
export function* formatColumns(
  header: readonly string[],
  rows: Iterable<readonly (string | number)[]>,
): Generator<string> {
  let first = true;
  for (const row of rows) {
    if (first)
      yield `${row.some((cell) => typeof cell === "string") ? "" : "# "}${header.map(visible).join("\t")}\n`;
    first = false;
    yield `${row.map(cellText).join("\t")}\n`;
  }
}

function cellText(cell: string | number): string {
  if (typeof cell === "string") return visible(cell);
  return Number.isNaN(cell) ? "" : String(Number(cell.toPrecision(meaningful)));
}
