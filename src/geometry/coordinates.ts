import { square } from "../base/math/powers.ts";
import { indexNames } from "../base/lists.ts";
import { OptionError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";
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
  return { rowNames: names ?? indexNames(rows), colNames: axes, values: data };
}

/** Euclidean distance between points i and j, of k coordinates each. */
export function distanceBetween(points: Float64Array, k: number, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < k; c++) sum += square(points[i * k + c]! - points[j * k + c]!);
  return Math.sqrt(sum);
}
