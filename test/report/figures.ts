import type { Figure, Section, Trajectory } from "../../src/report/figures.ts";
import { uniform } from "../geometry/oracles.ts";

/** A name that ends elements and opens others if it is ever read as HTML. */
export const hostile = "</script><b>bold</b>";

const names = (count: number, word: string) => Array.from({ length: count }, (_, i) => `${word} ${i}`);

/** One of each kind; the same numbers at each call, so that the tests can find them again. */
export function everyFigure(): Section[] {
  const next = uniform(7);
  const numbers = (count: number, scale = 1) => Float64Array.from({ length: count }, () => scale * next());
  return [
    section("Matrices", [
      {
        kind: "heat-maps",
        title: "Before and after",
        caption: "Two matrices under one scale.",
        wide: true,
        scale: { word: "response", around: 0 },
        panels: ["before", hostile].map((title) => ({
          title,
          rowNames: names(12, "stimulus"),
          colNames: names(20, "unit"),
          values: numbers(240).map((value) => value - 0.4),
        })),
      },
      {
        kind: "gallery",
        title: "RDMs",
        names: names(10, "stimulus"),
        scale: { word: "correlation distance", ends: ["alike", "different"] },
        panels: names(9, hostile).map((title) => ({ title, values: numbers(100) })),
      },
      {
        kind: "gallery",
        title: "RDMs in blocks",
        names: names(10, "stimulus"),
        scale: { word: "distance" },
        panels: names(2, "rdm").map((title) => ({ title, values: numbers(100) })),
        blocks: [
          { name: hostile, size: 4 },
          { name: "house", size: 6 },
        ],
      },
      {
        kind: "heat-maps",
        title: "One in blocks",
        scale: { word: "distance" },
        panels: [{ rowNames: names(10, "stimulus"), colNames: names(10, "stimulus"), values: numbers(100) }],
        blocks: [
          { name: "face", size: 4 },
          { name: "house", size: 6 },
        ],
      },
    ]),
    section("Points and trees", [
      {
        kind: "map",
        title: "Map",
        names: [hostile, ...names(5, "net")],
        points: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos(i), Math.sin(i)]),
        groups: ["a", "a", "a", "b", "b", "b"],
        joined: [[0, 3]],
      },
      {
        kind: "map",
        title: "Map in space",
        names: [hostile, ...names(5, "net")],
        points: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos(i), Math.sin(i), i / 4]),
      },
      {
        kind: "tree",
        title: "Tree",
        names: [hostile, "b", "c", "d"],
        order: [0, 1, 2, 3],
        merges: [
          [0, 1, 0.2, 2],
          [2, 3, 0.5, 2],
          [4, 5, 1, 4],
        ],
        heights: "distance",
        labels: [0, 0, 1, 1],
        cut: 0.7,
      },
      { kind: "trajectories", title: "Through time", panels: ["before", "after"].map(spirals) },
    ]),
    section("Numbers", [
      {
        kind: "lines",
        title: "Along the layers",
        x: { label: "relative depth", format: "percent" },
        y: { label: "correlation" },
        series: [hostile, "second"].map((name, k) => {
          const x = [0, 0.25, 0.5, 0.75, 1];
          const y = x.map((at) => 0.2 + 0.5 * at * (1 - k * at));
          return { name, x, y, low: y.map((v) => v - 0.05), high: y.map((v) => v + 0.08), dashed: k === 1 };
        }),
        bands: [{ low: 0.6, high: 0.7, label: "noise ceiling" }],
        references: [{ at: 0.1, label: "chance" }],
      },
      {
        kind: "bars",
        title: "Models",
        y: { label: "cosine similarity" },
        bars: [hostile, "model two", "model three", "four"].map((name, i) => ({
          name,
          value: 0.25 * (i + 1) - 0.3,
          low: 0.25 * (i + 1) - 0.4,
          high: 0.25 * (i + 1) - 0.2,
          parts: numbers(8, 0.5),
          mark: i > 1 ? "*" : "n.s.",
        })),
        bands: [{ low: 0.75, high: 0.85, label: "noise ceiling" }],
      },
      {
        kind: "scatter",
        title: "Observed and predicted",
        x: { label: "observed" },
        y: { label: "predicted" },
        points: { x: [1, 2, 3, 4], y: [1.2, 1.8, 3.3, 3.9] },
        names: [hostile, "b", "c", "d"],
        regression: true,
        identity: true,
      },
      {
        kind: "scatter",
        title: "Very many",
        x: { label: "given" },
        y: { label: "shown" },
        points: { x: numbers(5000), y: numbers(5000) },
        identity: true,
      },
      {
        kind: "histogram",
        title: "Null distribution",
        x: { label: "R²" },
        values: numbers(500),
        references: [{ at: 1.2, label: "observed 1.2" }],
      },
      {
        kind: "table",
        title: "Numbers and words",
        columns: ["name", "cluster", "value"],
        rows: [
          [hostile, "first", 0.1 + 0.2],
          ["b", "second", null],
        ],
      },
    ]),
  ];
}

function section(heading: string, figures: readonly Figure[]): Section {
  return { heading, figures, facts: [{ term: "Term", text: hostile }], text: ["A paragraph."], warnings: [] };
}

function spirals(title: string) {
  const paths = [0, 1].map((k): Trajectory => {
    const points = Array.from({ length: 30 }, (_, t) => [Math.cos(t / 5 + k), Math.sin(t / 5 + k), t / 15]);
    return { name: `net ${k}`, points, group: k === 0 ? "control" : "noise" };
  });
  return { title, paths };
}
