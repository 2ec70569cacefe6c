import { beforeEach, describe, expect, it } from "vitest";
import { tied } from "../../src/rdm/ranking/ties.ts";
import { builds, noise, Wasm } from "./wasm.ts";

type Numbers = ArrayLike<number>;

/** The definition: every pair. */
function byDefinition(x: Numbers, y: Numbers): number {
  const sign = (a: number, b: number) => Number(a < b) - Number(a > b);
  let difference = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = i + 1; j < x.length; j++) difference += sign(x[i]!, x[j]!) * sign(y[i]!, y[j]!);
  return difference + 0; // no −0
}

/** Pairs with x[i] > x[j], i < j, by merging: for lengths at which every pair would take minutes. */
function inversionsByMerging(x: Float64Array): number {
  const [half, n] = [x.length >> 1, x.length];
  if (n < 2) return 0;
  const [a, b] = [x.slice(0, half), x.slice(half)];
  let count = inversionsByMerging(a) + inversionsByMerging(b);
  for (let i = 0, j = 0, k = 0; k < n; k++) {
    const first = j === b.length || (i < a.length && a[i]! <= b[j]!);
    if (!first) count += a.length - i;
    x[k] = first ? a[i++]! : b[j++]!;
  }
  return count;
}

const pairsOf = (n: number) => (n * Math.max(0, n - 1)) / 2;
const upTo = (n: number) => Float64Array.from({ length: n }, (_, k) => k);

