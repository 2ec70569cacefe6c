import type { ExplainRdms } from "./rdm-pair.ts";
import { ofPairs } from "./of-pairs.ts";

const of =
  "Kendall's correlation of the two RDMs, which is the value: each pair of stimuli has half of what it makes with every other pair, in the same order or in opposite ones";

export const explainTauA: ExplainRdms = (rdms) => {
  const count = rdms.a.cols;
  return ofPairs(
    orders(rdms).map((value) => value / (count * (count - 1))),
    of,
    rdms,
  );
};

/** Divided by the pairs that are not tied, of each RDM. */
export const explainTauB: ExplainRdms = (rdms) => {
  const apart = Math.sqrt(untied(rdms.a.data)) * Math.sqrt(untied(rdms.b.data));
  return ofPairs(
    orders(rdms).map((value) => value / (2 * apart)),
    of,
    rdms,
  );
};

/** Of each entry p, Σ_q sign(aₚ − a_q)·sign(bₚ − b_q): in P log P steps. */
function orders({ a, b }: Parameters<ExplainRdms>[0]): Float64Array {
  const [first, second] = [levels(a.data), levels(b.data)];
  const sums = new Float64Array(a.cols);
  const rising = Array.from(sums.keys()).sort((p, q) => first.of[p]! - first.of[q]!);
  addOrders(sums, rising, first.of, second, 1);
  addOrders(sums, rising.reverse(), first.of, second, -1);
  return sums;
}

/** Adds what each entry makes with those of an earlier level of a: those below in b less those above, times a sign. */
function addOrders(
  sums: Float64Array,
  order: readonly number[],
  a: Int32Array,
  b: Levels,
  sign: 1 | -1,
): void {
  const seen = counter(b.count);
  let waiting = 0;
  for (let at = 0; at < order.length; at++) {
    const p = order[at]!;
    // Entries of the same level of a are in no order with each other.
    while (a[order[waiting]!] !== a[p]) seen.add(b.of[order[waiting++]!]!);
    const level = b.of[p]!;
    const below = seen.upTo(level - 1);
    const above = waiting - seen.upTo(level);
    sums[p]! += sign * (below - above);
  }
}

interface Levels {
  /** Of each entry, which of the different values it has, rising from 0. */
  readonly of: Int32Array;
  readonly count: number;
}

function levels(values: Float64Array): Levels {
  const order = Array.from(values.keys()).sort((p, q) => values[p]! - values[q]!);
  const of = new Int32Array(values.length);
  let level = 0;
  order.forEach((p, k) => {
    if (k > 0 && values[p] !== values[order[k - 1]!]) level++;
    of[p] = level;
  });
  return { of, count: level + 1 };
}

/** Pairs of entries with different values. */
function untied(values: Float64Array): number {
  const { of, count } = levels(values);
  const sizes = new Float64Array(count);
  for (const level of of) sizes[level]!++;
  const pairs = (n: number) => (n * (n - 1)) / 2;
  return sizes.reduce((left, size) => left - pairs(size), pairs(values.length));
}

/** Counts entries by level: a tree of sums (Fenwick, Software: Practice and Experience 24, 1994). */
function counter(count: number) {
  const tree = new Int32Array(count + 1);
  return {
    add(level: number): void {
      for (let k = level + 1; k <= count; k += k & -k) tree[k]!++;
    },
    /** How many are at this level or below. */
    upTo(level: number): number {
      let sum = 0;
      for (let k = level + 1; k > 0; k -= k & -k) sum += tree[k]!;
      return sum;
    },
  };
}
