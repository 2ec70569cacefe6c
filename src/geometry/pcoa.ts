import { NumericalError, OptionError } from "../errors.ts";
import { matrix } from "../matrix.ts";
import type { Matrix } from "../matrix.ts";
import { squareOf } from "./linkage.ts";

/** Symmetric eigenproblem: values ascending, row k of `vectors` belongs to value k. */
export type Eigh = (a: Matrix) => { readonly values: Float64Array; readonly vectors: Matrix };

/** The pair whose distance the embedding shows worst. */
export interface WorstPair {
  readonly row: number;
  readonly col: number;
  /** As given. */
  readonly distance: number;
  /** Euclidean, between the two points of the embedding. */
  readonly embedded: number;
}

/** Points whose Euclidean distances resemble given distances, and how well they do. */
export interface Embedding {
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
  /** All n eigenvalues of the centred matrix, descending. Negative ones: not Euclidean. */
  readonly eigenvalues: Float64Array;
  /** Per axis: its eigenvalue over the sum of the positive ones. Range [0, 1]. */
  readonly varianceExplained: Float64Array;
  /** sqrt(Σ (embedded − distance)² / Σ distance²) over pairs. 0: every distance is exact. */
  readonly stress: number;
  /** Absent for a single item. */
  readonly worstPair?: WorstPair;
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
 * Source: Gower, Biometrika 53, 1966. Stress: Kruskal's stress-1 (Psychometrika 29, 1964) for
 * metric scaling, relative to the distances that are given.
 */
export function pcoa(distances: Matrix, dimensions: number, eigh: Eigh): Embedding {
  const d = squareOf(distances);
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > d.rows) {
    throw new OptionError(`pcoa: dimensions must be a whole number from 1 to ${d.rows}; got ${dimensions}.`);
  }
  const { values, vectors } = eigh(centeredSquares(d));
  const eigenvalues = values.toReversed();
  const coordinates = scaleAxes(eigenvalues, vectors, dimensions);
  const positive = eigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const varianceExplained = eigenvalues
    .subarray(0, dimensions)
    .map((value) => (positive > 0 ? Math.max(value, 0) / positive : 0));
  return { coordinates, eigenvalues, varianceExplained, ...goodnessOfFit(d, coordinates) };
}

/**
 * B = −J D² J / 2, whose leading eigenvectors are the principal coordinates.
 * @param distances - n × n
 * @throws {NumericalError} if the squares overflow.
 */
export function centeredSquares({ rows: n, data }: Matrix): Matrix {
  const squares = data.map((distance) => distance * distance);
  const means = new Float64Array(n);
  squares.forEach((square, at) => (means[Math.floor(at / n)]! += square / n));
  const mean = means.reduce((sum, value) => sum + value, 0) / n;
  if (!Number.isFinite(mean)) {
    throw new NumericalError("pcoa: the squares of the distances overflow; divide the distances first.");
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
 * How well points show the distances between them.
 *
 * @param distances - n × n
 * @param coordinates - n × dimensions
 */
export function goodnessOfFit(
  { rows: n, data }: Matrix,
  coordinates: Matrix,
): Pick<Embedding, "stress" | "worstPair"> {
  let [errors, total, worst] = [0, 0, -1];
  let worstPair: WorstPair | undefined;
  for (let row = 0; row < n; row++) {
    for (let col = row + 1; col < n; col++) {
      const distance = data[row * n + col]!;
      const embedded = between(coordinates, row, col);
      const error = Math.abs(embedded - distance);
      errors += error * error;
      total += distance * distance;
      if (error > worst) [worst, worstPair] = [error, { row, col, distance, embedded }];
    }
  }
  const stress = total > 0 ? Math.sqrt(errors / total) : 0;
  return worstPair ? { stress, worstPair } : { stress };
}

function between({ cols, data }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! - data[j * cols + k]!) ** 2;
  return Math.sqrt(sum);
}
