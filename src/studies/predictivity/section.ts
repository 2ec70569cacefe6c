import type { Predictivity } from "./result.ts";
import { quantile } from "../../base/statistics.ts";
import type { Figure, Section, Series } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";

/** Predictivity under a name: of a layer or a network. */
export interface NamedPredictivity {
  readonly name: string;
  readonly predictivity: Predictivity;
}

/** Medians with their intervals, and how the voxels are spread around them. */
export function predictivitySection(given: readonly NamedPredictivity[]): Section {
  const { method, correction, folds, splits, confidence } = given[0]!.predictivity.options;
  return {
    heading: "Noise-corrected predictivity",
    facts: [
      { term: "Regression", text: method },
      { term: "Correction", text: correction },
      { term: "Cross-validation", text: `${folds} folds of the stimuli, ${splits} splits of the repeats` },
      { term: "Intervals", text: `${100 * confidence} %, over voxels` },
      madeWith,
    ],
    warnings: given.flatMap(({ name, predictivity }) =>
      predictivity.warnings.map((text) => `${name}: ${text}`),
    ),
    figures: [[mediansOf(given), spreadOf(given)], tableOf(given)],
  };
}

const axis = { label: "noise-corrected correlation" };

function mediansOf(given: readonly NamedPredictivity[]): Figure {
  return {
    kind: "bars",
    title: "Median over voxels",
    y: axis,
    bars: given.map(({ name, predictivity: { median, interval } }) => ({
      name,
      value: median,
      low: interval.lower,
      high: interval.upper,
    })),
  };
}

/** So many points draw the spread of any number of voxels. */
const points = 101;

function spreadOf(given: readonly NamedPredictivity[]): Figure {
  return {
    kind: "lines",
    title: "Voxels from worst to best",
    caption: "Of the voxels for which the value is defined.",
    x: { label: "share of the voxels", domain: [0, 1], format: "percent" },
    y: axis,
    series: given.map(({ name, predictivity }) => quantilesOf(name, predictivity.values)),
    dots: false,
  };
}

function quantilesOf(name: string, values: Float64Array): Series {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const x = Float64Array.from({ length: points }, (_, k) => k / (points - 1));
  return { name, x, y: x.map((share) => quantile(sorted, share)) };
}

function tableOf(given: readonly NamedPredictivity[]): Figure {
  return {
    kind: "table",
    title: "Predictivity",
    columns: [
      "name",
      "median",
      "lower",
      "upper",
      "uncorrected",
      "reliability of the responses",
      "voxels",
      "left out",
    ],
    rows: given.map(({ name, predictivity }) => [
      name,
      predictivity.median,
      predictivity.interval.lower,
      predictivity.interval.upper,
      medianOf(predictivity.raw),
      medianOf(predictivity.responseReliability),
      predictivity.values.length,
      predictivity.leftOut,
    ]),
    wide: true,
  };
}

function medianOf(values: Float64Array): number {
  return quantile(values.filter((value) => !Number.isNaN(value)).sort(), 0.5);
}
