import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import {
  assertVaries,
  dropMeanDirection,
  scaleAndCenter,
  scaleOf,
  type Responses,
} from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RankFacts } from "./notes.ts";
import { positiveRankOf, rankRule } from "./rank.ts";

/** Responses up to a rotation of the units, which products between networks do not see. */
export interface Reduced {
  /** L with X = 2^exponent · L·Qᵀ, Q orthonormal: (stimuli, less 1 if centred) × at most as many. */
  readonly matrix: Matrix;
  /** Whether `matrix` may be overwritten: it is not the responses themselves. */
  readonly overwrite: boolean;
  readonly exponent: number;
  /** ‖X‖ · 2^−exponent before centring. */
  readonly size: number;
}

/** X at a scale near 1, centred if asked, without redundant rows and with no more columns than rows. */
export function reduce(input: Responses, center: boolean, kernels: Kernels): Reduced {
  const { matrix: scaled, exponent, size } = scaleAndCenter(input, center, kernels);
  const rows = center ? dropMeanDirection(scaled, kernels, { overwrite: true }) : scaled;
  const matrix = rows.cols > rows.rows ? kernels.lq(rows) : rows;
  return { matrix, overwrite: matrix !== input.responses, exponent, size };
}

/** The directions in which a network varies. */
export interface Directions {
  /** Orthonormal columns, one for each direction: rows × rank. Nothing else reads it. */
  readonly u: Matrix;
  /** Singular values of X · 2^−exponent, falling: rank of them. */
  readonly values: Float64Array;
  readonly exponent: number;
  /** What notes are made from. */
  readonly facts: RankFacts;
}

/**
 * Left singular vectors and values that are more than rounding.
 * @throws {NumericalError} if there are none.
 */
export function directionsOf(
  input: Responses,
  { center, tolerance }: { readonly center: boolean; readonly tolerance: number | undefined },
  kernels: Kernels,
): Directions {
  const reduced = reduce(input, center, kernels);
  const { matrix, overwrite, exponent } = reduced;
  assertVaries(input, kernels.norm(matrix), center);
  const { u, values } = kernels.leftSvd(matrix, { overwrite });
  const rank = positiveRankOf(input, values, rankRule(input, reduced, tolerance));
  const facts = { rank, rows: matrix.rows, cut: values.length - rank };
  const kept = kernels.columns(u, 0, rank, { overwrite: true });
  return { u: kept, values: values.slice(0, rank), exponent, facts };
}

/**
 * Shrinkage of each direction by a ridge added to XᵀX: s²/(s² + ridge), whose root
 * multiplies a canonical variable and which itself multiplies a prediction.
 * @param exponent - the ridge belongs to X, the values to X · 2^−exponent
 */
export function shrinkage(values: Float64Array, ridge: number, exponent: number): Float64Array {
  if (ridge === 0) return values.map(() => 1);
  const root = scaleOf(Math.sqrt(ridge), -exponent);
  return values.map((s) => 1 / (1 + square(root / s)));
}

/** @throws {NumericalError} if a ridge leaves nothing of a network. */
export function assertSomeLeft({ name }: Responses, shrunk: Float64Array, ridge: number): void {
  if (ridge === 0 || shrunk[0]! > 0) return;
  throw new NumericalError(
    `${name}: the ridge is so much larger than the responses' squares that nothing is left of them; use a smaller one.`,
  );
}
