import { describe, expect, it } from "vitest";
import { checkSections } from "../../src/report/check.ts";
import { cellText } from "../../src/report/charts/matrix/tips.ts";
import { gridOf, valueAt } from "../../src/report/charts/matrix/grid.ts";
import { blockOf, levelOf } from "../../src/report/charts/matrix/levels.ts";
import { cellStandsFor, sidesOf } from "../../src/report/charts/matrix/sides.ts";
import { valuesOf } from "../../src/report/charts/values/values.ts";
import type { HeatMapsFigure, Means } from "../../src/report/figures.ts";
import { numbersIn, pack, unpack } from "../../src/report/packed.ts";
import { reducedTo } from "../../src/report/reduce/reduce.ts";

const count = 601;
const names = Array.from({ length: count }, (_, k) => `net ${k}`);
const values = Float64Array.from({ length: count * count }, (_, k) => {
  const [i, j] = [Math.floor(k / count), k % count];
  return i === j ? 0 : 1 + Math.abs(i - j) / count;
});
const reversed = names.map((_, k) => count - 1 - k);
const figure: HeatMapsFigure = {
  kind: "heat-maps",
  title: "All values",
  networks: "items",
  scale: { word: "distance" },
  panels: [{ rowNames: names, colNames: names, values }],
  orders: [{ name: "of the tree", rows: reversed, cols: reversed }],
};
const small = reducedTo(figure, 200_000) as HeatMapsFigure;
const [panel] = small.panels;
const finest: Means = panel!.means![0]!;

describe("pack", () => {
  it("keeps numbers to a 131068th of their range, and what is no number", () => {
    const given = [3, 5.25, NaN, 4.0001, null, 7, Infinity];
    const found = unpack(pack(given));
    for (const [k, value] of given.entries())
      if (value === null || !Number.isFinite(value)) expect(found[k]).toBeNaN();
      else expect(Math.abs(found[k]! - value)).toBeLessThanOrEqual(4 / 131068 + 1e-15);
    expect([...unpack(pack([2, 2]))]).toEqual([2, 2]);
    expect([...unpack(pack([NaN]))]).toEqual([NaN]);
    expect(unpack(pack(new Float64Array(100_000).map((_, k) => k)))[99_999]).toBe(99_999);
  });
});

describe("a matrix that is too large for a page", () => {
  it("becomes means in the order of the start, in the colours of the single values", () => {
    checkSections([{ heading: "All", figures: [small] }]);
    expect(panel!.values).toHaveLength(0);
    expect(small.orders).toBeUndefined();
    expect(panel!.rowNames[0]).toBe("net 600");
    expect(small.scale.domain).toEqual([1 + 1 / count, 1 + (count - 1) / count]);
    const { rows, cols } = finest;
    expect(small.caption).toContain(`means over ${rows} × ${cols} values without the diagonal`);
    // The first block across and the second down, by definition.
    const across = Math.ceil(count / cols);
    let sum = 0;
    for (let i = rows; i < 2 * rows; i++)
      for (let j = 0; j < cols; j++) sum += values[reversed[i]! * count + reversed[j]!]!;
    expect(numbersIn(finest.values)[across]).toBeCloseTo(sum / (rows * cols), 4);
  });

  it("loses its finest levels where they would take too much, and is left out at last", () => {
    const coarse = reducedTo(small, 50_000) as HeatMapsFigure;
    checkSections([{ heading: "All", figures: [coarse] }]);
    const [first] = coarse.panels[0]!.means!;
    expect(panel!.means!.slice(1)).toContainEqual(first);
    expect(coarse.caption).toContain(`means over ${first!.rows} × ${first!.cols} values.`);
    expect(reducedTo(small, 3000).kind).toBe("table");
  });

  it("leaves p-values and pictures of single values thinned", () => {
    const p = { ...figure, scale: { word: "p", probability: true } };
    expect((reducedTo(p, 200_000) as HeatMapsFigure).panels[0]!.means).toBeUndefined();
  });

  it("is drawn by the level that fits the pixels, and finer ones in a smaller window", () => {
    const sides = panel!.means!.map(({ rows }) => rows);
    const at = (cellWidth: number, cellHeight = cellWidth) =>
      levelOf({ panel: panel!, cellWidth, cellHeight })!.rows;
    expect(sides.length).toBeGreaterThan(2);
    expect(at(1 / sides[1]!)).toBe(sides[1]);
    expect(at(1 / sides[1]!, 1 / sides[0]!)).toBe(sides[0]);
    expect(at(0.9 / sides[2]!)).toBe(sides[2]);
    expect(at(30)).toBe(sides[0]);
  });

  it("says that a cell is a mean, and of which", () => {
    const grid = gridOf(panel!, undefined, { x: [0, 12], y: [0, 12] }, 800);
    const { rows, cols } = finest;
    const { y, x } = blockOf(grid, rows, 1);
    expect([y, x]).toEqual([[rows, 2 * rows], [0, cols]]); // prettier-ignore
    const text = cellText(grid, small.scale, rows, 1).split("\n");
    expect(text.slice(0, 3)).toEqual([
      `${panel!.rowNames[rows]} … ${panel!.rowNames[2 * rows - 1]}`,
      `${panel!.colNames[0]} … ${panel!.colNames[cols - 1]}`,
      `mean of ${rows} × ${cols} values`,
    ]);
    expect(text[3]).toMatch(/^distance 1\.0/);
    expect(cellText(grid, small.scale, 0, 0)).toContain("values, those on the diagonal left out");
    const stands = cellStandsFor(sidesOf(small, panel!), grid, rows, 1);
    expect(stands.networks).toHaveLength(rows + cols);
    expect(valueAt(grid, rows, 1)).toBe(valueAt(grid, 2 * rows - 1, cols - 1));
  });

  it("has a table of its finest means", () => {
    const table = valuesOf(small);
    expect(table.length).toBe(Math.ceil(count / finest.rows));
    expect(table.row(1)[0]).toBe(`${panel!.rowNames[finest.rows]} … ${panel!.rowNames[2 * finest.rows - 1]}`);
    expect(table.stands(1)).toBeUndefined();
  });

  it.each<[string, Partial<HeatMapsFigure>]>([
    ["orders: expected none beside means", { orders: figure.orders! }],
    ["means of values over 2 × 2: expected 90601, got 1", { panels: [{ ...panel!, means: [{ rows: 2, cols: 2, values: [1] }] }] }], // prettier-ignore
    ["expected whole numbers of rows and columns from 1, got 0 × 2", { panels: [{ ...panel!, means: [{ rows: 0, cols: 2, values: [1] }] }] }], // prettier-ignore
    ["values: expected 0, got 361201", { panels: [{ ...panel!, values }] }],
    ["levels of means of values: expected one or more", { panels: [{ ...panel!, means: [] }] }],
  ])("is refused with %s", (message, wrong) => {
    const sections = [{ heading: "All", figures: [{ ...small, ...wrong }] }];
    expect(() => checkSections(sections)).toThrow(message);
  });
});
