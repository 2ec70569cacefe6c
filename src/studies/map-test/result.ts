import { version } from "../../base/version.ts";
import { numbered, written, type NamedTable, type Written } from "../../data/written.ts";
import type { ChosenMapInference } from "./options.ts";

/** Connected places beyond the threshold. */
export interface MapCluster {
  /** Rising. */
  readonly places: readonly number[];
  /** Sum of t; below 0 for a cluster of the left side. */
  readonly mass: number;
  /** The place of the largest t, or of the smallest on the left side. */
  readonly peak: number;
  /** Family-wise p. */
  readonly p: number;
}

/** What is known of every place; NaN where it was not tested. */
export interface MapFacts {
  /** Mean over subjects; of two groups the first minus the second. */
  readonly mean: Float64Array;
  /** t over subjects; of two groups with the variance pooled. */
  readonly t: Float64Array;
  /** Enhanced t, of tfce: at least 0 on both sides. */
  readonly enhanced?: Float64Array;
  /** Not corrected: of the t of the place alone. */
  readonly p: Float64Array;
  /** Family-wise: a place that is in no cluster has 1. */
  readonly pFamilyWise: Float64Array;
  /** False discovery rate of `p` (Benjamini & Hochberg). */
  readonly pFdr: Float64Array;
  /** From the largest mass to the smallest, of cluster. */
  readonly clusters?: readonly MapCluster[];
  /** The largest statistic of all places in each exchange, with the observed one first. */
  readonly largest: Float64Array;
  /** Exchanges besides the observed one. */
  readonly exchanges: number;
  /** Whether these are all that there are. */
  readonly exact: boolean;
  readonly subjects: number;
  /** Places that were not tested. */
  readonly untested: number;
  /** The threshold of cluster is that which was used. */
  readonly options: ChosenMapInference;
  readonly warnings: readonly string[];
}

/** A test of maps. As `.csv` a row a place; as `.npy` t. */
export interface MapInference extends MapFacts, Written {
  readonly version: string;
}

/** Columns of the table, by name. */
export function mapColumns({ mean, t, enhanced, p, pFamilyWise, pFdr }: MapFacts): [string, Float64Array][] {
  return [
    ["t", t],
    ["mean", mean],
    ...(enhanced ? ([["tfce", enhanced]] as [string, Float64Array][]) : []),
    ["p", p],
    ["p-family-wise", pFamilyWise],
    ["p-fdr", pFdr],
  ];
}

/** Facts with their writers. */
export function mapResult(facts: MapFacts): MapInference {
  const { t } = facts;
  const writers = written({
    document: () => listed({ ...facts, version }),
    table: () => tableOf(facts),
    array: () => ({ shape: [t.length], data: t }),
  });
  return { ...facts, version, ...writers };
}

function tableOf(facts: MapFacts): NamedTable {
  const columns = mapColumns(facts);
  return {
    rowNames: numbered("place", facts.t.length),
    colNames: columns.map(([name]) => name),
    values: Array.from(facts.t, (_, place) => columns.map(([, values]) => values[place]!)).flat(),
  };
}

function listed(facts: object): object {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value instanceof Float64Array ? [...value] : value]),
  );
}
