import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine.ts";
import { alignSection } from "../../src/studies/pairwise/align-section.ts";
import { barycenterSection } from "../../src/studies/shapes/section.ts";
import { cluster } from "../../src/studies/space/cluster.ts";
import { clusterSection } from "../../src/studies/space/cluster-section.ts";
import { embed } from "../../src/studies/space/embed.ts";
import { embedSection } from "../../src/studies/space/embed-section.ts";
import { neighborsSection } from "../../src/studies/neighbors/section.ts";
import { predict } from "../../src/studies/space/predict.ts";
import { predictSection } from "../../src/studies/space/predict-section.ts";
import { renderSections } from "../../src/report/render.ts";
import type {
  BarsFigure,
  Figure,
  FigureKind,
  HeatMapsFigure,
  MapFigure,
  PageData,
  ScatterFigure,
  Section,
  TableFigure,
  TreeFigure,
} from "../../src/report/figures.ts";
import { matrix } from "../../src/base/matrix.ts";
import { euclidean, randomPoints } from "../geometry/oracles.ts";
import { everyFigure, hostile } from "./figures.ts";

const distances = euclidean(randomPoints(8, 3, 5));
const names = Array.from({ length: 8 }, (_, i) => `net ${i}`);
const all = ({ figures }: Section) => figures.flat() as Figure[];
const titled = <T extends Figure>(section: Section, title: string) =>
  all(section).find((figure) => figure.title === title) as T;
const factsOf = ({ facts = [] }: Section) => Object.fromEntries(facts.map(({ term, text }) => [term, text]));

describe("renderSections", () => {
  const render = (sections: Section[], title = "Report") =>
    renderSections({ title, sections }, "/* charts */");

  it("keeps hostile words of every kind of figure inert", () => {
    const html = render(everyFigure(), hostile);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toMatch(/<b>|<!--/);
  });

  it("carries typed arrays as lists, and what is not finite as null", () => {
    const x = Float64Array.of(1, NaN, 0.1 + 0.2);
    const figure: Figure = {
      kind: "scatter",
      title: "",
      x: { label: "x" },
      y: { label: "y" },
      points: { x, y: [Infinity, 2, 3] },
    };
    const html = render([{ heading: "One", figures: [figure] }]);
    const json = /id="repgeom-data">(.*?)<\/script>/s.exec(html)![1]!;
    const [found] = (JSON.parse(json) as PageData).sections[0]!.figures.flat() as ScatterFigure[];
    expect(found!.points).toEqual({ x: [1, null, 0.1 + 0.2], y: [null, 2, 3] });
  });

  it("links to sections where there are several", () => {
    const one = { heading: "One", figures: [] };
    expect(render([one])).not.toContain("<nav");
    expect(render([one, one])).toContain(`<a href="#section-1">One</a>`);
  });

  it.each<[FigureKind, object, string]>([
    ["heat-maps", { panels: [{ rowNames: ["a"], colNames: ["b"], values: [1, 2] }] }, "expected 1, got 2"],
    ["heat-maps", { panels: [] }, "panels: expected one or more"],
    [
      "gallery",
      { panels: [{ title: "t", values: [1] }], names: ["a", "b"] },
      "values of t: expected 4, got 1",
    ],
    [
      "gallery",
      { panels: [{ title: "t", values: [1, 2, 3, 4] }], names: ["a", "b"], blocks: [{ name: "x", size: 1 }] },
      "rows in blocks: expected 2, got 1",
    ],
    [
      "heat-maps",
      {
        panels: [{ rowNames: ["a"], colNames: ["b"], values: [1] }],
        blocks: [
          { name: "x", size: 1 },
          { name: "y", size: 0 },
        ],
      },
      "rows of block y: expected one or more, got 0",
    ],
    ["map", { names: ["a"], points: [[1, 2], [3]] }, "names: expected 2, got 1"],
    ["map", { names: ["a", "b"], points: [[1, 2], [3]] }, "coordinates of point 1: expected 2, got 1"],
    ["tree", { names: ["a", "b"], order: [0, 1], merges: [] }, "merges: expected 1, got 0"],
    ["lines", { series: [{ name: "s", x: [1, 2], y: [1] }] }, "y of s: expected 2, got 1"],
    ["bars", { bars: [] }, "bars: expected one or more"],
    ["scatter", { points: { x: [1], y: [] } }, "y: expected 1, got 0"],
    ["histogram", { values: [] }, "values: expected one or more"],
    ["table", { columns: ["a"], rows: [["x", 1]] }, "row 0: expected 1, got 2"],
    [
      "trajectories",
      { panels: [{ title: "", paths: [{ name: "p", points: [[1]] }] }] },
      "expected 2 or more, got 1",
    ],
  ])("refuses %s that do not fit together: %#", (kind, members, message) => {
    const figure = { kind, title: "The figure", ...members } as Figure;
    const attempt = () => render([{ heading: "The section", figures: [figure] }]);
    expect(attempt).toThrow(`Report, The section, The figure (${kind}): `);
    expect(attempt).toThrow(message);
  });

  it("refuses an unknown kind by the accepted ones", () => {
    const figure = { kind: "pie", title: "P" } as unknown as Figure;
    expect(() => render([{ heading: "S", figures: [figure] }])).toThrow(
      /unknown kind; expected one of heat-maps/,
    );
  });
});