describe.each(builds)("%s build: concordance", (build) => {
  let wasm: Wasm;
  beforeEach(() => {
    wasm = new Wasm(build);
  });

  /** Address of the order of x. */
  function order(x: Numbers, floor = -1): number {
    const out = wasm.alloc(8 * (x.length + 2));
    const work = wasm.alloc(wasm.call["dorderWork"]!(x.length));
    expect(wasm.call["dorder"]!(x.length, wasm.put(Float64Array.from(x)), floor, out, work)).toBe(0);
    return out;
  }

  function concordance(x: Numbers, y: Numbers): number {
    const [first, second] = [order(x), order(y)];
    const before = [...wasm.get(first, 2)];
    const work = wasm.alloc(wasm.call["dconcordanceWork"]!(x.length));
    const value = wasm.call["dconcordance"]!(x.length, first, second, work);
    expect([...wasm.get(first, before.length)]).toEqual(before);
    wasm.reset();
    return value;
  }

  it("joins what differs by rounding alone, where it is asked for", () => {
    const e = Number.EPSILON;
    const x = [1 + 6 * e, -3, 1, 1 + 12 * e, -3 - 16 * e, 2, 0, 5 * e, -8 * e];
    const tiedAt = (floor: number) => {
      const pairs = wasm.get(order(x, floor), 1)[0];
      wasm.reset();
      return pairs;
    };
    expect(tiedAt(-1)).toBe(0);
    expect(tiedAt(0)).toBe(4); // 1, 1 + 6ε and 1 + 12ε by way of the second; −3 and −3 − 16ε
    expect(tiedAt(1)).toBe(5); // 0 and 5ε too
  });

  it("joins what `tied` joins", () => {
    const random = noise(11);
    for (const floor of [0, 1]) {
      const x = Float64Array.from(
        { length: 3000 },
        (_, k) => Math.floor(300 * random()) / 100 + (k % 5) * 1e-15,
      );
      const runs = new Map<number, number>();
      for (const value of tied(x, floor)) runs.set(value, (runs.get(value) ?? 0) + 1);
      const pairs = [...runs.values()].reduce((sum, count) => sum + pairsOf(count), 0);
      expect(wasm.get(order(x, floor), 1)[0]).toBe(pairs);
      wasm.reset();
    }
  });

  const next = noise(7);
  const below = (levels: number) => () => Math.floor((levels * (next() + 1)) / 2);
  const kinds: [string, () => number][] = [
    ["distinct numbers", next],
    ["200 values", below(200)],
    ["9 values", below(9)],
    ["2 values", below(2)],
    ["one value", () => -3.5],
    ["0 and −0", () => (next() > 0 ? 0 : -0)],
    ["infinities", () => [Infinity, -Infinity, 1][below(3)()]!],
  ];

  // The last blocks are of 64 values, those before of 8192.
  it.each(kinds.flatMap(([a, x]) => kinds.map(([b, y]) => [a, b, x, y] as const)))(
    "is that of the definition for %s and %s",
    (_a, _b, drawX, drawY) => {
      for (const n of [0, 1, 2, 3, 5, 63, 64, 65, 129, 400]) {
        const [x, y] = [Array.from({ length: n }, drawX), Array.from({ length: n }, drawY)];
        expect(concordance(x, y), `n = ${n}`).toBe(byDefinition(x, y));
      }
    },
  );

  it.each([0, 1, 2, 3, 64, 65, 1000, 8192, 8193, 70_000])(
    "is all pairs of %d sorted numbers, or none",
    (n) => {
      const [up, down] = [upTo(n), upTo(n).reverse()];
      expect(concordance(up, up)).toBe(pairsOf(n));
      expect(concordance(down, down)).toBe(pairsOf(n));
      expect(concordance(up, down)).toBe(0 - pairsOf(n)); // beyond 2³¹ from 65,537 numbers on
    },
  );

  // Two, three and four levels of blocks
  it.each([8191, 8192, 8193, 30_000, 2 ** 20 + 1])("is that of a merge sort for %d distinct numbers", (n) => {
    const y = Float64Array.from({ length: n }, next);
    const distinct = new Set(y).size === n;
    if (!distinct) y.forEach((value, k) => (y[k] = value + k * 2 ** -52));
    expect(concordance(upTo(n), y)).toBe(pairsOf(n) - 2 * inversionsByMerging(y.slice()));
  });

  it.each([2, 30, 5000])(
    "counts no pair that is equal in either of 20,000 numbers of %d values",
    (levels) => {
      const n = 20_000;
      const draw = below(levels);
      const [x, y] = [Float64Array.from({ length: n }, draw), Float64Array.from({ length: n }, draw)];
      // Sorted by x, then y: inversions are the discordant pairs.
      const both = upTo(n).sort((i, j) => x[i]! - x[j]! || y[i]! - y[j]!);
      const tied = (keys: Numbers) => {
        const counts = new Map<number, number>();
        for (let k = 0; k < n; k++) counts.set(keys[k]!, (counts.get(keys[k]!) ?? 0) + 1);
        return [...counts.values()].reduce((sum, count) => sum + pairsOf(count), 0);
      };
      const tiedInBoth = tied(x.map((value, k) => value * levels + y[k]!));
      const discordant = inversionsByMerging(both.map((k) => y[k]!));
      expect(concordance(x, y)).toBe(pairsOf(n) - tied(x) - tied(y) + tiedInBoth - 2 * discordant);
    },
  );

  it("begins an order with the pairs of equal numbers", () => {
    const tied = (x: Numbers) => wasm.get(order(x), 1)[0];
    expect([tied([]), tied([5]), tied([5, 5]), tied([1, 2, 1, 1, 2]), tied([0, -0, 3])]).toEqual([
      0, 0, 1, 4, 1,
    ]);
    expect(tied(new Float64Array(70_000))).toBe(pairsOf(70_000));
  });

  it.each([3, 100, 9000])("has no order with a NaN anywhere among %d", (n) => {
    for (const place of [0, n >> 1, n - 1]) {
      const x = Float64Array.from({ length: n }, next);
      x[place] = NaN;
      const [out, work] = [wasm.alloc(8 * (n + 2)), wasm.alloc(wasm.call["dorderWork"]!(n))];
      expect(wasm.call["dorder"]!(n, wasm.put(x), -1, out, work)).toBe(1);
    }
  });
});
