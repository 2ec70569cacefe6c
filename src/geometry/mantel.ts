import { NumericalError, ShapeError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";
import { resolveOptions, mostDraws, seed, whole, type OptionSchemas } from "../base/options.ts";
import { permutationShare, reaches } from "../base/statistics.ts";
import { correlation } from "./goodness.ts";
import { inTurn, ordersOf, rangesOf, step, type PartWork, type Range, type Steps } from "./parts.ts";
import { squareOf } from "./square.ts";

export interface MantelOptions {
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
}

export const mantelOptions = {
  permutations: whole(1000, 1, mostDraws, "Permutations of the items for the p-value."),
  seed: seed("Decides the permutations."),
} satisfies OptionSchemas<MantelOptions>;

/** Whether two matrices of distances between the same items go together. */
export interface Mantel {
  /** Pearson's, over pairs. Range [−1, 1]. */
  readonly correlation: number;
  /** (1 + permutations of the items with a correlation as large) / (1 + permutations): one-sided. */
  readonly p: number;
}

/**
 * Mantel test: correlation of two distance matrices over pairs, against its values when the
 * items of one of them are permuted, which keeps the dependence between pairs.
 *
 * @param a - n × n, symmetric, zero diagonal; or condensed; n ≥ 3
 * @param b - the same items in the same order
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} if the matrices are not of the same number of items, 3 or more.
 * @throws {NumericalError} if the distances of one do not vary, or a distance is negative, infinite or NaN.
 *
 * Source: Mantel, Cancer Research 27, 1967.
 */
export function mantel(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  options: MantelOptions = {},
): Mantel {
  return inTurn(mantelSteps(a, b, options));
}

/** What all permutations share. */
interface MantelSetup {
  /** The distances of all pairs by one matrix. */
  readonly fixed: Float64Array;
  /** The other matrix, n × n. */
  readonly y: Matrix;
  readonly observed: number;
  readonly seed: number;
}

/** The steps of `mantel`; a piece is a range of permutations. */
export function* mantelSteps(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  options: MantelOptions,
): Steps<Mantel> {
  const { permutations, seed } = resolveOptions("mantel", mantelOptions, options);
  const [x, y] = [squareOf(a), squareOf(b)];
  const n = x.rows;
  if (y.rows !== n || n < 3) {
    throw new ShapeError(`mantel: matrices of ${n} and ${y.rows} items; expected the same items, 3 or more.`);
  }
  const asGiven = Array.from({ length: n }, (_, i) => i);
  const fixed = pairsIn(x, asGiven);
  const observed = correlation(fixed, pairsIn(y, asGiven));
  if (observed === undefined) {
    throw new NumericalError(
      "mantel: the distances of one matrix are all equal; they correlate with nothing.",
    );
  }
  const each = 10 * fixed.length;
  const reached = yield* step(counts, {
    setup: { fixed, y, observed, seed },
    pieces: rangesOf(0, permutations, each),
    operations: permutations * each,
    finish: (found) => found.reduce((sum, count) => sum + count, 0),
  });
  return { correlation: observed, p: permutationShare(reached, permutations) };
}

/** How many permutations of a range reach the observed correlation. */
export const counts: PartWork<MantelSetup, Range, number> = {
  name: "mantel",
  durable: true,
  open({ fixed, y, observed, seed }) {
    const orderOf = ordersOf(y.rows, seed);
    return ([start, end]) => {
      let reached = 0;
      for (let k = start; k < end; k++) {
        if (reaches(correlation(fixed, pairsIn(y, orderOf(k)))!, observed, 1)) reached++;
      }
      return reached;
    };
  },
};

/** The distances of all pairs i < j of the items in this order. */
export function pairsIn({ rows: n, data }: Matrix, order: readonly number[]): Float64Array {
  const pairs = new Float64Array((n * (n - 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) pairs[next++] = data[order[i]! * n + order[j]!]!;
  return pairs;
}
