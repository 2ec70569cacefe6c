import { describe, expect, it } from "vitest";
import { comparisonsOf } from "./samples.ts";
import { euclidean, jacobi, randomPoints } from "../geometry/oracles.ts";
import type { Matrix } from "../../src/base/matrix.ts";
import {
  among,
  besideNearest,
  block,
  crowdText,
  placeAll,
} from "../../src/studies/pairwise/picture/crowd.ts";
import { pcoa } from "../../src/geometry/pcoa.ts";
import { comparisons } from "../../src/data/comparisons.ts";
import { createEngine } from "../../src/engine.ts";
import { renderSections } from "../../src/report/render.ts";
import { resultSections } from "../../src/studies/pairwise/report.ts";
import type { Figure, HeatMapsFigure, MapFigure, TreeFigure } from "../../src/report/figures.ts";

describe("placeAll", () => {
  const placed = (square: Matrix, seen: readonly number[]) => {
    const own = block(square, seen, seen);
    return placeAll({ square, seen, own }, pcoa(own, 2, jacobi));
  };

  it("gives a plane back exactly, whoever decides the axes", () => {
    const square = euclidean(randomPoints(30, 2, 4));
    const { coordinates, stress } = placed(square, [0, 9, 18, 29]);
    expect(stress).toBeLessThan(1e-12);
    expect(coordinates.rows).toBe(30);
  });

  it("is pcoa where all are seen", () => {
    const square = euclidean(randomPoints(6, 4, 4));
    expect(placed(square, [0, 1, 2, 3, 4, 5])).toEqual(pcoa(square, 2, jacobi));
  });
});

describe("among", () => {
  it("takes rows and columns of a result and of what is known of it", () => {
    const all = comparisonsOf([
      [0, 1, 2],
      [1, 0, 3],
      [2, 3, 0],
    ]);
    const facts = { ...all, p: all, interval: { lower: all, upper: all } };
    const some = among({ ...comparisons(facts), version: "0.0.0" }, [0, 2]);
    expect(some.names).toEqual(["net 0", "net 2"]);
    for (const one of [some, some.p!, some.interval!.lower, some.interval!.upper])
      expect([...one.values]).toEqual([0, 2, 2, 0]);
  });
});

describe("besideNearest", () => {
  it.each(["distance", "similarity"] as const)(
    "puts each other network after its nearest, by a %s",
    (kind) => {
      const places = [0, 10, 20, 9, 1, 21, 8.5];
      const sign = kind === "similarity" ? -1 : 1;
      const values = Float64Array.from(
        places.flatMap((a) => places.map((b) => sign * Math.abs(a - b))), // prettier-ignore
      );
      const rowNames = places.map(String);
      expect(besideNearest({ rowNames, values, kind }, [2, 0, 1])).toEqual([2, 5, 0, 4, 1, 3, 6]);
    },
  );
});

describe("a report of very many networks", () => {
  it("is small, shows each on the map, and says what it leaves out", { timeout: 120_000 }, async () => {
    const count = 1500;
    const values = euclidean(randomPoints(count, 3, 2)).data;
    const names = Array.from({ length: count }, (_, k) => `network ${k}`);
    const facts = { ...comparisonsOf([[0]]), rowNames: names, colNames: names, values };
    const result = comparisons({ ...facts, range: [0, Infinity], p: comparisons(facts) });
    const [section] = await resultSections([result], { engine: await createEngine({ threads: 0 }) });
    const figures = section!.figures.flat() as Figure[];
    const of = <F extends Figure>(kind: F["kind"]) => figures.find((one) => one.kind === kind) as F;
    expect(of<MapFigure>("map").names).toEqual(names);
    const tree = of<TreeFigure>("tree");
    expect([tree.names.length, tree.names[0], tree.names.at(-1)]).toEqual([1000, names[0], names[1499]]);
    const heat = of<HeatMapsFigure>("heat-maps");
    expect(heat.panels[0]!.rowNames).toEqual(names);
    const order = heat.orders![0]!.rows;
    expect(order.toSorted((a, b) => a - b)).toEqual(names.map((_, k) => k));
    const shown = new Set(tree.names);
    const leaves = Array.from(tree.order, (k) => tree.names[k]!);
    expect(order.map((k) => names[k]!).filter((name) => shown.has(name))).toEqual(leaves);
    expect(section!.text).toEqual([crowdText(1500, 1500, 1000)]);
    expect(section!.text![0]).toMatch(
      /^Of 1500 networks, the tree shows 1000, evenly spaced in their order; the heat map shows all/,
    );
    expect(renderSections({ title: "T", sections: [section!] }, "").length).toBeLessThan(2_000_000);
  });

  it("says nothing of ordinary results", () => {
    expect(crowdText(1000, 1000, 1000)).toBeUndefined();
    expect(crowdText(9000, 4000, 1000)).toMatch(/the map shows 4000/);
  });
});
