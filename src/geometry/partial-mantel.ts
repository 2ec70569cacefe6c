import { NumericalError, ShapeError } from "../base/errors.ts";
import { inner, matrix, type Matrix } from "../base/matrix.ts";
import { resolveOptions } from "../base/options.ts";
import { permutationShare, reaches } from "../base/statistics.ts";
import { basisOver } from "./confounds.ts";
import { mantelOptions, pairsIn, type Mantel, type MantelOptions } from "./mantel.ts";
import { inTurn, ordersOf, rangesOf, step, type PartWork, type Range, type Steps } from "./parts.ts";
import { powerOfTwoNear, scaled, squareOf } from "./square.ts";

/** Matrices of distances between the same items: one, or a list. */
export type GivenMatrices = Matrix | Float64Array | readonly (Matrix | Float64Array)[];

/**
 * Partial Mantel test: correlation of what a linear fit of further matrices leaves of two matrices of
 * distances, against its values when the items of the second are permuted and it is fitted anew.
 *
 * That permutation is the one of Legendre's four that never found more than its share in simulations
 * of his and ours, as long as the further matrices enter linearly: 0.05 to 0.07 at 0.05, 0.02 to 0.03
 * with an outlier among the items, where it loses power. What depends on them in another way is found
 * as if it were the two's own (Guillot & Rousset 2013): a test against a third matrix is no proof.
 *
 * @param a - n × n, symmetric, zero diagonal; or condensed; n ≥ 4
 * @param b - the same items in the same order
 * @param given - what is partialled out: one matrix or a list, of the same items
 * @returns the partial correlation, and p one-sided as `mantel` has it
 * @throws as `mantel`, and {NumericalError} if the further matrices determine one of the two.
 *
 * Source: Smouse, Long & Sokal, Systematic Zoology 35, 1986; Legendre, Journal of Statistical
 * Computation and Simulation 67, 2000 (method 1); Guillot & Rousset, Methods in Ecology and Evolution 4, 2013.
 */
export function partialMantel(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  given: GivenMatrices,
  options: MantelOptions = {},
): Mantel {
  return inTurn(partialMantelSteps(a, b, given, options));
}

/** What all permutations share. */
interface PartialSetup {
  /** What is left of the distances of all pairs by the first matrix, at length 1. */
  readonly fixed: Float64Array;
  /** The second matrix, n × n. */
  readonly y: Matrix;
  /** Orthonormal combinations of ones and the further matrices, over pairs. */
  readonly basis: readonly Float64Array[];
  readonly observed: number;
  readonly seed: number;
}

/** The steps of `partialMantel`; a piece is a range of permutations. */
export function* partialMantelSteps(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  given: GivenMatrices,
  options: MantelOptions,
): Steps<Mantel> {
  const { permutations, seed } = resolveOptions("partialMantel", mantelOptions, options);
  const [x, y, ...further] = [a, b, ...listOf(given)].map(unitless) as [Matrix, Matrix, ...Matrix[]];
  assertItems([x, y, ...further]);
  const asGiven = Array.from({ length: x.rows }, (_, i) => i);
  const ones = matrix(x.rows, x.rows, new Float64Array(x.data.length).fill(1));
  const basis = basisOf([ones, ...further].map((z) => pairsIn(z, asGiven)));
  const fixed = leftOf(pairsIn(x, asGiven), basis);
  const left = leftOf(pairsIn(y, asGiven), basis);
  if (!fixed || !left) {
    throw new NumericalError(
      `partialMantel: the ${fixed ? "second" : "first"} matrix is a linear combination of those that are partialled out; nothing is left of it.`,
    );
  }
  const observed = inner(fixed, left);
  const each = 10 * fixed.length * (1 + basis.length);
  const reached = yield* step(partialCounts, {
    setup: { fixed, y, basis, observed, seed },
    pieces: rangesOf(0, permutations, each),
    operations: permutations * each,
    finish: (found) => found.reduce((sum, count) => sum + count, 0),
  });
  return { correlation: observed, p: permutationShare(reached, permutations) };
}

/** How many permutations of a range reach the observed partial correlation. */
export const partialCounts: PartWork<PartialSetup, Range, number> = {
  name: "partial-mantel",
  durable: true,
  open({ fixed, y, basis, observed, seed }) {
    const orderOf = ordersOf(y.rows, seed);
    return ([start, end]) => {
      let reached = 0;
      for (let k = start; k < end; k++) {
        const left = leftOf(pairsIn(y, orderOf(k)), basis);
        if (reaches(left ? inner(fixed, left) : 0, observed, 1)) reached++;
      }
      return reached;
    };
  },
};

function listOf(given: GivenMatrices): readonly (Matrix | Float64Array)[] {
  return Array.isArray(given) ? given : [given as Matrix | Float64Array];
}

function assertItems(matrices: readonly Matrix[]): void {
  const sizes = matrices.map(({ rows }) => rows);
  if (sizes.every((n) => n === sizes[0]) && sizes[0]! >= 4) return;
  throw new ShapeError(
    `partialMantel: matrices of ${sizes.join(", ")} items; expected the same items, 4 or more.`,
  );
}

/** Over their largest power of two, so that no square overflows or vanishes: a correlation has no unit. */
function unitless(distances: Matrix | Float64Array): Matrix {
  const square = squareOf(distances);
  return scaled(square, 1 / powerOfTwoNear(square.data));
}

function basisOf(columns: readonly Float64Array[]): Float64Array[] {
  const pairs = columns[0]!.length;
  const design = matrix(pairs, columns.length);
  columns.forEach((column, c) => column.forEach((value, i) => (design.data[i * columns.length + c] = value)));
  return basisOver(design, Array.from({ length: pairs }, (_, i) => i)); // prettier-ignore
}

/** What the basis leaves, at length 1; undefined where that is rounding. */
function leftOf(values: Float64Array, basis: readonly Float64Array[]): Float64Array | undefined {
  const size = Math.sqrt(inner(values, values));
  for (const known of basis) {
    const along = inner(known, values);
    for (let k = 0; k < values.length; k++) values[k]! -= along * known[k]!;
  }
  const left = Math.sqrt(inner(values, values));
  return left > 1e-10 * size ? values.map((value) => value / left) : undefined;
}
