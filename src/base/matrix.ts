/**
 * A real matrix, row-major and without gaps: element (i, j) is `data[i * cols + j]`.
 * The library computes in double precision; only inputs and files may be in single precision.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
  /** The elements in single precision, where that is how they are kept; `data` is then made when it is read. */
  readonly singles?: Float32Array;
}

/** A matrix that uses `data` without a copy. Without `data` it holds zeros. */
export function matrix(
  rows: number,
  cols: number,
  data: Float64Array = new Float64Array(rows * cols),
): Matrix {
  return { rows, cols, data };
}

/** A matrix that is kept in single precision and uses `singles` without a copy. */
export function singleMatrix(rows: number, cols: number, singles: Float32Array): Matrix {
  return {
    rows,
    cols,
    singles,
    get data() {
      return Float64Array.from(singles);
    },
  };
}

/** Aᵀ as a new matrix. */
export function transpose(a: Matrix): Matrix {
  const t = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) t.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  }
  return t;
}

/** The n × n identity. */
export function identity(n: number): Matrix {
  const one = matrix(n, n);
  for (let i = 0; i < n; i++) one.data[i * n + i] = 1;
  return one;
}

/** One list of numbers for each row, as in JSON. */
export function toRows({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
}

/** A new matrix of these rows in this order. A row may occur more than once. */
export function takeRows({ cols, data }: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = matrix(rows.length, cols);
  for (let k = 0; k < rows.length; k++)
    taken.data.set(data.subarray(rows[k]! * cols, (rows[k]! + 1) * cols), k * cols);
  return taken;
}

/** Column k as a new array. */
export function takeColumn({ rows, cols, data }: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * cols + k]!);
}

/** Matrices of as many rows, one beside the other, in ordinary memory. */
export function beside(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]!.rows;
  const whole = matrix(
    rows,
    parts.reduce((sum, { cols }) => sum + cols, 0),
  );
  let left = 0;
  for (const { cols, data } of parts) {
    for (let row = 0; row < rows; row++)
      whole.data.set(data.subarray(row * cols, (row + 1) * cols), row * whole.cols + left);
    left += cols;
  }
  return whole;
}

/** Σ aᵢ·bᵢ, added from the first to the last. */
export function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * √(Σ valuesᵢ²), as `Math.hypot` has it but of a list of any length: divided by the largest, so that
 * no square overflows or vanishes, and with compensated sums.
 */
export function norm(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let [sum, lost] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const share = Math.abs(values[i]!) / largest;
    const term = share * share - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}

/** `"3 × 4"`, for messages. */
export function shapeOf(a: { rows: number; cols: number }): string {
  return `${a.rows} × ${a.cols}`;
}

/** All numbers of `parts`, one part after the other, in double precision. */
export function concatenate(parts: readonly (Float64Array | Float32Array)[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
