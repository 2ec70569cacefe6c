import { describe, expect, it } from "vitest";
import { checkSections } from "../../../src/report/check.ts";
import { withinBudget } from "../../../src/report/budget.ts";
import type { Figure, HeatMapsFigure, MapFigure } from "../../../src/report/figures.ts";
import type { ItemLook } from "../../../src/report/look/item-look.ts";
import { withLook, type Look } from "../../../src/report/look/with-look.ts";

const table = {
  names: ["d", "c", "b", "a", "unused"],
  columns: {
    model: ["m10", "m9", "m10", null, "zz"],
    depth: [4, 10, null, -1, 99],
    seed: [2, 2, 10, 10, 7],
  },
};
const names = ["a", "b", "c", "d"];

function dressed<F extends Figure>(figure: F, look: Omit<Look, "table">): F & { readonly look: ItemLook } {
  const sections = [{ heading: "H", figures: [figure] }];
  const [section] = withLook(sections, { table, ...look });
  checkSections([section!]);
  return section!.figures[0] as F & { readonly look: ItemLook };
}

const map: MapFigure = {
  kind: "map",
  title: "Map",
  networks: "items",
  names,
  points: [[0, 0], [1, 0], [0, 1], [1, 1]], // prettier-ignore
};

const heat: HeatMapsFigure = {
  kind: "heat-maps",
  title: "All",
  networks: "items",
  panels: [{ rowNames: names, colNames: names, values: Float64Array.from({ length: 16 }, (_, k) => k) }],
  scale: { word: "distance" },
};

describe("withLook", () => {
  it("makes groups in natural order of the networks that are shown, what is missing last", () => {
    const { look, networks } = dressed(map, { color: "model" });
    expect(look.colour).toEqual({ column: "model", groups: ["m9", "m10", "(none)"], values: [2, 1, 0, 1] });
    expect(networks).toBe("items"); // charts that share a selection need it
  });

  it("makes a scale of numbers, and groups of them where shapes are asked for", () => {
    const { look } = dressed(map, { color: "depth", shape: "seed" });
    expect(look.colour).toEqual({ column: "depth", values: [-1, null, 10, 4], domain: [-1, 10] });
    expect(look.shape).toEqual({ column: "seed", groups: ["2", "10"], values: [1, 1, 0, 0] });
  });

  it("draws labels in place of names, and tells every column in tips", () => {
    const { look, names: kept } = dressed(map, { label: "model" });
    expect(look.labels).toEqual(["(none)", "m10", "m9", "m10"]);
    expect(look.tips![2]).toBe("model m9\ndepth 10\nseed 2");
    expect(kept).toEqual(names);
  });

  it("gives a heat map strips on both sides and the order that was asked for, first", () => {
    const { panels, orders } = dressed(heat, { color: "model", order: "depth" });
    expect(panels[0]!.rowLook).toEqual(panels[0]!.colLook);
    expect(orders).toEqual([
      { name: "by depth", rows: [0, 3, 2, 1], cols: [0, 3, 2, 1] },
      { name: "as given", rows: [0, 1, 2, 3], cols: [0, 1, 2, 3] },
    ]);
  });

  it("leaves alone the side of a matrix that holds no networks", () => {
    const [panel] = heat.panels;
    const one = {
      ...heat,
      networks: "rows" as const,
      panels: [{ ...panel!, colNames: ["u", "v", "w", "x"] }],
    };
    const { panels, orders } = dressed(one, { color: "model", order: "model" });
    expect(panels[0]!.colLook).toBeUndefined();
    expect(orders![0]).toEqual({ name: "by model", rows: [2, 1, 3, 0], cols: [0, 1, 2, 3] });
  });

  it("orders bars, unless they show groups of their own", () => {
    const bars = (group?: string) => ({
      kind: "bars" as const,
      title: "B",
      networks: "items" as const,
      y: { label: "y" },
      bars: names.map((name, value) => ({ name, value, ...(group ? { group } : {}) })),
    });
    const plain = dressed(bars(), { color: "model", order: "depth" });
    expect(plain.bars.map(({ name }) => name)).toEqual(["a", "d", "c", "b"]);
    expect(plain.look.colour!.values).toEqual([2, 1, 0, 1]);
    const grouped = dressed(bars("cluster 0"), { color: "model", order: "depth" });
    expect(grouped.bars.map(({ name }) => name)).toEqual(names);
    expect(grouped.look.colour).toBeUndefined();
  });

  it("colours bars of regions by the network of each, in place of groups", () => {
    const bars = ["V1", "V1", "IT", "IT"].map((name, k) => ({ name, value: k, group: names[k % 2]! }));
    const networks = ["a", "b", "a", "b"];
    const figure = { kind: "bars" as const, title: "B", networks, y: { label: "y" }, bars };
    const found = dressed(figure, { color: "model", order: "depth" });
    expect(found.look.colour!.values).toEqual([1, 0, 1, 0]);
    expect(found.look.uncounted).toBe(true); // two bars are of one network
    expect(found.bars).toEqual(bars.map(({ name, value }) => ({ name, value })));
    expect(dressed(figure, { order: "depth" }).bars).toEqual(bars);
  });

  it("adds columns to a table, after the names", () => {
    const rows = names.map((name, k) => [name, k]);
    const figure = {
      kind: "table" as const,
      title: "T",
      networks: "items" as const,
      columns: ["network", "x"],
      rows,
    };
    const found = dressed(figure, { color: "model", shape: "seed" });
    expect(found.columns).toEqual(["network", "model", "seed", "x"]);
    expect(found.rows[1]).toEqual(["b", "m10", 10, 1]);
  });

  it("takes a network for each item where they are no networks themselves, and keeps their names", () => {
    const found = dressed({ ...map, networks: ["c", "c", "d", "d"] }, { color: "model", label: "model" });
    expect(found.look.colour!.values).toEqual([0, 0, 1, 1]);
    expect(found.look.labels).toBeUndefined();
  });

  it("leaves figures without networks as they are", () => {
    const { networks: _, ...other } = map;
    const sections = [{ heading: "H", figures: [other, [other]] }];
    expect(withLook(sections, { table, color: "model" })).toEqual(sections);
  });

  it("says where colours and shapes repeat", () => {
    const many = Array.from({ length: 20 }, (_, k) => `n${k}`);
    const points = many.map((_, k) => [k, k]);
    const wide = { names: many, columns: { g: many, h: many.map((_, k) => `h${k % 9}`) } };
    const captions = (look: Omit<Look, "table">) =>
      withLook([{ heading: "H", figures: [{ ...map, names: many, points }] }], { table: wide, ...look }).map(
        ({ figures }) => (figures[0] as Figure).caption,
      );
    expect(captions({ color: "g" })).toEqual([
      "g has 20 groups for 8 colours, so colours repeat and the shape tells those of one colour apart.",
    ]);
    expect(captions({ color: "g", shape: "h" })).toEqual([
      "g has 20 groups for 8 colours, so colours repeat: point at an item to see which. h has 9 groups for 8 shapes, so shapes repeat.",
    ]);
    expect(captions({ color: "h" })).toEqual([expect.stringContaining("h has 9 groups")]);
  });

  it.each<[Omit<Look, "table">, string]>([
    [{ color: "modle" }, 'color: Unknown column "modle". Did you mean model? Accepted: model, depth, seed.'],
    [{ order: 3 as never }, "look: order is 3; accepted: the name of a column of the table"],
  ])("refuses %j", (look, message) => {
    expect(() => dressed(map, look)).toThrow(message);
  });

  it("refuses a network without a row", () => {
    const other = { ...map, names: ["a", "b", "c", "dd"] };
    expect(() => dressed(other, { color: "model" })).toThrow('Unknown name "dd". Did you mean d?');
  });
});

