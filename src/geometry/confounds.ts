import { inner, matrix, type Matrix } from "../base/matrix.ts";

/** A column of which less than this share is left after the columns before it is their combination. */
const dependent = 1e-10;

/**
 * Confounds as columns for a linear fit: ones, numbers at mean 0 and root mean square 1, and an
 * indicator for each class but the first. A confound that does not vary adds no column.
 *
 * @param confounds - n finite numbers each, or n names of classes
 * @returns n × columns
 */
export function designOf(confounds: readonly (ArrayLike<number> | readonly string[])[], n: number): Matrix {
  const columns = [new Float64Array(n).fill(1), ...confounds.flatMap(columnsOf)];
  const design = matrix(n, columns.length);
  columns.forEach((column, c) => column.forEach((value, i) => (design.data[i * columns.length + c] = value)));
  return design;
}

function columnsOf(confound: ArrayLike<number> | readonly string[]): Float64Array[] {
  if (typeof confound[0] !== "string") return standardized(confound as ArrayLike<number>);
  const names = Array.from(confound as readonly string[]);
  return [...new Set(names)].slice(1).map((name) => Float64Array.from(names, (one) => Number(one === name)));
}

function standardized(values: ArrayLike<number>): Float64Array[] {
  const n = values.length;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return [];
  const unit = Float64Array.from(values, (value) => value / largest);
  const mean = unit.reduce((sum, value) => sum + value / n, 0);
  const centred = unit.map((value) => value - mean);
  const size = Math.sqrt(inner(centred, centred) / n);
  return size > n * Number.EPSILON ? [centred.map((value) => value / size)] : [];
}

/**
 * The columns as combinations of themselves that are orthonormal over the training items, for all
 * items: the fit of y is then basis · (basis over training)ᵀ · y over training. Columns that the
 * training items cannot tell apart from those before them are left out.
 *
 * @param design - items × columns
 * @param train - numbers of items
 * @returns one list of a value for each item, for each column that is kept
 */
export function basisOver(design: Matrix, train: readonly number[]): Float64Array[] {
  const { rows: n, cols, data } = design;
  const over = (a: Float64Array, b: Float64Array) => train.reduce((sum, i) => sum + a[i]! * b[i]!, 0);
  const basis: Float64Array[] = [];
  for (let c = 0; c < cols; c++) {
    const column = Float64Array.from({ length: n }, (_, i) => data[i * cols + c]!);
    const size = Math.sqrt(over(column, column));
    // Twice: once leaves rounding along the columns before.
    for (let round = 0; round < 2; round++) for (const known of basis) subtract(column, known, over(known, column)); // prettier-ignore
    const left = Math.sqrt(over(column, column));
    if (left > dependent * Math.max(size, Math.sqrt(inner(column, column)))) basis.push(column.map((value) => value / left)); // prettier-ignore
  }
  return basis;
}

/** What a linear fit over all items leaves of a column. */
export function residualsOf(design: Matrix, column: Float64Array): Float64Array {
  const residuals = column.slice();
  const all = Array.from({ length: design.rows }, (_, i) => i);
  for (const known of basisOver(design, all)) subtract(residuals, known, inner(known, residuals));
  return residuals;
}

/**
 * What partialling confounds out does to the predictions of one fold. The fit comes from the training
 * items, so nothing of the test items is used.
 *
 * @param weights - test × training items: how a test item is predicted from the training items
 * @returns weights of the covariate of the training items, test × training: in the prediction of what
 *   is left of a test item, and in the fit, which is subtracted from it
 */
export function partialled(
  design: Matrix,
  train: readonly number[],
  test: readonly number[],
  weights: readonly (readonly number[])[],
): { rows: number[][]; fits: number[][] } {
  const basis = basisOver(design, train);
  const rows = weights.map((row) => {
    const left = [...row];
    for (const known of basis) {
      const along = train.reduce((sum, i, s) => sum + row[s]! * known[i]!, 0);
      train.forEach((i, s) => (left[s]! -= along * known[i]!));
    }
    return left;
  });
  const fits = test.map((t) =>
    train.map((i) => basis.reduce((sum, known) => sum + known[t]! * known[i]!, 0)),
  );
  return { rows, fits };
}

function subtract(from: Float64Array, known: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= times * known[i]!;
}