describe("embedSection", () => {
  it("shows each pair once in the Shepard diagram, given and embedded", async () => {
    const found = await embed(distances, { dimensions: 3, names });
    const section = embedSection({ found, distances });
    const { points, pairs } = titled<ScatterFigure>(section, "Shepard diagram");
    expect(points.x.length).toBe(28);
    expect(points.x[0]).toBe(distances.data[1]);
    expect(pairs![1]).toEqual(["net 0", "net 2"]);
    Array.from(points.x).forEach((given, k) => expect(points.y[k]).toBeCloseTo(given!, 10)); // exact in space
    expect(titled<MapFigure>(section, "Map").points).toHaveLength(8);
    expect(
      titled<BarsFigure>(section, "Eigenvalues")
        .bars.map(({ group }) => group)
        .slice(2, 4),
    ).toEqual(["on the map", "not shown"]);
  });

  it("says stress and the worst pair, and thins a diagram of very many pairs", async () => {
    const many = euclidean(randomPoints(260, 3, 1));
    const engine = await createEngine({ threads: 0 });
    const found = await embed(many, { names: Array.from({ length: 260 }, (_, i) => `n${i}`) }, { engine });
    const section = embedSection({ found: { ...found, changes: ["Changed."] }, distances: many });
    const { points: pairs, caption } = titled<ScatterFigure>(section, "Shepard diagram");
    expect(pairs.x.length).toBeLessThanOrEqual(20_000);
    expect(caption).toMatch(/of 33670 pairs are drawn/);
    expect(factsOf(section)).toMatchObject({
      Stress: expect.stringMatching(/^0\.\d+/),
      "Worst pair": expect.stringMatching(/n\d+ and n\d+: .* given, .* on the map/),
      Distances: "Changed.",
    });
  });
});

describe("clusterSection", () => {
  it("cuts between the last merge that is kept and the first that is undone", () => {
    const found = cluster(distances, { clusters: 3, names });
    const section = clusterSection({ found, distances });
    const { cut, merges, labels } = titled<TreeFigure>(section, "Tree");
    const heights = merges.map((row) => row[2]!);
    expect(heights.filter((height) => height > cut!)).toHaveLength(2);
    expect(labels).toBe(found.labels);
    const { bars } = titled<BarsFigure>(section, "Silhouettes");
    const mean = bars.reduce((sum, { value }) => sum + value!, 0) / 8;
    expect(mean).toBeCloseTo(found.silhouette!, 12);
  });

  it("draws no cut without labels or for one cluster", () => {
    for (const clusters of [undefined, 1]) {
      const found = cluster(distances, { clusters });
      const tree = titled<TreeFigure>(clusterSection({ found, distances }), "Tree");
      expect(tree).not.toHaveProperty("cut");
    }
  });

  it("orders k-medoids cluster by cluster and names the medoids", () => {
    const found = cluster(distances, { method: "k-medoids", clusters: 2, names });
    const section = clusterSection({ found, distances });
    const [order] = titled<HeatMapsFigure>(section, "Distances").orders!;
    const labels = order!.rows.map((i) => found.labels![i]!);
    expect(labels).toEqual(labels.toSorted((a, b) => a - b));
    const table = titled<TableFigure>(section, "Labels");
    const medoids = table.rows.filter((row) => row.at(-1) === "yes").map(([name]) => name);
    expect(factsOf(section)["Medoids"]!.split(", ").toSorted()).toEqual(medoids.toSorted());
  });
});

describe("predictSection", () => {
  it("draws observed against predicted numbers, and the null where there is one", () => {
    const covariate = names.map((_, i) => i * 1.5);
    const found = predict(distances, covariate, { permutations: 0, names });
    const section = predictSection({ found, column: "depth", covariate });
    expect(titled<ScatterFigure>(section, "Observed and predicted").points).toEqual({
      x: covariate,
      y: found.predicted,
    });
    expect(all(section).some(({ kind }) => kind === "histogram")).toBe(false);
    const tested = predict(distances, covariate, { permutations: 9, names });
    const shuffles = all(predictSection({ found: tested, column: "depth", covariate })).find(
      ({ kind }) => kind === "histogram",
    );
    expect(shuffles).toMatchObject({ values: tested.permuted });
  });

  it("counts which class was taken for which", () => {
    const covariate = names.map((_, i) => (i < 4 ? "a" : "b"));
    const predicted = ["a", "a", "a", "b", "a", "b", "b", "b"];
    const real = predict(distances, covariate, { permutations: 0, names });
    const found = { ...real, predicted, accuracy: 0.75, chance: 0.5 };
    const section = predictSection({ found, column: "kind", covariate });
    const { panels } = titled<HeatMapsFigure>(section, "Observed and predicted classes");
    expect([...(panels[0]!.values as Float64Array)]).toEqual([3, 1, 1, 3]);
    expect(factsOf(section)["Accuracy"]).toBe("75.0 %; 50.0 % by chance");
  });
});

