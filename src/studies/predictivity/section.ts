import { takeColumn } from "../../base/matrix.ts";
import type { Predictivity } from "./result.ts";
import { quantile } from "../../base/statistics.ts";
import type { Figure, Section, Series } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";

/** Predictivity under a name: of a layer or a network. */
export interface NamedPredictivity {
  readonly name: string;
  /** Whose voxels, where there are several. */
  readonly target?: string;
  readonly predictivity: Predictivity;
}

/** Medians with their intervals, and how the voxels are spread around them. */
export function predictivitySection(given: readonly NamedPredictivity[]): Section {
  const { options, spaces } = given[0]!.predictivity;
  const { method, correction, folds, splits, confidence, candidates } = options;
  const searched = spaces
    ? `, ${spaces.join(", ")}; best of ${candidates} weights, by leave-one-out on the training stimuli`
    : "";
  return {
    heading: "Noise-corrected predictivity",
    facts: [
      { term: "Regression", text: `${method}${searched}` },
      { term: "Correction", text: correction },
      { term: "Cross-validation", text: `${folds} folds of the stimuli, ${splits} splits of the repeats` },
      { term: "Intervals", text: `${100 * confidence} %, over voxels` },
      madeWith,
    ],
    warnings: given.flatMap(({ name, target, predictivity }) =>
      predictivity.warnings.map((text) => `${name}${target === undefined ? "" : `, ${target}`}: ${text}`),
    ),
    figures: [mediansOf(given), spreadOf(given), ...(spaces ? [partsOf(given)] : []), tableOf(given)],
  };
}

const axis = { label: "noise-corrected correlation" };

function mediansOf(given: readonly NamedPredictivity[]): Figure {
  return {
    kind: "bars",
    title: "Median over voxels",
    y: axis,
    networks: "items",
    bars: given.map(({ name, target, predictivity: { median, interval } }) => ({
      name,
      value: median,
      low: interval.lower,
      high: interval.upper,
      ...(target === undefined ? {} : { group: target }),
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
    ...(given[0]!.target === undefined ? { networks: "items" as const } : {}),
    series: given.map(({ name, target, predictivity }) =>
      quantilesOf(target === undefined ? name : `${name}, ${target}`, predictivity.values),
    ),
    dots: false,
  };
}

/** Quartiles over voxels. */
function partsOf(given: readonly NamedPredictivity[]): Figure {
  return {
    kind: "bars",
    title: "What each feature space adds",
    caption:
      "Parts of the uncorrected correlation, which they sum to: median over voxels, and lines from the lower to the upper quartile.",
    y: { label: "part of the correlation" },
    bars: given.flatMap(({ target, predictivity: { spaces = [], parts } }) =>
      spaces.map((name, s) => {
        const sorted = takeColumn(parts!, s)
          .filter((value) => !Number.isNaN(value))
          .sort();
        const [low, value, high] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
        return {
          name,
          value: value!,
          low: low!,
          high: high!,
          ...(target === undefined ? {} : { group: target }),
        };
      }),
    ),
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
    networks: "items",
    columns: [
      "name",
      ...(given[0]!.target === undefined ? [] : ["target"]),
      "median",
      "lower",
      "upper",
      "uncorrected",
      "reliability of the responses",
      "voxels",
      "left out",
    ],
    rows: given.map(({ name, target, predictivity }) => [
      name,
      ...(target === undefined ? [] : [target]),
      ...numbersOf(predictivity),
    ]),
    wide: true,
  };
}

/** What a table says of one model: the median and its interval, what it is made of, and of how many voxels. */
export function numbersOf(predictivity: Predictivity): number[] {
  const { median, interval, raw, responseReliability, values, leftOut } = predictivity;
  const medians = [raw, responseReliability].map(medianOver);
  return [median, interval.lower, interval.upper, ...medians, values.length, leftOut];
}

/** Of the voxels that have a value. */
export function medianOver(values: Float64Array): number {
  return quantile(values.filter((value) => !Number.isNaN(value)).sort(), 0.5);
}
