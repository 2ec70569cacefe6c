import { largestOf, smallestOf } from "../../base/lists.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { choleskyIfPositive } from "../linear/orthonormal.ts";
import { positiveRankOf, rankRule } from "../linear/rank.ts";

/**
 * Singular values of the responses, falling, without those that rounding of the stored numbers can make; at some scale.
 * @param squares - only their squares matter: small ones may lose digits, and it is faster
 * @throws {NumericalError} if nothing is left.
 */
export function spectrumOf(
  input: Responses,
  center: boolean,
  kernels: Kernels,
  squares = false,
): Float64Array {
  const measured = scaleAndCenter(input, center, kernels);
  assertVaries(input, kernels.norm(measured.matrix), center);
  const values = squares
    ? rootsOf(kernels.eigenvalues(gramOf(measured.matrix, kernels)))
    : singularValuesOf(measured.matrix, kernels);
  return values.subarray(0, positiveRankOf(input, values, rankRule(input, measured, undefined)));
}

/** X·Xᵀ or XᵀX, the smaller. */
function gramOf(x: Matrix, kernels: Kernels): Matrix {
  return kernels.syrk(x, { trans: x.cols < x.rows });
}

/** Of eigenvalues of the Gram matrix, falling. */
function rootsOf(eigenvalues: Float64Array): Float64Array {
  return eigenvalues.map((value) => Math.sqrt(Math.max(0, value))).reverse();
}

/** Above this share of the largest, an eigenvalue of the Gram matrix has 12 digits. */
const trusted = 1e-4;

/** By the eigenvalues of the Gram matrix, at half the cost, where the least one has digits enough. */
function singularValuesOf(x: Matrix, kernels: Kernels): Float64Array {
  // A square one is hardly ever so, and of centred responses one with fewer rows never is.
  const eigenvalues =
    x.rows > x.cols ? kernels.scope(() => trustedOf(gramOf(x, kernels), kernels)) : undefined;
  return eigenvalues ? rootsOf(eigenvalues) : kernels.singularValues(x).slice();
}

/** Eigenvalues, rising; nothing where the least is too small. The least pivot, which is never below it, tells most of those soon. */
function trustedOf(gram: Matrix, kernels: Kernels): Float64Array | undefined {
  const pivots = choleskyIfPositive(gram, kernels);
  const diagonal = (a: Matrix) => Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.cols + i]!);
  if (!pivots) return undefined;
  const least = smallestOf(diagonal(pivots));
  if (!(least * least > trusted * largestOf(diagonal(gram)))) return undefined;
  const eigenvalues = kernels.eigenvalues(gram);
  return eigenvalues[0]! > trusted * eigenvalues.at(-1)! ? eigenvalues : undefined;
}