describe("barycenterSection", () => {
  it("sorts networks by their distance, the root of the loss", () => {
    const found = {
      group: "orthogonal" as const,
      mean: matrix(4, 2),
      loss: 5,
      losses: Float64Array.of(9, 1),
      iterations: 3,
      converged: false,
      warnings: ["not converged in 3 iterations: raise iterations"],
    };
    const tangent = {
      vectors: [],
      coordinates: matrix(2, 2, Float64Array.of(1, 0, -1, 0)),
      varianceExplained: Float64Array.of(0.9, 0.1),
    };
    const section = barycenterSection({ found, tangent, names: ["far", "near"], history: [8, 5] });
    const { bars } = titled<BarsFigure>(section, "Distance to the mean");
    expect(bars.map(({ name, value }) => [name, value])).toEqual([
      ["near", 1],
      ["far", 3],
    ]);
    expect(section.warnings).toHaveLength(1);
    expect(titled(section, "Loss").kind).toBe("lines");
  });
});

describe("neighborsSection", () => {
  it("tells ranks, distances and the fraction that was computed", () => {
    const neighbors = [
      { name: "a", index: 4, distance: 0.5 },
      { name: "b", index: 0, distance: 0.75 },
    ];
    const found = { neighbors, computed: 3, fraction: 0.3 };
    const section = neighborsSection({ found, query: "q", metric: "procrustes", size: 10, before: 8 });
    expect(titled<TableFigure>(section, "Nearest networks").rows).toEqual([
      ["a", 1, 0.5],
      ["b", 2, 0.75],
    ]);
    expect(factsOf(section)["Distances from the query computed"]).toBe("3 of 10, 30.0 %");
  });
});

describe("alignSection", () => {
  const moved = (...values: number[]) => ({
    aligned: matrix(2, 3, Float64Array.from(values)),
    motion: matrix(2, 3),
    means: matrix(1, 2),
  });
  const input = (name: string) => ({ name, responses: matrix(2, 2) });

  it("shows what is left, on the axes that hold all but a thousandth", () => {
    const found = { x: moved(10, 4, 0.01, 7, 1, 0), y: moved(10, 3, 0, 5, 1, 0) };
    const section = alignSection({ found, x: input("x"), y: input("y"), metric: "procrustes", value: 0.5 });
    const { panels, caption } = titled<HeatMapsFigure>(section, "After: in common axes");
    expect(panels.map(({ title }) => title)).toEqual(["x", "y", "difference"]);
    expect([...(panels[2]!.values as Float64Array)]).toEqual([0, 1, 2, 0]);
    expect(caption).toContain("The first 2 of 3 axes");
    expect(factsOf(section)["Value"]).toBe("0.5");
  });

  it("shows networks at one size where the metric ignores scale, and says so", () => {
    const found = { x: moved(3000, 0, 0, 0, 4000, 0), y: moved(0.3, 0, 0, 0, 0.4, 0) };
    const input = (name: string, k: number) => ({
      name,
      responses: matrix(2, 2, Float64Array.of(k, 0, 0, 0)),
    });
    const about = { found, x: input("x", 5000), y: input("y", 0.5), metric: "procrustes", value: 0 };
    const section = alignSection({ ...about, scaleFree: true });
    const shown = (title: string) =>
      titled<HeatMapsFigure>(section, title).panels.map(({ values }) => [...(values as Float64Array)]);
    const expected = [0.6, 0, 0, 0.8].map((value) => expect.closeTo(value, 12));
    expect(shown("After: in common axes")).toEqual([
      expected,
      expected,
      [0, 0, 0, 0].map((v) => expect.closeTo(v, 12)),
    ]);
    expect(shown("Before: responses as given")).toEqual([
      [2, 0, 0, 0],
      [2, 0, 0, 0],
    ]);
    expect(titled(section, "After: in common axes").caption).toContain("divided by its norm");
    expect(titled(alignSection(about), "After: in common axes").caption).not.toContain("norm");
  });

  it("joins a stimulus with itself in the three strongest axes", () => {
    const aligned = matrix(3, 4, Float64Array.of(1, 9, 0, 5, 2, 8, 0, 4, 3, 7, 0, 3));
    const one = { aligned, motion: matrix(2, 4), means: matrix(1, 2) };
    const found = { x: one, y: one };
    const section = alignSection({ found, x: input("x"), y: input("x"), metric: "procrustes" });
    const { axes, points, joined, groups } = titled<MapFigure>(section, "In space");
    expect(axes).toEqual(["axis 2", "axis 4", "axis 1"]);
    expect(points[4]).toEqual([8, 4, 2]);
    expect(joined![1]).toEqual([1, 4]);
    expect(new Set(groups)).toEqual(new Set(["x (1)", "x (2)"]));
  });
});
