/**
 * A real matrix, row-major and without gaps: element (i, j) is `data[i * cols + j]`.
 * Double precision throughout the library; single precision only at its borders.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** A matrix over `data`, which is not copied. Zeros where none is given. */
export function matrix(
  rows: number,
  cols: number,
  data: Float64Array = new Float64Array(rows * cols),
): Matrix {
  return { rows, cols, data };
}

/** Aᵀ as a new matrix. */
export function transpose(a: Matrix): Matrix {
  const t = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) t.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  }
  return t;
}

/** `"3 × 4"`, for messages. */
export function shapeOf(a: { rows: number; cols: number }): string {
  return `${a.rows} × ${a.cols}`;
}

/** All numbers of `parts`, one part after the other. */
export function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
