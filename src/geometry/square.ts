import { exponentOf, powerOfTwo } from "../base/math/powers.ts";
import { NumericalError, ShapeError } from "../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../base/matrix.ts";
import { givenMatrix } from "../base/numbers.ts";

/**
 * A square copy of checked distances, exactly symmetric with a zero diagonal.
 * Rounding is forgiven: a computed angle to itself may be 1e-8, as arccos has infinite slope at 1.
 *
 * @param distances - n × n, or condensed: n(n−1)/2 in `pdist` order
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or the square is not
 *   symmetric with a zero diagonal, to rounding; for an entry that is no number.
 */
export function squareOf(distances: Matrix | Float64Array): Matrix {
  const { rows: n, data } = distances instanceof Float64Array ? expand(distances) : checkShape(distances);
  const scale = data.reduce((largest, distance) => Math.max(largest, distance), 0);
  const square = matrix(n, n);
  for (let i = 0; i < n; i++) {
    checkSelf(data[i * n + i]!, scale, i);
    for (let j = i + 1; j < n; j++) {
      const [there, back] = [data[i * n + j]!, data[j * n + i]!];
      checkPair(there, back, scale, `between items ${i} and ${j}`);
      square.data[i * n + j] = square.data[j * n + i] = there === back ? there : (there + back) / 2;
    }
  }
  return square;
}

/** How many items have so many distances between them; undefined for a length that no number of items has. */
export function itemsOf(condensed: { readonly length: number }): number | undefined {
  const n = Math.round((1 + Math.sqrt(1 + 8 * condensed.length)) / 2);
  return (n * (n - 1)) / 2 === condensed.length ? n : undefined;
}

/**
 * The full form of condensed distances, zeros on the diagonal.
 * @throws {ShapeError} unless they are n(n−1)/2 numbers for some n.
 */
export function expand(condensed: ArrayLike<number>): Matrix {
  const n = itemsOf(condensed);
  if (n === undefined)
    throw new ShapeError(`Condensed distances of n items are n(n−1)/2 numbers; got ${condensed.length}.`);
  const square = matrix(n, n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) square.data[i * n + j] = square.data[j * n + i] = condensed[next++]!;
  }
  return square;
}

function checkShape(square: Matrix): Matrix {
  const isMatrix = square?.data !== undefined && square.rows !== undefined;
  if (isMatrix && square.rows === square.cols && square.rows > 0) return givenMatrix(square, "distances");
  const got = isMatrix ? shapeOf(square) : "neither { rows, cols, data } nor a Float64Array";
  throw new ShapeError(
    `Distances must be square, at least 1 × 1, or condensed; got ${got}. Responses become distances by pairwise.`,
  );
}

function checkSelf(value: number, scale: number, i: number): void {
  if (Math.abs(value) <= 1e-6 * scale || value === 0) return;
  throw new NumericalError(
    `The distance from an item to itself must be 0; got ${value} for item ${i}. Turn similarities into distances first.`,
  );
}

function checkPair(there: number, back: number, scale: number, where: string): void {
  for (const value of [there, back]) {
    if (!(value >= 0 && value < Infinity)) {
      throw new NumericalError(`Distances must be finite and at least 0; got ${value} ${where}.`);
    }
  }
  if (Math.abs(there - back) > 1e-9 * scale) {
    throw new NumericalError(
      `Distances must be symmetric; got ${there} and ${back} ${where}. Average both directions first.`,
    );
  }
}

/** Distances are divided by it, exactly, so that their squares neither overflow nor vanish. */
export function powerOfTwoNear(data: Float64Array): number {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? powerOfTwo(Math.max(-1022, exponentOf(largest))) : 1;
}

/** Every element times a factor; exact for a power of two, as long as nothing underflows. */
export function scaled({ rows, cols, data }: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    cols,
    data.map((value) => value * factor),
  );
}
