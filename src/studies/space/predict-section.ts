import { square } from "../../base/math/powers.ts";
import { largestOf } from "../../base/lists.ts";
import type { Classification, Prediction } from "./predict-result.ts";
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
  /** Names of the confounds that were partialled out. */
  readonly confounds?: readonly string[];
  /** Name of what networks that were held out together have in common. */
  readonly together?: string;
  /** Name of what networks that were exchanged have in common. */
  readonly within?: string;
  /** Of several covariates: how many, and p corrected for their number. */
  readonly among?: { readonly count: number; readonly pFdr: number };
}

/** Observed against predicted values or classes, and R² among its values under permutation. */
export function predictSection(report: PredictReport): Section {
  const { found, column, confounds, together, within } = report;
  const { method, names, changes, r2, p, permuted } = found;
  return {
    heading: `Prediction of ${column}`,
    facts: [
      { term: "Method", text: method },
      { term: "Cross-validated R²", text: showNumber(r2) },
      ...(p === undefined ? [] : [{ term: "Permutation p", text: showNumber(p) + amongText(report) }]),
      ...accuracyFacts(report),
      ...(confounds ? [{ term: "Partialled out", text: confounds.join(", ") }] : []),
      ...(together ? [{ term: "Held out and permuted together", text: `networks of one ${together}` }] : []),
      ...(within ? [{ term: "Permuted within", text: within }] : []),
      { term: "Networks", text: String(names.length) },
      ...changeFacts(changes),
      madeWith,
    ],
    figures: [
      pictureOf(report),
      ...(permuted ? [nullOf(report, permuted, r2)] : []),
      predictionsTable(report),
    ],
  };
}

function amongText({ among }: PredictReport): string {
  return among ? `; ${showNumber(among.pFdr)} among ${among.count} covariates (false discovery rate)` : "";
}

function accuracyFacts({ found, confounds }: PredictReport): Fact[] {
  if (!("accuracy" in found)) return [];
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    {
      term: "Accuracy",
      text: `${share(found.accuracy)}; ${share(found.chance)} ${confounds ? `by ${confounds.join(", ")} alone` : "by chance"}`,
    },
  ];
}

function pictureOf(report: PredictReport): Figure {
  const { found, covariate } = report;
  if ("accuracy" in found) return confusionOf(report, Array.from(covariate, String), found.predicted);
  return scatterOf(report, found.remaining ?? (covariate as ArrayLike<number>), found.predicted);
}

/** How often each class was taken for which. */
function confusionOf(
  { column }: PredictReport,
  observed: readonly string[],
  predicted: readonly string[],
): HeatMapsFigure {
  const classes = [...new Set([...observed, ...predicted])];
  const counts = new Float64Array(square(classes.length));
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
  { column, confounds, found: { names } }: PredictReport,
  observed: ArrayLike<number>,
  predicted: ArrayLike<number>,
): ScatterFigure {
  return {
    kind: "scatter",
    title: "Observed and predicted",
    caption: confounds
      ? `What a linear fit of ${confounds.join(", ")} to the other networks leaves of ${column}. On the dashed line the prediction is exact.`
      : "Each network was predicted from others. On the dashed line the prediction is exact.",
    x: { label: `${column}, ${confounds ? "what is left" : "observed"}` },
    y: { label: `${column}, predicted` },
    points: { x: observed, y: predicted },
    networks: "items",
    names,
    identity: true,
  };
}

function nullOf({ confounds }: PredictReport, permuted: ArrayLike<number>, r2: number): HistogramFigure {
  return {
    kind: "histogram",
    title: "R² under permutation",
    caption: `The same with ${confounds ? "what is left of the covariate" : "the covariate"} permuted, ${permuted.length} times.`,
    x: { label: "cross-validated R²" },
    values: permuted,
    references: [{ at: r2, label: `observed ${showNumber(r2)}` }],
  };
}

function predictionsTable({ found, covariate, column }: PredictReport): TableFigure {
  const left = "remaining" in found ? found.remaining : undefined;
  return {
    kind: "table",
    title: "Predictions",
    networks: "items",
    columns: ["network", column, ...(left ? ["what is left"] : []), "predicted"],
    rows: found.names.map((name, i) => [
      name,
      covariate[i]!,
      ...(left ? [left[i]!] : []),
      found.predicted[i]!,
    ]),
    collapsed: true,
  };
}
