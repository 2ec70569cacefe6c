import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, toRows, type Matrix } from "../../base/matrix.ts";
import { assertLabels } from "../../base/numbers.ts";
import { written, type Written } from "../../data/written.ts";
import { squareOf } from "../square.ts";

/** Items in groups: the names of the groups in the order of their first items, and who is in which. */
export interface Grouping {
  readonly groups: readonly string[];
  /** Items of each group. */
  readonly sizes: readonly number[];
  /** The group of each item, as an index into `groups`. */
  readonly labels: Int32Array;
}

/** Mean distances within each group and between each two. */
export interface GroupDistances extends Written {
  /** Names of the groups, in the order of their first items. */
  readonly groups: readonly string[];
  /** Items of each group. */
  readonly sizes: readonly number[];
  /** Groups × groups, symmetric; within on the diagonal: NaN for a group of one item, which has no pair. */
  readonly means: Matrix;
  /** Of how many pairs of items each is the mean. */
  readonly pairs: Matrix;
  /** Mean over all pairs of items of the same group; absent where there is none. */
  readonly within?: number;
  /** Mean over all pairs of items of different groups; absent where there is one group. */
  readonly between?: number;
}

/**
 * Mean distances within each group of items and between each two groups. A pair of items counts
 * once; an item is not compared with itself.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @param groups - the group of each item, n
 * @throws {ShapeError} if there is not one group for each item.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 */
export function groupDistances(
  distances: Matrix | Float64Array,
  groups: ArrayLike<number | string>,
): GroupDistances {
  const d = squareOf(distances);
  const { groups: names, sizes, labels } = groupingOf("groupDistances", groups, d.rows);
  const [sums, pairs] = sumsOfGroups(d, labels, names.length);
  const means = matrix(sums.rows, sums.cols, sums.data.map((sum, k) => sum / pairs.data[k]!)); // prettier-ignore
  const facts = { groups: names, sizes, means, pairs, ...overall(sums, pairs) };
  const document = () => ({ ...facts, means: toRows(means), pairs: toRows(pairs) });
  return {
    ...facts,
    ...written({ document, table: () => ({ rowNames: names, colNames: names, values: means.data }) }),
  };
}

/**
 * Groups as they were given, one for each item.
 * @throws {ShapeError} if there is not one group for each of `n` items, or one is no name and no number.
 */
export function groupingOf(what: string, given: ArrayLike<number | string>, n: number): Grouping {
  assertLabels(given, what, "groups");
  if (given.length !== n)
    throw new ShapeError(`${what}: ${given.length} groups for ${n} items; expected the group of each item.`);
  const numbers = new Map<string, number>();
  const labels = Int32Array.from({ length: n }, (_, i) => {
    const name = String(given[i]);
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
  const sizes = Array.from(numbers, () => 0);
  for (const label of labels) sizes[label]!++;
  return { groups: [...numbers.keys()], sizes, labels };
}

/**
 * Groups that can be tested.
 * @throws {OptionError} unless there are two groups or more, and a group of two items or more.
 * @throws {NumericalError} if all distances are 0.
 */
export function assertTestable(what: string, { groups, sizes }: Grouping, d: Matrix): void {
  if (groups.length < 2 || sizes.every((size) => size === 1)) {
    const got = groups.length < 2 ? `all in ${groups[0] ?? "none"}` : "each in a group of its own";
    throw new OptionError(
      `${what}: the ${d.rows} items are ${got}; expected two groups or more, one of them with two items or more.`,
      "groups",
    );
  }
  if (d.data.every((value) => value === 0))
    throw new NumericalError(`${what}: all distances are 0; there is nothing to tell groups by.`);
}

function sumsOfGroups({ rows: n, data }: Matrix, labels: Int32Array, count: number): [Matrix, Matrix] {
  const [sums, pairs] = [matrix(count, count), matrix(count, count)];
  const add = (g: number, h: number, value: number) => {
    sums.data[g * count + h]! += value;
    pairs.data[g * count + h]!++;
  };
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [g, h] = [labels[i]!, labels[j]!];
      add(g, h, data[i * n + j]!);
      if (g !== h) add(h, g, data[i * n + j]!);
    }
  }
  return [sums, pairs];
}

function overall({ rows: count, data: sums }: Matrix, { data: pairs }: Matrix) {
  const [total, number] = [
    { within: 0, between: 0 },
    { within: 0, between: 0 },
  ];
  for (let g = 0; g < count; g++) {
    for (let h = g; h < count; h++) {
      const which = g === h ? "within" : "between";
      total[which] += sums[g * count + h]!;
      number[which] += pairs[g * count + h]!;
    }
  }
  return {
    ...(number.within > 0 ? { within: total.within / number.within } : {}),
    ...(number.between > 0 ? { between: total.between / number.between } : {}),
  };
}
