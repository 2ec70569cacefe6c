import { NumericalError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Fit } from "../../../geometry/goodness.ts";
import {
  assertSymmetric,
  centredProduct,
  columnResiduals,
  coordinatesOf,
  gaussianTest,
} from "../../../geometry/large/sketch.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import type { Task } from "../../../run/tasks/task.ts";
import { scaled } from "../../../geometry/square.ts";
import { type Banded, fitOfAll, squaredProduct, type SquaredProduct } from "./bands.ts";
import { orthonormal, ritzPairs, type RitzPairs } from "./task.ts";

/** How the leading axes are searched. */
export interface Search {
  readonly dimensions: number;
  readonly oversampling: number;
  readonly passes: number;
  readonly seed: number;
}

/** How far axes of a random subspace may be from those of the whole matrix. */
export interface AxisErrors {
  /** ‖B − X Xᵀ‖ / ‖B‖ in the Frobenius norm, over all entries. Exact axes have one as well: what more axes would show. */
  readonly residual: number;
  /** ‖B v − λ v‖ of each axis, in the unit of the eigenvalues: one of B is within it of λ. */
  readonly axisResiduals: Float64Array;
  /** Whether it is proven that these are the leading axes; each eigenvalue is then within the root of Σ ‖B v − λ v‖² over the subspace. */
  readonly leading: boolean;
  /** No axis outside of the subspace has a larger eigenvalue than this. */
  readonly unseen: number;
  /** How often the matrix was gone through. */
  readonly passes: number;
}

/** Axes with their errors. */
export interface RandomisedEmbedding extends AxisErrors, Fit {
  readonly coordinates: Matrix;
  /** Of the subspace, descending. */
  readonly eigenvalues: Float64Array;
  /** Of each axis, its eigenvalue over the least that the sum of the positive ones can be: at most that share is explained. */
  readonly varianceExplained: Float64Array;
  /** Pairs of items with a value below 0. */
  readonly raised: number;
}

/** Axes are exact from here on, relative to the largest eigenvalue. */
const exact = 1e-12;

/**
 * Principal coordinates by randomised subspace iteration: B = −J D² J / 2 is multiplied by a random matrix, and again
 * by an orthonormal basis of what it gave; eigenvectors are taken in the last basis. Negative eigenvalues
 * of large size would take places in the basis: B is shifted by half the size of the lowest.
 *
 * Source: Halko, Martinsson & Tropp, "Finding structure with randomness", SIAM Review 53, 2011: algorithm 4.4
 * (its expected error: corollary 10.10), and 5.3 for the eigenvectors. What is reported is no expectation but
 * computed from the matrix.
 */
export async function randomisedCoordinates(
  banded: Banded,
  search: Search,
  control: Control,
): Promise<RandomisedEmbedding> {
  const { first, pairs, passes } = await subspace(banded, search, control);
  const { n, unit } = banded;
  const { dimensions } = search;
  const points = coordinatesOf(pairs.vectors, pairs.values, dimensions);
  const means = first.sums.map((sum) => sum / n);
  const fit = await fitOfAll(banded, { points: points.data, dimensions, means }, control);
  const { residual, size, ...shown } = fit;
  const residuals = columnResiduals(pairs.image, pairs.vectors, pairs.values);
  const squared = unit * unit;
  const trace = first.sums.reduce((sum, value) => sum + value / (2 * n), 0);
  return {
    coordinates: scaled(points, unit),
    eigenvalues: pairs.values.map((value) => value * squared),
    varianceExplained: sharesOf(pairs.values, trace, dimensions),
    ...shown,
    residual,
    axisResiduals: residuals.slice(0, dimensions).map((value) => value * squared),
    ...proof({ items: n, values: pairs.values, residuals, dimensions, size, squared }),
    passes: passes + 1,
    raised: first.raised,
  };
}

interface Subspace {
  readonly first: SquaredProduct;
  readonly pairs: RitzPairs;
  readonly passes: number;
}

