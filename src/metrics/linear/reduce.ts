import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, dropMeanDirection, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf } from "./whiten.ts";

/** Responses up to a rotation of the units, which products between networks do not see. */
export interface Reduced {
  /** L with X = 2^exponent · L·Qᵀ, Q orthonormal: (stimuli, less 1 if centred) × at most as many. */
  readonly matrix: Matrix;
  readonly exponent: number;
}

/** X at a scale near 1, centred if asked, without redundant rows and with no more columns than rows. */
export function reduce(input: Responses, center: boolean, kernels: Kernels): Reduced {
  const { matrix: scaled, exponent } = scaleAndCenter(input, center, kernels);
  const rows = center ? dropMeanDirection(scaled, kernels) : scaled;
  return { matrix: rows.cols > rows.rows ? kernels.lq(rows) : rows, exponent };
}

/** The directions in which a network varies. */
export interface Directions {
  /** Orthonormal columns, one for each direction: rows × rank. */
  readonly u: Matrix;
  /** Singular values of X · 2^−exponent, falling: rank of them. */
  readonly values: Float64Array;
  readonly exponent: number;
}

/**
 * Left singular vectors and values above max(stimuli, units)·eps of the largest.
 * @throws {NumericalError} if there are none.
 */
export function directionsOf(input: Responses, center: boolean, kernels: Kernels): Directions {
  const { matrix, exponent } = reduce(input, center, kernels);
  assertVaries(input, kernels.norm(matrix), center);
  const { u, values } = kernels.svd(matrix);
  const rank = rankOf(values, thresholdOf(input));
  return { u: kernels.columns(u, 0, rank), values: values.slice(0, rank), exponent };
}

/** Singular values below this fraction of the largest are zero. */
export function thresholdOf({ responses }: Responses): number {
  return Math.max(responses.rows, responses.cols) * Number.EPSILON;
}

/**
 * Shrinkage of each direction by a ridge added to XᵀX: s²/(s² + ridge), whose root
 * multiplies a canonical variable and which itself multiplies a prediction.
 * @param exponent - the ridge belongs to X, the values to X · 2^−exponent
 */
export function shrinkage(values: Float64Array, ridge: number, exponent: number): Float64Array {
  const root = Math.sqrt(ridge) * 2 ** -exponent;
  return values.map((s) => 1 / (1 + (root / s) ** 2));
}

/** @throws {NumericalError} if a ridge leaves nothing of a network. */
export function assertSomeLeft({ name }: Responses, shrunk: Float64Array): void {
  if (shrunk[0]! > 0) return;
  throw new NumericalError(
    `${name}: the ridge is so much larger than the responses' squares that nothing is left of them; use a smaller one.`,
  );
}
