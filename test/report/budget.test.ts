import { describe, expect, it } from "vitest";
import { renderSections } from "../../src/report/render.ts";
import { checkSections } from "../../src/report/check.ts";
import { withinBudget } from "../../src/report/budget.ts";
import { sizeOf } from "../../src/report/size.ts";
import { inlineJson } from "../../src/report/escape.ts";
import { createRandom } from "../../src/base/random.ts";
import type { Figure, HeatMapsFigure, HistogramFigure, TableFigure } from "../../src/report/figures.ts";

const random = createRandom(1);
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const names = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i + 1}`);

function panel(rows: number, cols: number, values: ArrayLike<number> = normals(rows * cols)) {
  return { title: "panel", rowNames: names("row", rows), colNames: names("col", cols), values };
}

const heat = (rows: number, cols: number, values?: ArrayLike<number>): HeatMapsFigure => ({
  kind: "heat-maps",
  title: "Matrix",
  caption: "Dark is alike.",
  panels: [panel(rows, cols, values)],
  scale: { word: "weight", around: 0 },
});

const count = 30_000;
const large: Figure[] = [
  heat(300, 4000),
  {
    ...heat(600, 600),
    orders: [{ name: "of the tree", rows: reversed(600), cols: reversed(600) }],
    table: true,
  },
  {
    kind: "gallery",
    title: "Gallery",
    panels: Array.from({ length: 100 }, (_, k) => ({ title: `rdm ${k}`, values: normals(60 * 60) })),
    names: names("stimulus", 60),
    scale: { word: "distance" },
    blocks: [7, 1, 40, 12].map((size, k) => ({ name: `block ${k}`, size })),
  },
  {
    kind: "map",
    title: "Map",
    names: names("network", count),
    points: Array.from({ length: count }, () => normals(2)),
    tips: names("tip", count),
    joined: [[0, count - 1]],
  },
  {
    kind: "lines",
    title: "Lines",
    x: { label: "x" },
    y: { label: "y" },
    series: [
      { name: "loss", x: normals(count), y: normals(count), low: normals(count), high: normals(count) },
    ],
  },
  {
    kind: "bars",
    title: "Bars",
    y: { label: "y" },
    bars: Array.from({ length: 3000 }, (_, k) => ({
      name: `bar ${k}`,
      value: random.normal(),
      parts: normals(20),
    })),
  },
  {
    kind: "scatter",
    title: "Scatter",
    x: { label: "x" },
    y: { label: "y" },
    points: { x: normals(count), y: normals(count) },
    names: names("pair", count),
  },
  { kind: "histogram", title: "Histogram", x: { label: "x" }, values: normals(100_000) },
  {
    kind: "table",
    title: "Table",
    columns: ["name", "value"],
    rows: Array.from({ length: count }, (_, k) => [`row ${k}`, random.normal()]),
  },
  {
    kind: "trajectories",
    title: "Trajectories",
    panels: [{ title: "a", paths: [{ name: "p", points: Array.from({ length: count }, () => normals(3)) }] }],
    times: names("time", count),
  },
  {
    kind: "tree",
    title: "Tree",
    names: names("leaf", count),
    order: reversed(count),
    merges: Array.from({ length: count - 1 }, () => normals(4)),
    heights: "distance",
  },
];

function reversed(length: number): number[] {
  return Array.from({ length }, (_, k) => length - 1 - k);
}

const sectionOf = (...figures: Figure[]) => [{ heading: "All", figures }];
const fitted = (budget: number, ...figures: Figure[]) =>
  withinBudget(sectionOf(...figures), budget, 0)[0]!.figures as Figure[];

describe.each(large.map((figure) => [figure.kind, figure] as const))(
  "a large figure of kind %s",
  (_, figure) => {
    it("fits into the budget, can be drawn, and says how it was reduced", () => {
      const [small] = fitted(150_000, figure);
      expect(inlineJson(figure).length).toBeGreaterThan(400_000);
      expect(inlineJson(small).length).toBeLessThan(160_000);
      checkSections(sectionOf(small!));
      expect(small!.caption).toMatch(/Reduced to keep this page small: \S.*\.$|^Left out, because/);
    });
  },
);

describe("withinBudget", () => {
  it("leaves sections alone that fit", () => {
    const sections = sectionOf(heat(20, 20));
    expect(withinBudget(sections, 2e6, 0)).toBe(sections);
  });

  it("leaves small figures alone beside large ones, and uses the room", () => {
    const small = heat(20, 20);
    const [kept, reduced] = fitted(1e6, small, heat(1000, 1000));
    expect(kept).toBe(small);
    expect(inlineJson(reduced).length).toBeGreaterThan(300_000);
  });

  it("gives a page of at most two million bytes, by default", () => {
    const html = renderSections(
      { title: "Large", sections: sectionOf(...large) },
      "/* charts */".repeat(28_000),
    );
    expect(new TextEncoder().encode(html).length).toBeLessThan(2_000_000);
    expect(
      renderSections({ title: "Larger", sections: sectionOf(...large), maxBytes: 8e6 }, "").length,
    ).toBeGreaterThan(4_000_000);
  });

  it("keeps evenly spaced rows and columns, in the order that is shown first", () => {
    const values = Float64Array.from({ length: 400 * 400 }, (_, k) => k);
    const order = { name: "of the tree", rows: reversed(400), cols: reversed(400) };
    const [figure] = fitted(110_000, { ...heat(400, 400, values), orders: [order] }) as [HeatMapsFigure];
    const [{ rowNames, colNames, values: kept }] = figure.panels as [HeatMapsFigure["panels"][0]];
    const step = Math.ceil(400 / rowNames.length);
    expect(rowNames.slice(0, 2)).toEqual(["row 400", `row ${400 - step}`]);
    expect(colNames).toHaveLength(rowNames.length);
    expect([kept[0], kept[1]]).toEqual([159_999, 159_999 - step]);
    expect(figure.caption).toMatch(/every (2nd|3rd|\dth) row and every (2nd|3rd|\dth) column/);
  });

  it("keeps the shape of a distribution", () => {
    const values = normals(100_000);
    const figure: HistogramFigure = { kind: "histogram", title: "H", x: { label: "x" }, values };
    const [{ values: kept }] = fitted(120_000, figure) as [HistogramFigure];
    const below = Array.from(kept).filter((value) => value! < 1).length / kept.length;
    expect(below).toBeCloseTo(values.filter((value) => value < 1).length / values.length, 2);
  });

  it("rounds first where that is enough", () => {
    const rows = Array.from({ length: 5000 }, (_, k) => [`r${k}`, random.normal()]);
    const [figure] = fitted(120_000, { kind: "table", title: "T", columns: ["a", "b"], rows }) as [
      TableFigure,
    ];
    expect(figure.rows).toHaveLength(5000);
    expect(figure.caption).toBe("Reduced to keep this page small: numbers have four digits.");
  });
});

describe("sizeOf", () => {
  it.each(large.map((figure) => [figure.kind, figure] as const))(
    "is about the bytes of JSON: %s",
    (_, figure) => {
      expect(sizeOf(figure) / inlineJson(figure).length).toBeCloseTo(1, 1);
    },
  );
});
