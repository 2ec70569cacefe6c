import { largestOf } from "../../base/lists.ts";
import type { Classification, Prediction } from "./predict.ts";
import type {
  Fact,
  Figure,
  HeatMapsFigure,
  HistogramFigure,
  ScatterFigure,
  Section,
  TableFigure,
} from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { changeFacts, madeWith } from "../../report/parts.ts";

/** What was predicted, and how well. */
export interface PredictReport {
  readonly found: Prediction | Classification;
  /** Name of the covariate. */
  readonly column: string;
  /** Of each item, in the order of the predictions: numbers, or names of classes. */
  readonly covariate: ArrayLike<number> | readonly string[];
}

/** Observed against predicted values or classes, and R² among its values under permutation. */
export function predictSection(report: PredictReport): Section {
  const { found, column } = report;
  const { method, names, changes, r2, p, permuted } = found;
  return {
    heading: `Prediction of ${column}`,
    facts: [
      { term: "Method", text: method },
      { term: "Cross-validated R²", text: showNumber(r2) },
      ...(p === undefined ? [] : [{ term: "Permutation p", text: showNumber(p) }]),
      ...accuracyFacts(found),
      { term: "Networks", text: String(names.length) },
      ...changeFacts(changes),
      madeWith,
    ],
    figures: [pictureOf(report), ...(permuted ? [nullOf(permuted, r2)] : []), predictionsTable(report)],
  };
}

function accuracyFacts(found: Prediction | Classification): Fact[] {
  if (!("accuracy" in found)) return [];
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [{ term: "Accuracy", text: `${share(found.accuracy)}; ${share(found.chance)} by chance` }];
}

function pictureOf(report: PredictReport): Figure {
  const { found, covariate } = report;
  if ("accuracy" in found) return confusionOf(report, Array.from(covariate, String), found.predicted);
  return scatterOf(report, covariate as ArrayLike<number>, found.predicted);
}

/** How often each class was taken for which. */
function confusionOf(
  { column }: PredictReport,
  observed: readonly string[],
  predicted: readonly string[],
): HeatMapsFigure {
  const classes = [...new Set([...observed, ...predicted])];
  const counts = new Float64Array(classes.length ** 2);
  observed.forEach((name, i) => {
    counts[classes.indexOf(name) * classes.length + classes.indexOf(predicted[i]!)]!++;
  });
  return {
    kind: "heat-maps",
    title: "Observed and predicted classes",
    caption: `Rows: ${column} as observed. Columns: as predicted from the other networks. Numbers of networks.`,
    panels: [{ rowNames: classes, colNames: classes, values: counts }],
    scale: { word: "networks", dark: "most", domain: [0, largestOf(counts)] },
  };
}

function scatterOf(
  { column, found: { names } }: PredictReport,
  covariate: ArrayLike<number>,
  predicted: ArrayLike<number>,
): ScatterFigure {
  return {
    kind: "scatter",
    title: "Observed and predicted",
    caption: "Each network was predicted from others. On the dashed line the prediction is exact.",
    x: { label: `${column}, observed` },
    y: { label: `${column}, predicted` },
    points: { x: covariate, y: predicted },
    networks: "items",
    names,
    identity: true,
  };
}

function nullOf(permuted: ArrayLike<number>, r2: number): HistogramFigure {
  return {
    kind: "histogram",
    title: "R² under permutation",
    caption: `The same with the covariate permuted, ${permuted.length} times.`,
    x: { label: "cross-validated R²" },
    values: permuted,
    references: [{ at: r2, label: `observed ${showNumber(r2)}` }],
  };
}

function predictionsTable({ found, covariate, column }: PredictReport): TableFigure {
  return {
    kind: "table",
    title: "Predictions",
    networks: "items",
    columns: ["network", column, "predicted"],
    rows: found.names.map((name, i) => [name, covariate[i]!, found.predicted[i]!]),
    collapsed: true,
  };
}
