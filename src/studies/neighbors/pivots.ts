import { givenMatrix } from "../../base/numbers.ts";
import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";

/** Distances from a representation, or from a network by its index, to networks by their indices. */
export type Compare = (
  from: Representation | number,
  indices: readonly number[],
  control: Control,
) => Promise<Float64Array>;

/** Distances from each pivot, by its index, to all networks. */
export type PivotTable = ReadonlyMap<number, Float64Array>;

/**
 * All networks as pivots, from the distances among them.
 * @throws {ShapeError} if these are not count × count.
 */
export function tableFrom(distances: Matrix, count: number): PivotTable {
  const { rows, cols, data } = givenMatrix(distances, "neighbors: distances");
  if (rows !== count || cols !== count) {
    throw new ShapeError(
      `neighbors: the distances among ${count} networks are ${count} × ${count}; got ${shapeOf(distances)}.`,
    );
  }
  return new Map(Array.from({ length: count }, (_, i) => [i, data.subarray(i * cols, (i + 1) * cols)]));
}

/** Each pivot is the network furthest from all pivots before it. */
export async function choosePivots(
  count: number,
  pivots: number,
  compare: Compare,
  control: Control,
): Promise<PivotTable> {
  const table = new Map<number, Float64Array>();
  const reach = new Float64Array(count).fill(Infinity);
  while (table.size < Math.min(pivots, count)) {
    const pivot = table.size === 0 ? 0 : indexOfLargest(reach);
    const others = Array.from({ length: count }, (_, i) => i).filter((i) => i !== pivot);
    const values = others.length > 0 ? await compare(pivot, others, control) : new Float64Array();
    const row = new Float64Array(count);
    others.forEach((i, k) => (row[i] = values[k]!));
    table.set(pivot, row);
    row.forEach((distance, i) => (reach[i] = table.has(i) ? -1 : Math.min(reach[i]!, distance)));
  }
  return table;
}

function indexOfLargest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
