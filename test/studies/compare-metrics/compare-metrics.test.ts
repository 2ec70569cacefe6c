import { resultSections } from "../../../src/studies/pairwise/report.ts";
import type { HeatMapsFigure } from "../../../src/report/figures.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, mantel, type Comparisons, type Engine } from "../../../src/index.ts";
import { comparisons } from "../../../src/data/comparisons.ts";
import { toDistances } from "../../../src/geometry/to-distances.ts";
import { gaussian, representation, streamFor } from "../../support/data.ts";

let engine: Engine;
let results: Comparisons[];
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
  const nets = Array.from({ length: 8 }, (_, k) =>
    representation(`net ${k}`, gaussian(streamFor(`net ${k}`), 12, 5)),
  );
  const results0 = await engine.pairwise(nets, { metric: "procrustes" });
  results = [
    results0,
    await engine.pairwise(nets, { metric: "cka" }),
    await engine.pairwise(nets, { metric: "cka", ground: "angular" }),
    lopsided(results0.rowNames),
  ];
});

/** A dissimilarity with a direction. */
function lopsided(names: readonly string[]): Comparisons {
  const random = streamFor("lopsided");
  const n = names.length;
  const values = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : random.uniform()));
  const facts = {
    metric: "lopsided",
    options: {},
    kind: "dissimilarity",
    range: [0, 1],
    warnings: [],
  } as const;
  return comparisons({ ...facts, rowNames: names, colNames: names, values });
}

const upper = (result: Comparisons) => {
  const { square } = toDistances(result);
  const n = square.rows;
  return Array.from({ length: n }, (_, i) =>
    Array.from(square.data.subarray(i * n + i + 1, (i + 1) * n)),
  ).flat();
};

