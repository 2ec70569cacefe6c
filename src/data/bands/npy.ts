import { assertNumbers } from "../../base/numbers.ts";
import { checkLength, npyHeader } from "../write.ts";
import { eachBand, type Bands } from "./bands.ts";
import { bytesOf, type Precision } from "./precision.ts";

/** Numbers in one piece: 4 MiB of doubles. */
const pieceLength = 1 << 19;

/** A matrix as a `.npy` file, some rows at a time. @throws as `bytesOf` and the source do. */
export async function* npyOfBands(bands: Bands, dtype: Precision = "f8"): AsyncGenerator<Uint8Array> {
  yield npyHeader([bands.rowNames.length, bands.colNames.length], dtype);
  for await (const { values } of eachBand(bands)) yield* inPieces(values, dtype);
}

/**
 * The bytes of `writeNpy`, piece by piece: no copy of all the numbers is made.
 * @throws {ShapeError} at once if the data does not fill the shape.
 */
export function npyPieces(
  shape: readonly number[],
  data: ArrayLike<number>,
  dtype: Precision = "f8",
): AsyncGenerator<Uint8Array> {
  assertNumbers(data, "writeNpy");
  checkLength("writeNpy", shape, data.length);
  return (async function* () {
    yield npyHeader(shape, dtype);
    yield* inPieces(data, dtype);
  })();
}

function* inPieces(data: ArrayLike<number>, dtype: Precision): Generator<Uint8Array> {
  for (let from = 0; from < data.length; from += pieceLength)
    yield bytesOf(part(data, from, Math.min(data.length, from + pieceLength)), dtype);
}

/** Some of the numbers, without a copy where they are a typed array. */
function part(data: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  if (data instanceof Float64Array || data instanceof Float32Array) return data.subarray(from, to);
  return Array.prototype.slice.call(data, from, to) as number[];
}
