import type { Prediction, PredictionMethod } from "../../geometry/index.ts";
import type { HistogramFigure, ScatterFigure, Section, TableFigure } from "../figures.ts";
import { showNumber } from "../numbers.ts";
import { changeFacts, madeWith } from "./parts.ts";

/** What was predicted, and how well. */
export interface PredictReport {
  readonly found: Prediction;
  /** Name of the covariate. */
  readonly column: string;
  readonly method: PredictionMethod;
  /** Of each item, in the order of the predictions. */
  readonly covariate: ArrayLike<number>;
  readonly names: readonly string[];
  /** R² of each permutation of the covariate. */
  readonly permuted?: ArrayLike<number>;
  /** What was done to the values to get distances, a sentence each. */
  readonly changes?: readonly string[];
}

/** Observed against predicted values, and R² among its values under permutation. */
export function predictSection(report: PredictReport): Section {
  const { found, column, method, names, permuted, changes = [] } = report;
  const { r2, p } = found;
  return {
    heading: `Prediction of ${column}`,
    facts: [
      { term: "Method", text: method },
      { term: "Cross-validated R²", text: showNumber(r2) },
      ...(p === undefined ? [] : [{ term: "Permutation p", text: showNumber(p) }]),
      { term: "Networks", text: String(names.length) },
      ...changeFacts(changes),
      madeWith,
    ],
    figures: [scatterOf(report), ...(permuted?.length ? [nullOf(permuted, r2)] : []), tableOf(report)],
  };
}

function scatterOf({ found, covariate, column, names }: PredictReport): ScatterFigure {
  return {
    kind: "scatter",
    title: "Observed and predicted",
    caption: "Each network was predicted from others. On the dashed line the prediction is exact.",
    x: { label: `${column}, observed` },
    y: { label: `${column}, predicted` },
    points: { x: covariate, y: found.predicted },
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

function tableOf({ found, covariate, column, names }: PredictReport): TableFigure {
  return {
    kind: "table",
    title: "Predictions",
    columns: ["network", column, "predicted"],
    rows: names.map((name, i) => [name, covariate[i]!, found.predicted[i]!]),
    collapsed: true,
  };
}
