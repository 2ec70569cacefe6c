import { NumericalError } from "../../base/errors.ts";
import { inner, matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";

/** Independent standard normal numbers. @param columns - l, of n rows */
export function gaussianTest(n: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  return matrix(
    n,
    columns,
    Float64Array.from({ length: n * columns }, () => random.normal()),
  );
}

/** Mean of each column. */
export function columnMeans({ rows, cols, data }: Matrix): Float64Array {
  const means = new Float64Array(cols);
  data.forEach((value, at) => (means[at % cols]! += value / rows));
  return means;
}

/** Each column less its mean. */
export function centredColumns(x: Matrix): Matrix {
  const means = columnMeans(x);
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value, at) => value - means[at % x.cols]!),
  );
}

/**
 * B X = −J D² J X / 2 from D² X: without another product, as D² J X = D² X − (D² 1) · means of X.
 * @param product - D² X
 * @param sums - D² 1
 */
export function centredProduct(product: Matrix, sums: Float64Array, x: Matrix): Matrix {
  const means = columnMeans(x);
  const { rows, cols } = product;
  const inner = product.data.map((value, at) => value - sums[Math.floor(at / cols)]! * means[at % cols]!);
  const centred = centredColumns(matrix(rows, cols, inner));
  return matrix(
    rows,
    cols,
    centred.data.map((value) => -value / 2),
  );
}

/** Beyond this share of what rounding and distances that differ by 1e-9 make, D is not symmetric. */
const forgiven = 1e-8;

/**
 * Xᵀ D² X is symmetric for a random X if and only if D² is, with probability 1. So an asymmetry is seen without
 * a look at both entries of each pair; one that is smaller than rounding of the sums is not.
 *
 * @param largest - of the distances
 * @throws {NumericalError} if it is not.
 */
export function assertSymmetric(x: Matrix, product: Matrix, largest: number): void {
  const { rows: n, cols } = x;
  const column = (a: Matrix, k: number) => Float64Array.from({ length: n }, (_, i) => a.data[i * cols + k]!);
  const [left, right] = [x, product].map((a) => Array.from({ length: cols }, (_, k) => column(a, k)));
  for (let a = 0; a < cols; a++) {
    for (let b = a + 1; b < cols; b++) {
      const gap = Math.abs(inner(left![a]!, right![b]!) - inner(left![b]!, right![a]!));
      if (gap <= forgiven * n * largest * largest) continue;
      throw new NumericalError(
        "Distances must be symmetric; those of the two directions differ. Average both directions first.",
      );
    }
  }
}

/** Length of each column of B V − V Λ: within it of λ there is an eigenvalue of B (Parlett, The Symmetric Eigenvalue Problem, theorem 4.5.1). */
export function columnResiduals(image: Matrix, vectors: Matrix, values: Float64Array): Float64Array {
  const { cols } = vectors;
  const squares = new Float64Array(cols);
  image.data.forEach((entry, at) => {
    const gap = entry - values[at % cols]! * vectors.data[at]!;
    squares[at % cols]! += gap * gap;
  });
  return squares.map(Math.sqrt);
}

/** Coordinates of the leading vectors: each times the root of its eigenvalue, its entry of largest magnitude positive. */
export function coordinatesOf(vectors: Matrix, values: Float64Array, dimensions: number): Matrix {
  const { rows: n, cols, data } = vectors;
  const coordinates = matrix(n, dimensions);
  const floor = n * Number.EPSILON * Math.abs(values[0]!); // rounding error of the eigenvalues
  for (let k = 0; k < dimensions && values[k]! > floor; k++) {
    let largest = 0;
    for (let i = 0; i < n; i++)
      if (Math.abs(data[i * cols + k]!) > Math.abs(largest)) largest = data[i * cols + k]!;
    const factor = Math.sqrt(values[k]!) * (largest < 0 ? -1 : 1);
    for (let i = 0; i < n; i++) coordinates.data[i * dimensions + k] = data[i * cols + k]! * factor;
  }
  return coordinates;
}
