import { describe, expect, it } from "vitest";
import { checkSections } from "../../src/report/check.ts";
import type {
  HistogramFigure,
  MapFigure,
  ScatterFigure,
  TrajectoriesFigure,
} from "../../src/report/figures.ts";
import { nearestOf } from "../../src/report/parts.ts";
import { reducedTo } from "../../src/report/reduce/reduce.ts";
import { sizeOf } from "../../src/report/size.ts";
import { withinAndBetween } from "../../src/studies/groups/histogram.ts";
import { layoutOf } from "../../src/studies/pairwise/picture/layout.ts";
import { resultSection } from "../../src/studies/pairwise/section.ts";
import type { Figure } from "../../src/report/figures.ts";
import { euclidean, jacobi, randomPoints, rowsOf, uniform } from "../geometry/oracles.ts";
import { comparisonsOf } from "./samples.ts";

const count = 30;
const square = euclidean(randomPoints(count, 5, 3));
const names = Array.from({ length: count }, (_, k) => `net ${k}`);
const labels = names.map((_, k) => (k % 3 === 0 ? "a" : "b"));
const at = (a: string, b: string) => square.data[names.indexOf(a) * count + names.indexOf(b)]!;

/** Values of a histogram one after another, as its pairs are. */
const valuesOf = ({ series = [] }: HistogramFigure) => series.flatMap(({ values }) => Array.from(values));

describe("nearestOf", () => {
  it("is what sorting gives", () => {
    const expected = names.map((_, i) =>
      names
        .map((_, j) => j)
        .filter((j) => j !== i)
        .toSorted((a, b) => square.data[i * count + a]! - square.data[i * count + b]!)
        .slice(0, 4),
    );
    expect(nearestOf(square, 4)).toEqual(expected);
    expect(nearestOf({ rows: 2, cols: 2, data: Float64Array.of(0, 1, 1, 0) })).toEqual([[1], [0]]);
  });
});

describe("withinAndBetween", () => {
  it("divides all pairs, each with its two names", () => {
    const figure = withinAndBetween(square, names, labels, "kind");
    const [within, between] = figure.series!;
    expect([within!.values.length, between!.values.length]).toEqual([45 + 190, 200]);
    expect(within!.name).toBe("within groups (235)");
    const values = valuesOf(figure);
    figure.pairs!.forEach(([a, b], k) => {
      expect(values[k]).toBe(at(a, b));
      expect(labels[names.indexOf(a)] === labels[names.indexOf(b)]).toBe(k < 235);
    });
  });

  it("shows one distribution where all are of one group", () => {
    const { series } = withinAndBetween(
      square,
      names,
      names.map(() => "x"),
      "kind",
    );
    expect(series!.map(({ name }) => name)).toEqual(["within groups (435)"]);
  });
});

describe("a section of pairs", () => {
  it("has the Shepard diagram and the histogram by name, and the nearest of each on the map", () => {
    const result = comparisonsOf(rowsOf(square), { rowNames: names, colNames: names, range: [0, Infinity] });
    const section = resultSection(result, layoutOf(result, jacobi), "H", { column: "kind", labels });
    const figures = section.figures.flat() as Figure[];
    const shepard = figures.find(({ title }) => title === "Shepard diagram") as ScatterFigure;
    expect(shepard.pairs).toHaveLength(435);
    shepard.pairs!.forEach(([a, b], k) => expect(shepard.points.x[k]).toBe(at(a, b)));
    expect(figures.some(({ title }) => title === "Within and between groups by kind")).toBe(true);
    const map = figures.find(({ kind }) => kind === "map") as MapFigure;
    expect(map.neighbors).toEqual(nearestOf(square));
    expect(new Set(figures.map(({ title }) => title)).size).toBe(figures.length); // no two of one name
  });
});

describe("a figure that is reduced", () => {
  it("keeps values and their pairs together", () => {
    const whole = withinAndBetween(square, names, labels, "kind");
    const small = reducedTo(whole, sizeOf(whole) / 3) as HistogramFigure;
    const values = valuesOf(small);
    expect(values.length).toBeLessThan(200);
    expect(values.length).toBe(small.pairs!.length);
    small.pairs!.forEach(([a, b], k) => expect(values[k]).toBeCloseTo(at(a, b), 3));
  });

  it("keeps the neighbours that are still there", () => {
    const next = uniform(1);
    const points = names.map(() => [next(), next()]);
    const neighbors = nearestOf(square);
    const whole: MapFigure = {
      kind: "map",
      title: "M",
      names,
      points,
      neighbors,
      tips: names.map((name) => name.repeat(20)),
    };
    const small = reducedTo(whole, sizeOf(whole) / 2) as MapFigure;
    expect(small.names.length).toBeLessThan(count);
    small.neighbors!.forEach((own, k) => {
      const given = neighbors[names.indexOf(small.names[k]!)]!.map((j) => names[j]!);
      expect(own.map((j) => small.names[j])).toEqual(given.filter((name) => small.names.includes(name)));
    });
  });

  it("keeps the stimuli of the points of paths", () => {
    const points = Array.from({ length: 400 }, (_, t) => [t, t + 0.123456789, 1]);
    const stimuli = points.map((_, t) => `s${t}`);
    const whole: TrajectoriesFigure = {
      kind: "trajectories",
      title: "T",
      panels: [{ title: "", paths: [{ name: "a", points }] }],
      times: stimuli,
      stimuli,
    };
    const small = reducedTo(whole, 3000) as TrajectoriesFigure;
    expect(small.stimuli!.length).toBeLessThan(400);
    expect(small.stimuli).toEqual(small.times);
  });
});

describe("checkSections", () => {
  const check = (figure: Figure) => () => checkSections([{ heading: "S", figures: [figure] }]);

  it("says how many pairs a histogram of series needs, and neighbours a map", () => {
    const histogram: HistogramFigure = {
      kind: "histogram",
      title: "H",
      x: { label: "x" },
      values: [],
      series: [{ name: "a", values: [1, 2] }],
    };
    expect(check(histogram)).not.toThrow();
    expect(check({ ...histogram, pairs: [["a", "b"]] })).toThrow("pairs: expected 2, got 1");
    expect(check({ ...histogram, series: [] })).toThrow("values: expected one or more, got none");
    const map: MapFigure = {
      kind: "map",
      title: "M",
      names: ["a", "b"],
      points: [
        [0, 0],
        [1, 1],
      ],
      neighbors: [[1]],
    };
    expect(check(map)).toThrow("neighbors: expected 2, got 1");
  });
});
