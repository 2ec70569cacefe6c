import { describe, expect, it } from "vitest";
import {
  createLink,
  hasPair,
  holdsOf,
  nothing,
  selectionOf,
  selectionOfPair,
  toggled,
} from "../../src/report/charts/link.ts";
import { boxOf, panned, showing, wholeOf, zoomed } from "../../src/report/charts/matrix/window.ts";
import { clustersAt } from "../../src/report/charts/tree/nodes.ts";
import { toCsv, valuesOf } from "../../src/report/charts/values/values.ts";
import type { Figure, TreeFigure } from "../../src/report/figures.ts";
import { cutTree } from "../../src/geometry/partition.ts";
import { linkage } from "../../src/index.ts";
import { toRows } from "../../src/base/matrix.ts";
import { euclidean, randomPoints } from "../geometry/oracles.ts";
import { everyFigure } from "./figures.ts";

/** All rows of the table of a figure. */
const rowsOf = (figure: Figure) => {
  const { columns, length, row } = valuesOf(figure);
  return [columns, ...Array.from({ length }, (_, k) => row(k))];
};

describe("valuesOf", () => {
  it("gives a cell for each column, whatever the kind", () => {
    for (const figure of everyFigure().flatMap(({ figures }) => figures) as Figure[]) {
      const [columns, ...rows] = rowsOf(figure);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(columns).size).toBe(columns!.length);
      for (const row of rows) expect(row.length).toBe(columns!.length);
    }
  });

  it("gives the numbers of matrices, points, lines and merges", () => {
    const scale = { word: "w" };
    const panel = (title: string, at: number) => ({
      title,
      rowNames: ["r", "s"],
      colNames: ["1", "0"],
      values: [at, NaN, 3, null],
    });
    const heat: Figure = {
      kind: "heat-maps",
      title: "H",
      scale,
      panels: [panel("p", 1), panel("q", 2)],
      networks: "rows",
    };
    expect(rowsOf(heat)).toEqual([
      ["", "panel", "1", "0"],
      ["r", "p", 1, NaN],
      ["s", "p", 3, null],
      ["r", "q", 2, NaN],
      ["s", "q", 3, null], // prettier-ignore
    ]);
    expect(valuesOf(heat).stands(1)).toEqual(selectionOf("networks", ["s"]));
    const map: Figure = { kind: "map", title: "M", names: ["a", "b"], points: [[1, 2], [3, 4]], groups: ["g", "h"], stimuli: "items" }; // prettier-ignore
    expect(rowsOf(map)).toEqual([["", "group", "axis 1", "axis 2"], ["a", "g", 1, 2], ["b", "h", 3, 4]]); // prettier-ignore
    expect(valuesOf(map).stands(1)).toEqual(selectionOf("stimuli", ["b"]));
    const lines: Figure = {
      kind: "lines",
      title: "L",
      x: { label: "v" },
      y: { label: "v" },
      series: [{ name: "s", x: [0, 1], y: [5, 6], low: [4, 5] }],
    };
    expect(rowsOf(lines)).toEqual([["", "v", "v (2)", "low"], ["s", 0, 5, 4], ["s", 1, 6, 5]]); // prettier-ignore
    const tree: Figure = {
      kind: "tree",
      title: "T",
      names: ["a", "b"],
      order: [0, 1],
      merges: [[0, 1, 0.5, 2]],
      heights: "h",
    };
    expect(rowsOf(tree)).toEqual([["", "first", "second", "height", "items"], ["merge 1", "a", "b", 0.5, 2]]); // prettier-ignore
  });

  it("takes a pair of each dot from the figure", () => {
    const pairs = [["a", "b"], ["a", "c"]] as const; // prettier-ignore
    const dots: Figure = {
      kind: "scatter",
      title: "S",
      x: { label: "x" },
      y: { label: "y" },
      points: { x: [1, 2], y: [3, 4] },
      pairs,
    };
    expect(valuesOf(dots).stands(1)).toEqual(selectionOfPair(["a", "c"]));
  });
});