describe("compareMetrics", () => {
  it("compares distances over pairs", async () => {
    const result = await engine.compareMetrics(results);
    const dot = (a: number[], b: number[]) => a.reduce((sum, v, k) => sum + v * b[k]!, 0);
    for (const [i, x] of results.entries()) {
      for (const [j, y] of results.entries()) {
        const [a, b] = [upper(x), upper(y)];
        expect(result.at(i, j)).toBeCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), 13);
      }
    }
    expect(result.at(2, 2)).toBe(1);
    expect(result).toMatchObject({ metric: "cosine", kind: "similarity" });
  });

  it("names a metric that appears twice by the options in which it differs", async () => {
    const { names, warnings } = await engine.compareMetrics(results);
    expect(names).toEqual(["procrustes", "cka ground=similarity", "cka ground=angular", "lopsided"]);
    expect(warnings.join("\n")).toMatch(/cka ground=similarity: .*arccos/);
    expect(warnings.join("\n")).toMatch(/lopsided: .*average/i);
  });

  it("has Mantel's correlation and the p-value of so many permutations", async () => {
    const result = await engine.compareMetrics(results, { comparator: "pearson", mantel: 400, seed: 3 });
    const { correlation, p } = mantel(toDistances(results[0]!).square, toDistances(results[1]!).square, {
      permutations: 400,
    });
    expect(result.at(0, 1)).toBeCloseTo(correlation, 13);
    expect(Math.abs(result.p!.at(0, 1) - p)).toBeLessThan(0.08);
    expect(result.p!.at(1, 2)).toBeCloseTo(1 / 401, 12); // the two are one measure
    expect([result.p!.at(0, 0), result.p!.at(1, 0)]).toEqual([1, result.p!.at(0, 1)]);
    for (const document of [result.toJSON(), JSON.parse(result.toJson())])
      expect((document as { p: number[][] }).p[1]![2]).toBe(result.p!.at(1, 2));
    expect(result.p!.toCsv()).toMatch(/^,procrustes,cka ground=similarity,/);
  });

  it("gives p-values that are uniform where there is nothing", async () => {
    const random = streamFor("nothing");
    const squares = Array.from({ length: 12 }, (_, k) => {
      const square = { rows: 7, cols: 7, data: new Float64Array(49) };
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < i; j++) square.data[i * 7 + j] = square.data[j * 7 + i] = random.uniform();
      return { name: String(k), square };
    });
    const { p } = await engine.compareMetrics(squares, { comparator: "spearman", mantel: 200 });
    const values = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: i }, (_unused, j) => p!.at(i, j)),
    ).flat();
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.12);
    expect(values.filter((v) => v < 0.1).length).toBeLessThan(16);
  });

  it("depends on the seed alone", async () => {
    const ask = async (seed: number) =>
      (await engine.compareMetrics(results, { mantel: 99, seed })).p!.values;
    expect(await ask(5)).toEqual(await ask(5));
    expect(await ask(5)).not.toEqual(await ask(6));
  });

  it("refuses what cannot be compared", async () => {
    const [first] = results;
    const other = await engine.pairwise(
      Array.from({ length: 8 }, (_, k) => representation(`other ${k}`, gaussian(streamFor(`o ${k}`), 6, 3))),
      { metric: "procrustes" },
    );
    await expect(engine.compareMetrics([first!])).rejects.toThrow(/2 metrics or more; got 1/);
    await expect(engine.compareMetrics([first!, other])).rejects.toThrow(
      /Network 0 is "net 0" in procrustes but "other 0"/,
    );
    const flat = { name: "flat", square: { rows: 8, cols: 8, data: new Float64Array(64).fill(1) } };
    await expect(engine.compareMetrics([first!, flat], { comparator: "pearson" })).rejects.toThrow(
      /flat: all values are equal/,
    );
    const small = { name: "small", square: { rows: 4, cols: 4, data: new Float64Array(16) } };
    await expect(engine.compareMetrics([first!, small])).rejects.toThrow(
      /procrustes is 8 × 8, small is 4 × 4/,
    );
    await expect(engine.compareMetrics(results, { comparator: "kendall" as never })).rejects.toThrow(
      /accepted: "cosine", "pearson", "spearman" \(default "cosine"\)/,
    );
    for (const mantel of [1.5, -1])
      await expect(engine.compareMetrics(results, { mantel })).rejects.toThrow(
        `compareMetrics: mantel is ${mantel}; accepted: a whole number from 0 to 1000000 (default 0).`,
      );
    await expect(engine.compareMetrics(results, { comparater: "pearson" } as object)).rejects.toThrow(
      /compareMetrics has no option "comparater". Did you mean comparator\?/,
    );
  });
});

describe("the corrections of Mantel p-values", () => {
  it("are never below the p-values, and the largest of them is that of all pairs", async () => {
    const result = await engine.compareMetrics(results, { comparator: "pearson", mantel: 200 });
    const [p, familyWise, fdr] = [result.p!, result.pFamilyWise!, result.pFdr!];
    p.values.forEach((value, k) => {
      expect(familyWise.values[k]).toBeGreaterThanOrEqual(value);
      expect(fdr.values[k]).toBeGreaterThanOrEqual(value);
    });
    expect(Object.keys(result.toJSON())).toEqual(expect.arrayContaining(["p", "pFamilyWise", "pFdr"]));
  });

  it("of two metrics are the p-value itself", async () => {
    const { p, pFamilyWise, pFdr } = await engine.compareMetrics(results.slice(0, 2), { mantel: 50 });
    expect(pFamilyWise!.values).toEqual(p!.values);
    expect(pFdr!.values).toEqual(p!.values);
  });

  it("are in the report, beside the p-values", async () => {
    const result = await engine.compareMetrics(results, { mantel: 200 });
    const [section] = await resultSections([result]);
    const figure = (section!.figures.flat() as HeatMapsFigure[]).find(
      ({ title }) => title === "p of each value",
    )!;
    expect(figure.panels.map(({ title }) => title)).toEqual([
      "each pair on its own",
      "family-wise",
      "false discovery rate",
    ]);
    expect(figure.panels[0]!.values[1]).toBe(result.p!.at(0, 1));
    expect(figure.caption).toMatch(/Mantel test, one-sided: of 200 permutations.*max statistic.*Benjamini/);
  });
});
