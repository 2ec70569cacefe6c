import { square } from "../base/math/powers.ts";
import { NumericalError, ShapeError } from "../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../base/matrix.ts";
import { assertNumbers, givenMatrix } from "../base/numbers.ts";
import { assertDimensions } from "./coordinates.ts";
import { goodnessOfFit, type Fit } from "./goodness.ts";
import { squareOf } from "./square.ts";

/** Symmetric eigenproblem: values ascending, row k of `vectors` belongs to value k. */
export type Eigh = (a: Matrix) => { readonly values: Float64Array; readonly vectors: Matrix };

/** Points whose Euclidean distances resemble given distances, and how well they do. */
export interface Embedding extends Fit {
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
  /** All n eigenvalues of the centred matrix, descending. Negative ones: not Euclidean. */
  readonly eigenvalues: Float64Array;
  /** Per axis: its eigenvalue over the sum of the positive ones. Range [0, 1]. */
  readonly varianceExplained: Float64Array;
}

/**
 * Principal coordinates, or classical multidimensional scaling: with J the
 * centring matrix and D² the squared distances, the leading eigenvectors of
 *
 *   B = −J D² J / 2,   each times the root of its eigenvalue.
 *
 * Axes of eigenvalues that are negative, or zero to rounding, have coordinate 0.
 * Of each axis the entry of largest magnitude is positive.
 *
 * @param distances - n × n, symmetric, zero diagonal
 * @param dimensions - number of axes, 1 … n
 * @param eigh - solver for the symmetric eigenproblem
 * @throws {OptionError} if `dimensions` is out of range.
 * @throws {ShapeError} if the distances are not square.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Gower, Biometrika 53, 1966.
 */
export function pcoa(distances: Matrix, dimensions: number, eigh: Eigh): Embedding {
  const d = squareOf(distances);
  assertDimensions("pcoa", dimensions, d.rows);
  const { values, vectors } = eigh(centeredSquares(d));
  const eigenvalues = values.toReversed();
  const coordinates = scaleAxes(eigenvalues, vectors, dimensions);
  const positive = eigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const varianceExplained = eigenvalues
    .subarray(0, dimensions)
    .map((value) => (positive > 0 ? Math.max(value, 0) / positive : 0));
  return { coordinates, eigenvalues, varianceExplained, ...goodnessOfFit(d, coordinates) };
}

/** Below this mean square, squares that matter have lost digits to the smallest double. */
const tinySquare = 1e-290;

/**
 * B = −J D² J / 2, whose leading eigenvectors are the principal coordinates.
 * @param distances - n × n
 * @throws {NumericalError} if the squares overflow or vanish.
 */
export function centeredSquares({ rows: n, data }: Matrix): Matrix {
  const squares = data.map((distance) => distance * distance);
  const means = new Float64Array(n);
  squares.forEach((square, at) => (means[Math.floor(at / n)]! += square / n));
  const mean = means.reduce((sum, value) => sum + value, 0) / n;
  if (!Number.isFinite(mean)) {
    throw new NumericalError("pcoa: the squares of the distances overflow; divide the distances first.");
  }
  if (mean < tinySquare && data.some((distance) => distance > 0)) {
    throw new NumericalError("pcoa: the squares of the distances vanish; multiply the distances first.");
  }
  const centred = squares.map(
    (square, at) => -(square - means[Math.floor(at / n)]! - means[at % n]! + mean) / 2,
  );
  return matrix(n, n, centred);
}

function scaleAxes(eigenvalues: Float64Array, vectors: Matrix, dimensions: number): Matrix {
  const n = vectors.rows;
  const coordinates = matrix(n, dimensions);
  const floor = n * Number.EPSILON * Math.abs(eigenvalues[0]!); // rounding error of the eigenvalues
  for (let k = 0; k < dimensions; k++) {
    if (eigenvalues[k]! <= floor) break;
    const axis = vectors.data.subarray((n - 1 - k) * n, (n - k) * n);
    const factor = Math.sqrt(eigenvalues[k]!) * signOfLargest(axis);
    axis.forEach((entry, i) => (coordinates.data[i * dimensions + k] = entry * factor));
  }
  return coordinates;
}

function signOfLargest(axis: Float64Array): number {
  const largest = axis.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best));
  return largest < 0 ? -1 : 1;
}

/**
 * Places further items on the axes of an embedding of others: where the squared distances to
 * those, less their squared distances from the centre, are fitted best,
 *
 *   y = Λ⁻¹ Xᵀ (b − δ²) / 2,   b_i = B_ii.
 *
 * An item of the embedding falls on its own point. Axes of coordinate 0 stay so.
 *
 * @param embedding - of n items by `pcoa`
 * @param distances - the n × n distances that it was made from
 * @param further - q × n: distances of each further item to those n
 * @returns q × dimensions
 * @throws {ShapeError} if the sizes do not fit.
 * @throws {NumericalError} if a distance is negative, infinite or NaN.
 *
 * Source: Gower, "Adding a point to vector diagrams in multivariate analysis", Biometrika 55, 1968.
 */
export function placeOnto(
  { coordinates, eigenvalues }: Pick<Embedding, "coordinates" | "eigenvalues">,
  distances: Matrix,
  further: Matrix,
): Matrix {
  const [n, dimensions] = [coordinates.rows, coordinates.cols];
  for (const [name, given] of Object.entries({ coordinates, distances, further }))
    givenMatrix(given, `placeOnto: ${name}`);
  assertNumbers(eigenvalues, "placeOnto: eigenvalues");
  checkFurther(n, distances, further);
  const centre = centeredSquares(squareOf(distances)).data;
  const floor = n * Number.EPSILON * Math.abs(eigenvalues[0]!);
  const placed = matrix(further.rows, dimensions);
  for (let q = 0; q < further.rows; q++) {
    for (let k = 0; k < dimensions; k++) {
      if (eigenvalues[k]! <= floor) continue;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const gap = centre[i * n + i]! - square(further.data[q * n + i]!);
        sum += coordinates.data[i * dimensions + k]! * gap;
      }
      placed.data[q * dimensions + k] = sum / (2 * eigenvalues[k]!);
    }
  }
  return placed;
}

function checkFurther(n: number, distances: Matrix, further: Matrix): void {
  if (distances.rows !== n || further.cols !== n) {
    throw new ShapeError(
      `placeOnto: the embedding has ${n} items, the distances are ${shapeOf(distances)}, the further ones ${shapeOf(further)}; ` +
        `expected ${n} × ${n} and q × ${n}.`,
    );
  }
  const bad = further.data.findIndex((distance) => !(distance >= 0 && distance < Infinity));
  if (bad < 0) return;
  throw new NumericalError(
    `placeOnto: distances must be finite and at least 0; got ${further.data[bad]} from further item ${Math.floor(bad / n)} to item ${bad % n}.`,
  );
}