describe("checkSections", () => {
  it.each<[ItemLook, string]>([
    [
      { colour: { column: "m", values: [0, 1], groups: ["x", "y"] } },
      "colours of the look: expected 4, got 2",
    ],
    [
      { colour: { column: "m", values: [0, 1, 2, 0], groups: ["x", "y"] } },
      "places of 2 groups, from 0, got 2",
    ],
    [{ shape: { column: "m", values: [0, 0, 0], groups: ["x"] } }, "shapes of the look: expected 4, got 3"],
    [{ labels: ["a"] }, "labels of the look: expected 4, got 1"],
    [{ tips: ["a"] }, "tips of the look: expected 4, got 1"],
  ])("refuses the look %j", (look, message) => {
    expect(() => checkSections([{ heading: "H", figures: [{ ...map, look }] }])).toThrow(message);
  });
});

describe("a reduced figure", () => {
  it("keeps the look of the items that are left", () => {
    const many = Array.from({ length: 6000 }, (_, k) => `network ${k}`);
    const wide = {
      names: many,
      columns: { parity: many.map((_, k) => (k % 2 ? "odd" : "even")), k: many.map((_, k) => k) },
    };
    const figure = { ...map, names: many, points: many.map((_, k) => [k, -k]) };
    const [section] = withLook([{ heading: "H", figures: [figure] }], {
      table: wide,
      color: "k",
      shape: "parity",
    });
    const [{ figures }] = withinBudget([section!], 150_000, 0) as [typeof section & object];
    checkSections([{ heading: "H", figures }]);
    const { names: left, look } = figures[0] as MapFigure;
    expect(left.length).toBeLessThan(3000);
    for (const [at, name] of left.entries()) {
      const k = Number(name.split(" ")[1]);
      expect([look!.colour!.values[at], look!.shape!.values[at]]).toEqual([k, k % 2]);
    }
  });

  it("keeps the strips of the rows and columns that are left", () => {
    const many = Array.from({ length: 300 }, (_, k) => `n${k}`);
    const wide = { names: many, columns: { k: many.map((_, k) => k) } };
    const values = Float64Array.from({ length: 300 * 300 }, (_, k) => k / 7);
    const figure = { ...heat, panels: [{ rowNames: many, colNames: many, values }] };
    const [section] = withLook([{ heading: "H", figures: [figure] }], { table: wide, color: "k" });
    const [{ figures }] = withinBudget([section!], 150_000, 0) as [typeof section & object];
    const [panel] = (figures[0] as HeatMapsFigure).panels;
    expect(panel!.rowNames.length).toBeLessThan(200);
    expect(panel!.rowLook!.colour!.values).toEqual(panel!.rowNames.map((name) => Number(name.slice(1))));
  });
});
