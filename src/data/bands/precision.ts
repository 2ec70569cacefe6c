import { NumericalError } from "../../base/errors.ts";

/** How numbers are stored: `f8` double, `f4` single precision. */
export type Precision = "f8" | "f4";

/** Little-endian bytes of numbers. @throws {NumericalError} for a finite number that single precision does not hold. */
export function bytesOf(values: ArrayLike<number>, dtype: Precision): Uint8Array {
  const array =
    dtype === "f4" ? singles(values) : values instanceof Float64Array ? values : Float64Array.from(values);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function singles(values: ArrayLike<number>): Float32Array {
  const found = Float32Array.from(values);
  const lost = found.findIndex((value, k) => !Number.isFinite(value) && Number.isFinite(values[k]));
  if (lost < 0) return found;
  throw new NumericalError(
    `float32 holds numbers up to 3.4e38, got ${values[lost]}. Write float64, or divide all by one constant first.`,
  );
}
