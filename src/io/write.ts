import { ShapeError } from "../errors.ts";
import { sizeOf } from "./shapes.ts";

/**
 * A `.npy` file, version 1.0, row-major and little-endian.
 *
 * @param shape - length of each axis; `[]` for a scalar
 * @param data - row-major, `shape` multiplied out long
 * @param dtype - double precision, or single, to which values are rounded
 * @throws {ShapeError} if the data does not fill the shape.
 */
export function writeNpy(
  shape: readonly number[],
  data: ArrayLike<number>,
  dtype: "f8" | "f4" = "f8",
): Uint8Array<ArrayBuffer> {
  checkLength("writeNpy", shape, data.length);
  const header = npyHeader(shape, dtype);
  const body = dtype === "f8" ? Float64Array.from(data) : Float32Array.from(data);
  const file = new Uint8Array(header.length + body.byteLength);
  file.set(header);
  file.set(new Uint8Array(body.buffer), header.length);
  return file;
}

/** Magic bytes, version, length and the literal, padded with spaces so that the data starts at a multiple of 64. */
function npyHeader(shape: readonly number[], dtype: string): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const literal = `{'descr': '<${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = 10;
  const total = Math.ceil((prefix + literal.length + 1) / 64) * 64;
  const length = total - prefix;
  const text = `\x93NUMPY\x01\x00${String.fromCharCode(length & 255, length >> 8)}${literal.padEnd(length - 1)}\n`;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function checkLength(name: string, shape: readonly number[], length: number): void {
  if (sizeOf(shape) === length) return;
  throw new ShapeError(`${name}: shape ${shape.join(" × ")} needs ${sizeOf(shape)} values, got ${length}.`);
}
