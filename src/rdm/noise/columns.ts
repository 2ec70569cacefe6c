import type { Matrix } from "../../base/matrix.ts";

/** Divides each column by its own divisor. */
export function divideInPlace({ rows, cols, data }: Matrix, by: Float64Array): void {
  for (let row = 0, at = 0; row < rows; row++) for (let k = 0; k < cols; k++, at++) data[at]! /= by[k]!;
}

/** Multiplies each column by its own factor. */
export function multiplyInPlace({ rows, cols, data }: Matrix, by: Float64Array): void {
  for (let row = 0, at = 0; row < rows; row++) for (let k = 0; k < cols; k++, at++) data[at]! *= by[k]!;
}
