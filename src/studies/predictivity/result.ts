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
  const { values, raw, predictionReliability, responseReliability } = facts;
  const columns = { values, raw, predictionReliability, responseReliability };
  return {
    rowNames: numbered("voxel", values.length),
    colNames: Object.keys(columns),
    values: Array.from(values, (_, v) => Object.values(columns).map((column) => column[v]!)).flat(),
  };
}

function listed(facts: object): object {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value instanceof Float64Array ? [...value] : value]),
  );
}
