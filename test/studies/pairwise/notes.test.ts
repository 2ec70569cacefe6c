import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { diagonalNotes, minimaNotes } from "../../../src/studies/pairwise/notes.ts";
import { resultSections } from "../../../src/studies/pairwise/report.ts";
import type { MapFigure } from "../../../src/report/figures.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const nets = (count: number, rows = 20, cols = 4) =>
  Array.from({ length: count }, (_, k) => representation(`n${k}`, gaussian(createRandom(3, k), rows, cols)));

describe("the diagonal on held-out stimuli", () => {
  it("is explained where it is not that of a network against itself", async () => {
    const folds = { metric: "linear-regression", folds: 4 } as const;
    const { warnings, values } = await engine.pairwise(nets(3), folds);
    const isOne = [0, 4, 8].every((k) => Math.abs(values[k]! - 1) < 1e-6);
    expect(warnings.some((note) => note.includes("the diagonal is a network against itself"))).toBe(!isOne);
    expect(diagonalNotes(Float64Array.of(1, 0, 0, 0.75), 2, 1)).toEqual([
      expect.stringContaining("(0.750 to 1.00), not 1"),
    ]);
    expect(diagonalNotes(Float64Array.of(1, 0, 0, 1 - 1e-12), 2, 1)).toEqual([]);
    expect(diagonalNotes(Float64Array.of(1, 0, 0, 5), 2, undefined)).toEqual([]);
  });
});

describe("local minima", () => {
  it("are told where one start alone found the least", () => {
    const details = { minima: Float64Array.of(NaN, 2, 3, NaN), reached: Float64Array.of(NaN, 1, 4, NaN) };
    expect(minimaNotes(details)[0]).toMatch(/^1 of 2 values are of a minimum that a single start/);
    expect(minimaNotes({ ...details, reached: Float64Array.of(NaN, 2, 4, NaN) })).toEqual([]);
    expect(minimaNotes(undefined)).toEqual([]);
  });

  it("of a barycenter are told", async () => {
    const found = await engine.barycenter(nets(5, 6, 6), { group: "permutation", restarts: 8 });
    expect(found.warnings.join()).toMatch(/\d of 8 starts ended in the minimum that is given/);
  });
});

describe("a map of high stress", () => {
  it("says so where it is shown", async () => {
    // Points that are all equally far from one another need as many dimensions as there are points.
    const n = 40;
    const equal = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : 1));
    const map = await engine.embed({ rows: n, cols: n, data: equal });
    expect(map.stress).toBeGreaterThan(0.4);
    expect(map.warnings[0]).toMatch(/^stress 0\.\d+ is above 0.4: the map shows little/);
    expect((map.toJSON() as { warnings: string[] }).warnings).toEqual(map.warnings);
    const result = { ...(await engine.pairwise(nets(n), { metric: "procrustes" })), values: equal };
    const figures = (await resultSections([result]))[0]!.figures.flat() as MapFigure[];
    expect(figures.find(({ kind }) => kind === "map")!.caption).toMatch(/above 0.4/);
    const line = [0, 1, 2, 1, 0, 1, 2, 1, 0];
    expect((await engine.embed({ rows: 3, cols: 3, data: Float64Array.from(line) })).warnings).toEqual([]);
  });
});
