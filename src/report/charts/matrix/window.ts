/** The part of a matrix that is shown: rows and columns, in the order in which they are drawn. */
export interface Window {
  readonly x: Span;
  readonly y: Span;
}

/** From the first of these whole numbers to before the second. */
export type Span = readonly [from: number, to: number];

export interface Size {
  readonly rows: number;
  readonly cols: number;
}

/** Fewer cells in a side are of no use. */
const least = 2;

export function wholeOf({ rows, cols }: Size): Window {
  return { x: [0, cols], y: [0, rows] };
}

export function isWhole({ x, y }: Window, { rows, cols }: Size): boolean {
  return lengthOf(x) === cols && lengthOf(y) === rows;
}

/**
 * More or less of the matrix, with the same cell under the pointer.
 * @param factor - of the number of cells in a side: below 1 goes nearer
 * @param at - column and row that stay where they are
 */
export function zoomed(window: Window, factor: number, at: readonly [number, number], size: Size): Window {
  return {
    x: zoomedSpan(window.x, factor, at[0], size.cols),
    y: zoomedSpan(window.y, factor, at[1], size.rows),
  };
}

function zoomedSpan(span: Span, factor: number, at: number, count: number): Span {
  const now = lengthOf(span);
  const wanted = factor < 1 ? Math.floor(now * factor) : Math.ceil(now * factor);
  const next = Math.min(count, Math.max(Math.min(least, count), wanted));
  return placed(Math.round(at - ((at - span[0]) * next) / now), next, count);
}

/** Moved by so many columns and rows, as far as there are any. */
export function panned({ x, y }: Window, cols: number, rows: number, size: Size): Window {
  return {
    x: placed(x[0] + cols, lengthOf(x), size.cols),
    y: placed(y[0] + rows, lengthOf(y), size.rows),
  };
}

/** The cells between two cells, both among them. */
export function boxOf(a: readonly [number, number], b: readonly [number, number]): Window {
  const span = (k: 0 | 1): Span => [Math.min(a[k], b[k]), Math.max(a[k], b[k]) + 1];
  return { x: span(0), y: span(1) };
}

/** The same window, moved as little as shows this column and row. */
export function showing({ x, y }: Window, col: number, row: number, size: Size): Window {
  const moved = (span: Span, at: number, count: number) =>
    placed(Math.min(at, Math.max(span[0], at + 1 - lengthOf(span))), lengthOf(span), count);
  return { x: moved(x, col, size.cols), y: moved(y, row, size.rows) };
}

/** The window of a matrix that has become this large. */
export function within({ x, y }: Window, size: Size): Window {
  const cut = (span: Span, count: number) => placed(span[0], Math.min(lengthOf(span), count), count);
  return { x: cut(x, size.cols), y: cut(y, size.rows) };
}

export function lengthOf([from, to]: Span): number {
  return to - from;
}

function placed(from: number, length: number, count: number): Span {
  const start = Math.min(Math.max(0, from), count - length);
  return [start, start + length];
}
