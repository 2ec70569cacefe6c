import { FormatError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { bytesOf, pathOf, type Source } from "../../source.ts";
import { signalOf, type ReadControl } from "../../../base/cancel.ts";
import { assertFits, defaultLimits, reserve } from "../bytes.ts";
import { sizeOf } from "../shapes.ts";
import { dataArraysOf, type DataArray } from "./document.ts";
import { numbersOf, scratchOf } from "./numbers.ts";

/** A surface of triangles. */
export interface Mesh {
  /** Where the vertices are, vertices × 3, in millimetres. */
  readonly vertices: Matrix;
  /** The vertices of each triangle, counted from 0: triangles × 3, one behind the other. */
  readonly triangles: Int32Array;
}

/**
 * Reads the surface of a GIFTI file (`lh.pial.surf.gii`): its first pointset and its first triangles.
 * @param options - `{ maxMemory }`: bytes that reading may hold at once, 2 GiB without it
 * @param control - `{ signal }` stops the reading
 * @throws {FormatError} if it has none, if a triangle names a vertex that is not there, or as every reader.
 */
export async function readMesh(
  source: Source,
  { maxMemory = defaultLimits.maxMemory }: { readonly maxMemory?: number } = {},
  control: ReadControl = {},
): Promise<Mesh> {
  const [file, limits, signal] = [pathOf(source), { maxMemory }, signalOf(control)];
  const bytes = await bytesOf(source, limits, signal);
  const arrays = dataArraysOf(bytes, file);
  const points = part(arrays, "pointset", file);
  const corners = part(arrays, "triangle", file);
  const count = sizeOf(points.shape) + sizeOf(corners.shape);
  assertFits(file, 12 * count + scratchOf(points) + scratchOf(corners), reserve(limits, bytes.length));
  const vertices = matrix(points.shape[0]!, 3, Float64Array.from(numbersOf(points, bytes, file)));
  const named = numbersOf(corners, bytes, file);
  const bad = named.findIndex(
    (vertex) => !(Number.isInteger(vertex) && vertex >= 0 && vertex < vertices.rows),
  );
  if (bad >= 0)
    throw problem(
      file,
      `vertices from 0 to ${vertices.rows - 1}`,
      `${named[bad]} in triangle ${Math.floor(bad / 3)}`,
    );
  return { vertices, triangles: Int32Array.from(named) };
}

function part(arrays: readonly DataArray[], intent: string, file: string): DataArray {
  const found = arrays.find((array) => array.intent === intent);
  const names = arrays.map((array) => array.intent).join(", ") || "none";
  if (!found) throw problem(file, `a surface with an array of intent ${intent}`, names);
  if (found.shape.length === 2 && found.shape[1] === 3 && typeof found.type === "string") return found;
  throw problem(file, `${intent}: n × 3 numbers`, found.shape.join(" × "));
}

function problem(file: string, expected: string, got: string): FormatError {
  return new FormatError({ file, offset: 0, expected, got });
}
