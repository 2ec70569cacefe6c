import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { anosim, permanova, type GroupTestOptions } from "../../src/geometry/group-tests.ts";
import { groupDistances } from "../../src/geometry/groups/group-distances.ts";
import { expand } from "../../src/geometry/square.ts";
import { euclidean, randomPoints, rowsOf } from "./oracles.ts";

interface GoldenGroups {
  id: string;
  distances: number[];
  groups: string[];
  r: number;
  f: number;
  r2: number;
  anosimP?: number;
  permanovaP?: number;
}

const golden = JSON.parse(readFileSync(new URL("../golden/vegan/groups.json", import.meta.url), "utf8")) as {
  groups: GoldenGroups[];
};

const groups = ["a", "b", "a", "c", "b", "a", "c", "a", "b", "c", "a", "b"];
const d = euclidean(randomPoints(12, 3, 5));

/** Pairs of items with their distance and whether they are of one group. */
const pairsOf = (square: Matrix, of: readonly (string | number)[]) =>
  rowsOf(square).flatMap((row, i) =>
    row.slice(i + 1).map((value, k) => ({ i, j: i + 1 + k, value, same: of[i] === of[i + 1 + k] })),
  );
const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Clarke 1993 from its words: ranks by counting. */
function clarkeR(square: Matrix, of: readonly (string | number)[]): number {
  const pairs = pairsOf(square, of);
  const rank = (value: number) => {
    const [below, equal] = [
      pairs.filter((p) => p.value < value).length,
      pairs.filter((p) => p.value === value).length,
    ];
    return below + (equal + 1) / 2;
  };
  const meanRank = (same: boolean) => mean(pairs.filter((p) => p.same === same).map((p) => rank(p.value)));
  return (meanRank(false) - meanRank(true)) / (pairs.length / 2);
}

/** The analysis of variance of points around the means of their groups, which Anderson's sums equal. */
function variance(points: number[][], of: readonly string[]) {
  const centre = (rows: number[][]) => rows[0]!.map((_, k) => mean(rows.map((row) => row[k]!)));
  const spread = (rows: number[][]) => {
    const c = centre(rows);
    return rows.reduce((sum, row) => sum + row.reduce((s, x, k) => s + (x - c[k]!) ** 2, 0), 0);
  };
  const names = [...new Set(of)];
  const within = names.reduce((sum, name) => sum + spread(points.filter((_, i) => of[i] === name)), 0);
  const total = spread(points);
  const f = (total - within) / (names.length - 1) / (within / (points.length - names.length));
  return { f, r2: 1 - within / total };
}