describe("toCsv", () => {
  it("keeps all digits, quotes texts and writes nan for what is missing", () => {
    const rows = [["a,b", 0.1 + 0.2], ["c", null]] as const; // prettier-ignore
    expect(toCsv({ kind: "table", title: "T", columns: ["name", "x"], rows })).toBe(
      'name,x\n"a,b",0.30000000000000004\nc,nan\n',
    );
  });
});

describe("a selection", () => {
  const pair = selectionOfPair(["a", "b"]);

  it("adds with toggled, takes out what is in it, and keeps the networks of pairs that stay", () => {
    const both = toggled(pair, selectionOfPair(["b", "c"]));
    expect(both).toEqual({ networks: ["a", "b", "c"], pairs: [["a", "b"], ["b", "c"]], stimuli: [] }); // prettier-ignore
    expect(toggled(both, selectionOfPair(["c", "b"]))).toEqual({ ...pair, networks: ["a", "b"] });
    expect(hasPair(both, ["c", "b"])).toBe(true);
  });

  it("holds pairs by themselves, else by their networks", () => {
    const item = (one: readonly [string, string]) => ({ ...nothing, pairs: [one] });
    expect(holdsOf(pair).holds(item(["b", "a"]))).toBe(true);
    expect(holdsOf(pair).holds(item(["a", "c"]))).toBe(false);
    const one = holdsOf(selectionOf("networks", ["a"]));
    expect([one.holds(item(["a", "c"])), one.holds(item(["b", "c"]))]).toEqual([true, false]);
    const two = holdsOf(selectionOf("networks", ["a", "b"]));
    expect([two.holds(item(["a", "b"])), two.holds(item(["a", "c"]))]).toEqual([true, false]);
    expect(holdsOf(selectionOf("stimuli", ["a"])).concerns(item(["a", "b"]))).toBe(false);
  });

  it("tells its listeners of changes alone, until they leave", () => {
    const link = createLink();
    let calls = 0;
    const end = link.subscribe(() => calls++);
    link.select(pair);
    link.select(selectionOfPair(["a", "b"]));
    end();
    link.select(nothing);
    expect(calls).toBe(1);
  });
});

describe("the window of a matrix", () => {
  const size = { rows: 10, cols: 100 };

  it("zooms around a cell, inside the matrix, and back to all of it", () => {
    const near = zoomed(wholeOf(size), 0.5, [90, 5], size);
    expect(near).toEqual({ x: [45, 95], y: [3, 8] });
    expect(zoomed(near, 100, [50, 5], size)).toEqual(wholeOf(size));
    expect(zoomed(near, 1e-9, [50, 5], size)).toEqual({ x: [50, 52], y: [4, 6] });
  });

  it("moves as far as there is something, and no more than shows a cell", () => {
    const window = boxOf([20, 3], [10, 5]);
    expect(window).toEqual({ x: [10, 21], y: [3, 6] });
    expect(panned(window, 500, -500, size)).toEqual({ x: [89, 100], y: [0, 3] });
    expect(showing(window, 21, 2, size)).toEqual({ x: [11, 22], y: [2, 5] });
    expect(showing(window, 15, 4, size)).toEqual(window);
  });
});

describe("clustersAt", () => {
  it("cuts as cutTree does, with the same numbers", () => {
    const distances = euclidean(randomPoints(12, 3, 9));
    const z = linkage(distances, "average");
    const tree = {
      names: Array.from({ length: 12 }, (_, k) => `n${k}`),
      merges: toRows(z),
    } as unknown as TreeFigure;
    for (let count = 2; count <= 11; count++) {
      const height = (z.data[4 * (11 - count) + 2]! + z.data[4 * (12 - count) + 2]!) / 2;
      const found = clustersAt(tree, height);
      expect(found.count).toBe(count);
      expect(found.labels).toEqual([...cutTree(z, count)]);
      expect(found.merges.filter((one) => one !== undefined)).toHaveLength(12 - count);
    }
  });
});
