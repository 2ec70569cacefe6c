import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { familyWiseOf, fdrOf } from "../../../src/studies/pairwise/uncertainty/corrections.ts";
import { rectangleTable, squareTable } from "../../../src/studies/pairwise/uncertainty/table.ts";
import { gaussian, representation } from "../../support/data.ts";
import { matrix } from "../../../src/base/matrix.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

describe("fdrOf", () => {
  it("is Benjamini and Hochberg's over the pairs i < j, on both sides of the diagonal", () => {
    // p of 4 networks: 0.01, 0.04, 0.03, 0.5, 0.2, 0.005 in the order of the pairs
    const p = Float64Array.of(
      1,
      0.01,
      0.04,
      0.03,
      0.01,
      1,
      0.5,
      0.2,
      0.04,
      0.5,
      1,
      0.005,
      0.03,
      0.2,
      0.005,
      1,
    );
    const found = fdrOf(p, squareTable(4, true));
    const expected = [1, 0.03, 0.06, 0.06, 0.03, 1, 0.5, 0.24, 0.06, 0.5, 1, 0.03, 0.06, 0.24, 0.03, 1];
    found.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 12));
  });

  it("counts every cell of a rectangle, the diagonal too", () => {
    const p = [0.01, 0.04, 0.03, 0.5, 0.2, 0.005];
    const expected = [0.03, 0.06, 0.06, 0.5, 0.24, 0.03];
    fdrOf(Float64Array.from(p), rectangleTable(2, 3)).forEach((value, k) =>
      expect(value).toBeCloseTo(expected[k]!, 12),
    );
  });

  it("counts both directions of an asymmetric metric", () => {
    expect([...fdrOf(Float64Array.of(1, 0.01, 0.6, 1), squareTable(2, false))]).toEqual([1, 0.02, 0.6, 1]);
  });
});

describe("familyWiseOf", () => {
  const two = squareTable(2, true);
  const draw = (value: number) => Float64Array.of(1, value, value, 1);

  it("of a single pair is its own p", () => {
    const draws = [3, 1, 2, 7].map(draw);
    expect([...familyWiseOf(draw(5), draws, two, "right")]).toEqual([1, 2 / 5, 2 / 5, 1]);
    expect(familyWiseOf(draw(5), draws, two, "left")[1]).toBe(4 / 5);
  });

  it("compares with the most extreme pair of each permutation, each pair on its own scale", () => {
    const three = (a: number, b: number, c: number) => Float64Array.of(0, a, b, a, 0, c, b, c, 0);
    // The second pair has the values of the first times 1000: its scale does not matter.
    const draws = [three(1, 1000, 2), three(2, 3000, 9), three(3, 2000, 1), three(0, 0, 0)];
    const observed = three(9, 9000, 9);
    const found = familyWiseOf(observed, draws, squareTable(3, true), "right");
    const z = (values: number[]) => {
      const mean = values.reduce((s, v) => s + v) / values.length;
      const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length);
      return values.map((value) => (value - mean) / sd);
    };
    const pairs = [1, 2, 5].map((at) => z([observed[at]!, ...draws.map((d) => d[at]!)]));
    const most = [1, 2, 3, 4].map((k) => Math.max(...pairs.map((values) => values[k]!)));
    const p = pairs.map(([own]) => (1 + most.filter((value) => value >= own! - 1e-12).length) / 5);
    expect([1, 2, 5].map((at) => found[at])).toEqual(p);
    expect(p).toEqual([1 / 5, 1 / 5, 2 / 5]);
  });

  it("of values that never vary is 1", () => {
    expect(familyWiseOf(draw(0.1), [draw(0.1), draw(0.1)], two, "right")[1]).toBe(1);
  });
});

describe("pairwise with permutation", () => {
  const random = createRandom(4);
  const x = gaussian(random, 20, 5);
  const noisy = matrix(
    20,
    5,
    x.data.map((value) => value + 0.3 * random.normal()),
  );
  const nets = [x, noisy, gaussian(random, 20, 4), gaussian(random, 20, 6)].map((a, k) =>
    representation(`n${k}`, a),
  );

  it.each(["cka", "procrustes", "linear-regression"] as const)(
    "gives p of %s corrected twice",
    async (metric) => {
      const result = await engine.pairwise(nets, { metric, permutation: "stimuli", samples: 99 });
      const [p, familyWise, fdr] = [result.p!, result.pFamilyWise!, result.pFdr!];
      expect([p.at(0, 1), familyWise.at(0, 1)]).toEqual([0.01, 0.01]);
      expect(fdr.at(0, 1)).toBeGreaterThan(p.at(0, 1));
      fdr.values.forEach((value, k) => expect(value).toBeGreaterThanOrEqual(p.values[k]!));
      expect(familyWise.at(2, 3)).toBeGreaterThan(0.05);
      expect(familyWise.at(2, 2)).toBe(1);
      const document = result.toJSON() as Record<"pFamilyWise" | "pFdr", number[][]>;
      expect(document.pFamilyWise[0]![1]).toBe(0.01);
      expect(document.pFdr[0]![1]).toBe(fdr.at(0, 1));
    },
  );

  it("holds the family-wise level where nothing is to be found", async () => {
    const trials = 60;
    let [hits, single] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const noise = [0, 1, 2, 3, 4].map((k) =>
        representation(`n${k}`, gaussian(createRandom(1000 + trial, k), 12, 3)),
      );
      const options = { metric: "cka", permutation: "stimuli", samples: 99, seed: trial } as const;
      const { p, pFamilyWise } = await engine.pairwise(noise, options);
      if (pFamilyWise!.values.some((value) => value <= 0.05)) hits++;
      if (p!.values.some((value) => value <= 0.05)) single++;
    }
    // binomial: 0.05 · 60 = 3; above 9 has a probability of 0.001. Uncorrected, about 1 − 0.95^10 = 0.4 of the trials.
    expect(hits).toBeLessThanOrEqual(9);
    expect(single).toBeGreaterThan(15);
  });
});