async function subspace(
  banded: Banded,
  { dimensions, oversampling, passes, seed }: Search,
  control: Control,
): Promise<Subspace> {
  const { n } = banded;
  const random = gaussianTest(n, Math.min(n, dimensions + oversampling), seed);
  const first = await squaredProduct(banded, random, control);
  checkFirst(first, random);
  let start = centredProduct(first.product, first.sums, random);
  for (let done = 2; ; done++) {
    const q = await inOnePiece(orthonormal, start, control);
    const { product } = await squaredProduct(banded, q, control);
    const pairs = await inOnePiece(ritzPairs, { q, image: centredProduct(product, first.sums, q) }, control);
    if (done >= passes || isExact(pairs, dimensions)) return { first, pairs, passes: done };
    start = shifted(pairs);
  }
}

/** Below this mean square, squares that matter have lost digits to the smallest double; as for `pcoa`. */
const tinySquare = 1e-290;

function checkFirst({ product, sums, largest }: SquaredProduct, random: Matrix): void {
  const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length / sums.length;
  if (largest > 0 && mean < tinySquare)
    throw new NumericalError("embed: the squares of the distances vanish; multiply the distances first.");
  assertSymmetric(random, product, largest);
}

function isExact({ values, vectors, image }: RitzPairs, dimensions: number): boolean {
  if (vectors.cols === vectors.rows) return true;
  const size = Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  const residuals = columnResiduals(image, vectors, values).subarray(0, dimensions);
  return residuals.every((residual) => residual <= exact * size);
}

/** (B + σ I) V. With σ half the size of the lowest eigenvalue, no negative one is as large in size as a positive one. */
function shifted({ values, vectors, image }: RitzPairs): Matrix {
  const shift = Math.max(0, -values.at(-1)!) / 2;
  return matrix(
    image.rows,
    image.cols,
    image.data.map((entry, at) => entry + shift * vectors.data[at]!),
  );
}

/** The sum of the positive eigenvalues is the trace and the size of the negative ones, of which the subspace shows some (Ky Fan). */
function sharesOf(values: Float64Array, trace: number, dimensions: number): Float64Array {
  const seen = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const negative = values.reduce((sum, value) => sum + Math.max(-value, 0), 0);
  const least = Math.max(seen, trace + negative);
  return values.slice(0, dimensions).map((value) => (least > 0 ? Math.max(value, 0) / least : 0));
}

/**
 * B is [T Eᵀ; E C] in the subspace and what is orthogonal to it. ‖E‖² is Σ of the residuals², and
 * ‖C‖² = ‖B‖² − ‖T‖² − 2 ‖E‖² in Frobenius norms. Eigenvalues of B are within ‖E‖ of those of T and C (Weyl).
 */
function proof(found: {
  readonly items: number;
  readonly values: Float64Array;
  readonly residuals: Float64Array;
  readonly dimensions: number;
  readonly size: number;
  readonly squared: number;
}): Pick<AxisErrors, "leading" | "unseen"> {
  const { items, values, residuals, dimensions, size, squared } = found;
  const across = residuals.reduce((sum, value) => sum + value * value, 0);
  const inside = values.reduce((sum, value) => sum + value * value, 0);
  const rounding = items * Number.EPSILON * size * size;
  const rest = Math.max(0, size * size - inside - 2 * across) + rounding;
  const outside = values.length === items ? 0 : Math.sqrt(rest);
  return {
    leading: outside <= Math.max(0, values[dimensions - 1]!),
    unseen: (outside + Math.sqrt(across)) * squared,
  };
}

async function inOnePiece<Piece, Result>(
  task: Task<null, Piece, Result>,
  piece: Piece,
  control: Control,
): Promise<Result> {
  const { tasks } = await runtimeOf(control);
  // A few columns: quicker here than sent to a thread.
  const [found] = await tasks.run(task, null, [piece], { ...control, onProgress: undefined, operations: 0 });
  return found!;
}
