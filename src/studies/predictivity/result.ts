import { takeColumn, toRows, type Matrix } from "../../base/matrix.ts";
import type { Interval } from "../../base/statistics.ts";
import { version } from "../../base/version.ts";
import { numbered, written, type NamedTable, type Written } from "../../data/written.ts";
import type { ChosenPredictivity } from "./options.ts";

/** What is known of the voxels. Arrays have one number a voxel. */
export interface PredictivityFacts {
  /** Noise-corrected correlation; NaN where it is not defined, i.e. a reliability is not above 0. */
  readonly values: Float64Array;
  /** Median over the voxels that are defined and reliable enough. */
  readonly median: number;
  /** Percentile interval of the median over voxels. */
  readonly interval: Interval;
  /** Correlation of predictions from one half with responses in the other, means over splits. */
  readonly raw: Float64Array;
  /** Split-half correlation of the predictions, means over splits. */
  readonly predictionReliability: Float64Array;
  /** Split-half correlation of the responses, means over splits. */
  readonly responseReliability: Float64Array;
  /** Voxels that are not in the median. */
  readonly leftOut: number;
  /** Names of the feature spaces, of banded ridge. */
  readonly spaces?: readonly string[];
  /**
   * Voxels × spaces: what each space adds to `raw`, cov(its part of the prediction, response) / (sd(prediction) ·
   * sd(response)). They sum to `raw` but for the mean of the training responses, which differs between folds.
   */
  readonly parts?: Matrix;
  /** Voxels × spaces: the weight of each space, of sum 1, mean over folds. */
  readonly weights?: Matrix;
  readonly options: ChosenPredictivity;
  readonly warnings: readonly string[];
}

/** How well units predict voxels. As `.csv` a row a voxel; as `.npy` the noise-corrected values. */
export interface Predictivity extends PredictivityFacts, Written {
  readonly version: string;
}

/** Facts with their writers. */
export function predictivityResult(facts: PredictivityFacts): Predictivity {
  const { values } = facts;
  const writers = written({
    document: () => listed({ ...facts, version }),
    table: () => tableOf(facts),
    array: () => ({ shape: [values.length], data: values }),
  });
  return { ...facts, version, ...writers };
}

function tableOf(facts: PredictivityFacts): NamedTable {
  const { values, raw, predictionReliability, responseReliability, spaces = [], parts, weights } = facts;
  const columns = { values, raw, predictionReliability, responseReliability };
  const ofSpaces = (word: string, table: Matrix | undefined) =>
    table ? spaces.map((name, s) => [`${word}, ${name}`, takeColumn(table, s)] as const) : [];
  const all = [...Object.entries(columns), ...ofSpaces("part", parts), ...ofSpaces("weight", weights)];
  return {
    rowNames: numbered("voxel", values.length),
    colNames: all.map(([name]) => name),
    values: Array.from(values, (_, v) => all.map(([, column]) => column[v]!)).flat(),
  };
}

function listed(facts: object): object {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Float64Array) return [...value];
  const isMatrix = typeof value === "object" && value !== null && "rows" in value && "data" in value;
  return isMatrix ? toRows(value as Matrix) : value;
}