/** Every order of 0 … n − 1. */
function ordersOf(n: number): number[][] {
  if (n === 0) return [[]];
  return ordersOf(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

describe("anosim", () => {
  it("is the difference of mean ranks between and within groups", () => {
    const found = anosim(d, groups, { permutations: 9 });
    expect(found.r).toBeCloseTo(clarkeR(d, groups), 12);
    expect(found).toMatchObject({ groups: ["a", "b", "c"], sizes: [5, 4, 3], exact: false });
    expect(found.warnings).toEqual(["With 9 permutations no p-value can be below 0.10."]);
    expect(anosim(d, groups, { permutations: 19 }).warnings).toEqual([]);
  });

  it("is 1 where all distances between exceed all within, and ties those that differ by rounding", () => {
    const far = ["a", "a", "b", "b"];
    const points = [[0], [1], [10], [11]];
    expect(anosim(euclidean(points), far).r).toBe(1);
    const uneven = euclidean(points);
    uneven.data[1] = uneven.data[4] = 1 + 2 ** -52;
    expect(anosim(uneven, far)).toEqual(anosim(euclidean(points), far));
  });

  it("finds what all orders of the items say, where they are few", () => {
    const [few, of] = [euclidean(randomPoints(6, 2, 8)), [0, 0, 1, 1, 1, 0]];
    const observed = clarkeR(few, of);
    const orders = ordersOf(6);
    const reached = orders.filter((order) => clarkeR(few, order.map((i) => of[i]!)) >= observed - 1e-12); // prettier-ignore
    const found = anosim(few, of);
    expect(found).toMatchObject({ exact: true, permutations: 20 });
    expect(found.p).toBeCloseTo(reached.length / orders.length, 12);
  });
});

describe("permanova", () => {
  it("is the analysis of variance, where distances are Euclidean", () => {
    const points = randomPoints(12, 3, 5);
    const { f, r2 } = variance(points, groups);
    const found = permanova(d, groups, { permutations: 9 });
    expect(found.f).toBeCloseTo(f, 10);
    expect(found.r2).toBeCloseTo(r2, 12);
  });

  it("does not depend on the unit, be it as small or as large as numbers go", () => {
    const { f, p } = permanova(d, groups, { permutations: 99 });
    for (const unit of [2 ** 900, 2 ** -900]) {
      const scaled = { ...d, data: d.data.map((value) => value * unit) };
      expect(permanova(scaled, groups, { permutations: 99 })).toMatchObject({ f, p });
    }
  });

  it("has an infinite F where groups explain all", () => {
    const found = permanova(euclidean([[0], [0], [0], [1], [1], [1]]), [0, 0, 0, 1, 1, 1]);
    expect(found).toMatchObject({ f: Infinity, r2: 1, p: 0.1 });
    expect(found.warnings).toEqual(["With groups of 3, 3 items no p-value can be below 0.10."]);
  });

  it("reacts to a difference of spread alone, as its text says", () => {
    const next = randomPoints(40, 2, 3).map((p) => p.map((x) => x - 0.5));
    const of = next.map((_, i) => Number(i < 8));
    const spread = euclidean(next.map((p, i) => p.map((x) => (i < 8 ? 10 * x : x))));
    expect(anosim(spread, of, { permutations: 199 }).p).toBeLessThan(0.05);
  });
});

describe.each(golden.groups)("vegan, $id", ({ distances, groups: of, r, f, r2, anosimP, permanovaP }) => {
  const square = expand(distances);
  it("gives the same statistics", () => {
    expect(anosim(square, of).r).toBeCloseTo(r, 12);
    const found = permanova(square, of);
    expect(found.f).toBeCloseTo(f, 10);
    expect(found.r2).toBeCloseTo(r2, 12);
  });
  it.runIf(anosimP !== undefined)("gives the p-values of all orders", () => {
    expect(anosim(square, of).p).toBeCloseTo(anosimP!, 12);
    expect(permanova(square, of).p).toBeCloseTo(permanovaP!, 12);
  });
});

describe.each(Object.entries({ anosim, permanova }))("%s", (name, test) => {
  it("draws p from permutations of the items, the same for the same seed", () => {
    const [points, sides] = [Array.from({ length: 20 }, (_, i) => [i + 50 * (i % 2)]), ["l", "r"]];
    const near = test(
      euclidean(points),
      points.map((_, i) => sides[i % 2]!),
      { permutations: 99 },
    );
    expect(near).toMatchObject({ p: 0.01, permutations: 99, exact: false });
    const [one, same, other] = [1, 1, 2].map((seed) => test(d, groups, { permutations: 499, seed }).p);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it("finds its level among unrelated groups", () => {
    const found = Array.from({ length: 200 }, (_, seed) => {
      const of = groups.map((_, i) => i % 2);
      return test(euclidean(randomPoints(12, 2, seed + 900)), of, { permutations: 99, seed }).p;
    });
    const count = found.filter((p) => p <= 0.2).length;
    expect(count).toBeGreaterThan(22); // 40 ± 3 standard errors
    expect(count).toBeLessThan(58);
  });

  it("refuses what cannot be tested", () => {
    expect(() => test(d, groups.slice(1))).toThrow(`${name}: 11 groups for 12 items`);
    expect(() => test(d, groups.map(() => "x"))).toThrow(`${name}: the 12 items are all in x`); // prettier-ignore
    expect(() => test(d, groups.map((_, i) => i))).toThrow("each in a group of its own"); // prettier-ignore
    expect(() => test(matrix(4, 4), [0, 0, 1, 1])).toThrow("all distances are 0");
    expect(() => test(d, groups.map(() => null) as never)).toThrow("got null");
    expect(() => test(d, groups, { permutation: 9 } as GroupTestOptions)).toThrow(
      "Did you mean permutations?",
    );
  });

  it("says which groups have one item only", () => {
    const of = groups.map((_, i) => (i === 3 ? "alone" : i % 2));
    expect(test(d, of, { permutations: 9 }).warnings).toContain(
      "One item only, and so nothing within: alone.",
    );
  });
});

describe("groupDistances", () => {
  it("is the mean over pairs within and between groups, with their numbers", () => {
    const found = groupDistances(d, groups);
    const pairs = pairsOf(d, groups);
    ["a", "b", "c"].forEach((g, row) =>
      ["a", "b", "c"].forEach((h, col) => {
        const these = pairs.filter(
          ({ i, j }) => [groups[i], groups[j]].toSorted().join("") === [g, h].toSorted().join(""),
        );
        expect(found.pairs.data[3 * row + col]).toBe(these.length);
        expect(found.means.data[3 * row + col]).toBeCloseTo(mean(these.map((p) => p.value)), 12);
      }),
    );
    expect(found.within).toBeCloseTo(mean(pairs.filter((p) => p.same).map((p) => p.value)), 12);
    expect(found.between).toBeCloseTo(mean(pairs.filter((p) => !p.same).map((p) => p.value)), 12);
  });

  it("has no mean within a group of one, and writes itself", () => {
    const found = groupDistances(euclidean([[0], [1], [3]]), [7, 7, "x"]);
    expect(found.toCsv().split("\n").slice(0, 3)).toEqual([',"7",x', '"7",1,2.5', "x,2.5,NaN"]);
    expect(JSON.parse(found.toJson())).toMatchObject({ groups: ["7", "x"], sizes: [2, 1], within: 1, between: 2.5 }); // prettier-ignore
    expect(groupDistances(euclidean([[0], [1]]), ["a", "a"])).not.toHaveProperty("between");
  });
});
