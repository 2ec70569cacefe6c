import { OptionError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { NamedTable } from "../data/written.ts";

/** @throws {OptionError} unless there are as many items as axes. */
export function assertDimensions(owner: string, dimensions: number, items: number): void {
  if (Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= items) return;
  throw new OptionError(
    `${owner}: dimensions is ${dimensions}; accepted: a whole number from 1 to ${items}, the number of items.`,
    "dimensions",
  );
}

/** Points as a table, a row an item. */
export function coordinateTable({ rows, cols, data }: Matrix, names?: readonly string[]): NamedTable {
  const axes = Array.from({ length: cols }, (_, k) => `axis ${k + 1}`);
  return { rowNames: names ?? itemNames(rows), colNames: axes, values: data };
}

/** Names for items that have none: their numbers from 0. */
export function itemNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

/** Every element times a factor; exact for a power of two, as long as nothing underflows. */
export function scaled({ rows, cols, data }: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    cols,
    data.map((value) => value * factor),
  );
}
