import { square } from "../base/math/powers.ts";
import { largestOf } from "../base/lists.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import { mostDraws, resolveOptions, seed, whole, type OptionSchemas } from "../base/options.ts";
import { reaches } from "../base/statistics.ts";
import { assertTestable, groupingOf } from "./groups/group-distances.ts";
import { tested, type GroupTest } from "./groups/permutations.ts";
import { inTurn, type Steps } from "./parts.ts";
import { powerOfTwoNear, squareOf } from "./square.ts";

export interface GroupTestOptions {
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
}

export const groupTestOptions = {
  permutations: whole(
    1000,
    1,
    mostDraws,
    "Permutations of the items for the p-value; where there are no more divisions into such groups, all of them are taken.",
  ),
  seed: seed("Decides the permutations."),
} satisfies OptionSchemas<GroupTestOptions>;

/** What a small p-value of `anosim` and `permanova` does not tell: for pages and help. */
export const spreadCaveat =
  "Both tests of groups also react to a difference of spread, not only of place: anosim in any design, " +
  "permanova where groups differ in size. Compare the mean distances within the groups.";

/** Whether ranks of distances are lower within groups than between them. */
export interface Anosim extends GroupTest {
  /** (mean rank between − mean rank within) / (pairs / 2). Range [−1, 1]; 0 where groups make no difference. */
  readonly r: number;
}

/** How much of the variation of distances groups account for. */
export interface Permanova extends GroupTest {
  /** Pseudo-F: (sumBetween / (groups − 1)) / (sumWithin / (items − groups)); Infinity where sumWithin is 0. */
  readonly f: number;
  /** sumBetween / sumTotal: the share of the squared distances that groups account for. At most 1. */
  readonly r2: number;
}

/**
 * Analysis of similarities: are distances within groups of lower rank than those between? Average
 * ranks in ties; distances that differ by rounding are tied.
 *
 *   R = (r̄_between − r̄_within) / (M/2),   M = n(n−1)/2
 *
 * against its values when the items are permuted over the groups. It also reacts to a difference of
 * spread between groups: of 12 + 12 items around the same place, one group with 3 times the spread of
 * the other, it finds 99 % at 0.05. Where nothing differs it finds 4 to 5 %.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param groups - the group of each item, n
 * @throws {OptionError} naming the option and what it accepts; unless there are two groups or more,
 *   one of them with two items or more.
 * @throws {ShapeError} if there is not one group for each item.
 * @throws {NumericalError} if all distances are 0, or one is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Clarke, Australian Journal of Ecology 18, 1993, p. 125.
 */
export function anosim(
  distances: Matrix | Float64Array,
  groups: ArrayLike<number | string>,
  options: GroupTestOptions = {},
): Anosim {
  return inTurn(anosimSteps(distances, groups, options));
}

/**
 * Permutational analysis of variance: do groups differ, as far as squared distances tell?
 *
 *   F = (S_A / (a − 1)) / (S_W / (n − a)),   S_T = Σ_pairs d² / n,   S_W = Σ_groups Σ_pairs d² / n_g,   S_A = S_T − S_W
 *
 * against its values when the items are permuted over the a groups. It also reacts to a difference
 * of spread where sizes differ: 36 % at 0.05 of 6 + 18 items around the same place, the smaller group
 * with 3 times the spread, and 0 % if the larger has it. Where nothing differs it finds 4 to 5 %.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param groups - the group of each item, n
 * @throws as `anosim`
 *
 * Source: Anderson, Austral Ecology 26, 2001, eq. 1–4; caveat: Anderson & Walsh, Ecological
 * Monographs 83, 2013.
 */
export function permanova(
  distances: Matrix | Float64Array,
  groups: ArrayLike<number | string>,
  options: GroupTestOptions = {},
): Permanova {
  return inTurn(permanovaSteps(distances, groups, options));
}

/** The steps of `anosim`. */
export function* anosimSteps(
  distances: Matrix | Float64Array,
  given: ArrayLike<number | string>,
  options: GroupTestOptions,
): Steps<Anosim> {
  const chosen = resolveOptions("anosim", groupTestOptions, options);
  const d = squareOf(distances);
  const grouping = groupingOf("anosim", given, d.rows);
  assertTestable("anosim", grouping, d);
  const ranks = ranksOf(d);
  const weights = grouping.sizes.map(() => 1);
  const { observed, total, ...test } = yield* tested(ranks, grouping, weights, chosen);
  const pairs = (d.rows * (d.rows - 1)) / 2;
  const within = grouping.sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const r = (2 * ((total - observed) / (pairs - within) - observed / within)) / pairs;
  return { r, ...test };
}

/** The steps of `permanova`. */
export function* permanovaSteps(
  distances: Matrix | Float64Array,
  given: ArrayLike<number | string>,
  options: GroupTestOptions,
): Steps<Permanova> {
  const chosen = resolveOptions("permanova", groupTestOptions, options);
  const d = squareOf(distances);
  const grouping = groupingOf("permanova", given, d.rows);
  assertTestable("permanova", grouping, d);
  const unit = powerOfTwoNear(d.data);
  const squares = matrix(d.rows, d.cols, d.data.map((value) => square(value / unit))); // prettier-ignore
  const weights = grouping.sizes.map((size) => 1 / size);
  const { observed, total, ...test } = yield* tested(squares, grouping, weights, chosen);
  const all = total / d.rows;
  const between = all - observed;
  const f = between / (weights.length - 1) / (observed / (d.rows - weights.length));
  return { f, r2: between / all, ...test };
}

/** The ranks of the pairs by their distance, from 1, as a symmetric matrix. */
function ranksOf({ rows: n, data }: Matrix): Matrix {
  const pairs = Array.from({ length: n * n }, (_, k) => k).filter((k) => Math.floor(k / n) < k % n);
  pairs.sort((a, b) => data[a]! - data[b]!);
  const [ranks, scale] = [matrix(n, n), largestOf(data)];
  for (let start = 0, end = 0; start < pairs.length; start = end) {
    do end++;
    while (end < pairs.length && reaches(data[pairs[end - 1]!]!, data[pairs[end]!]!, scale));
    for (const k of pairs.slice(start, end))
      ranks.data[k] = ranks.data[(k % n) * n + Math.floor(k / n)] = (start + 1 + end) / 2;
  }
  return ranks;
}
