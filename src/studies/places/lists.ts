/** Neighbourhoods as files hold them: lists, edges, or a matrix of which place is beside which. */
import { ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { edgeNeighbors } from "./graph.ts";

/**
 * Neighbourhoods from a table, for `searchlight` and `mapInference`:
 *
 *   places × places     a square of 0 and other numbers: whose entry is not 0 are neighbours
 *   edges × 2           pairs of places that are neighbours
 *   lists × k           a place, then its neighbours; NaN or −1 after the last
 *
 * @param count - number of places. Where it is known, a square of that size is the first form
 * @param radius - of the first two forms, in edges
 * @throws {ShapeError} for a place that is not there, a list without a place, or lists with a radius.
 */
export function tableNeighbors(table: Matrix, count: number, radius = 1): Int32Array[] {
  const { rows, cols, data } = table;
  if (rows === cols && rows === count) return edgeNeighbors(edgesOfSquare(table), count, radius);
  if (cols === 2) return edgeNeighbors(edgesOf(data), count, radius);
  if (radius !== 1)
    throw new ShapeError(
      `A table of ${rows} × ${cols} holds lists of places, which have no radius; edges are ... × 2, a square is ${count} × ${count}.`,
    );
  return Array.from({ length: rows }, (_, row) =>
    listOf(data.subarray(row * cols, (row + 1) * cols), row, count),
  );
}

/**
 * Neighbourhoods from a sparse matrix of SciPy (csr or csc), places × places, whose entries are who is beside whom.
 *
 * @param indptr - its array of that name: where the entries of each place begin; count + 1 numbers
 * @param indices - its array of that name: the other place of each entry
 * @param count - number of places
 * @param radius - in edges, above 0
 * @returns for each place itself, then those within the radius
 * @throws {ShapeError} if they do not fit the number of places. @throws {OptionError} for a radius that is not above 0.
 */
export function sparseNeighbors(
  indptr: ArrayLike<number>,
  indices: ArrayLike<number>,
  count: number,
  radius = 1,
): Int32Array[] {
  if (indptr.length !== count + 1 || indptr[count] !== indices.length)
    throw new ShapeError(
      `A sparse matrix of ${indptr.length - 1} rows and ${indices.length} entries does not fit ${count} places.`,
    );
  const edges: [number, number][] = [];
  for (let row = 0; row < count; row++)
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) edges.push([row, indices[k]!]);
  return edgeNeighbors(edges, count, radius);
}

function* edgesOfSquare({ rows, data }: Matrix): Generator<[number, number]> {
  for (let k = 0; k < data.length; k++)
    if (data[k] !== 0 && !Number.isNaN(data[k]!)) yield [Math.floor(k / rows), k % rows];
}

function* edgesOf(data: ArrayLike<number>): Generator<[number, number]> {
  for (let k = 0; k < data.length; k += 2) yield [data[k]!, data[k + 1]!];
}

function listOf(row: Float64Array, at: number, count: number): Int32Array {
  const end = row.findIndex((place) => Number.isNaN(place) || place === -1);
  const list = end < 0 ? row : row.subarray(0, end);
  const bad = list.find((place) => !(Number.isInteger(place) && place >= 0 && place < count));
  if (list.length > 0 && bad === undefined) return Int32Array.from(list);
  throw new ShapeError(
    list.length === 0
      ? `List ${at} of places is empty; expected a place, then its neighbours.`
      : `List ${at} has place ${bad}; places are whole numbers from 0 to ${count - 1}.`,
  );
}
