import type { Means, Panel } from "../../figures.ts";
import { numbersIn } from "../../packed.ts";

/** What decides which blocks are seen. */
interface Seen {
  readonly panel: Panel;
  /** Pixels of a value. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** The means that fit the pixels: of the levels whose blocks are no larger than a pixel the coarsest, else the finest. */
export function levelOf({ panel: { means }, cellWidth, cellHeight }: Seen): Means | undefined {
  if (!means) return undefined;
  const density = globalThis.devicePixelRatio || 1;
  const fits = ({ rows, cols }: Means) =>
    cols * cellWidth * density <= 1.01 && rows * cellHeight * density <= 1.01;
  return means.findLast(fits) ?? means[0];
}

/** Blocks across. */
export function acrossOf({ cols }: Means, panel: Panel): number {
  return Math.ceil(panel.colNames.length / cols);
}

/** Drawn rows and columns of the block of a cell, from the first to before the second. */
export function blockOf(
  { level, panel }: { readonly level: Means | undefined; readonly panel: Panel },
  row: number,
  col: number,
): { readonly y: readonly [number, number]; readonly x: readonly [number, number] } {
  const { rows, cols } = level ?? { rows: 1, cols: 1 };
  const span = (at: number, size: number, count: number): [number, number] => {
    const from = at - (at % size);
    return [from, Math.min(count, from + size)];
  };
  return { y: span(row, rows, panel.rowNames.length), x: span(col, cols, panel.colNames.length) };
}

/** The mean of the block of a cell. */
export function meanAt(level: Means, panel: Panel, row: number, col: number): number | null {
  const at = Math.floor(row / level.rows) * acrossOf(level, panel) + Math.floor(col / level.cols);
  const value = numbersIn(level.values)[at] ?? NaN;
  return Number.isNaN(value) ? null : value;
}
