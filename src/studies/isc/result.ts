import { toRows, type Matrix } from "../../base/matrix.ts";
import type { Interval } from "../../base/statistics.ts";
import { numbered, written, type NamedTable, type Written } from "../../data/written.ts";
import type { ChosenIsc } from "./options.ts";

/** Inter-subject correlations and what a test says of them. */
export interface Isc extends Written {
  readonly subjects: readonly string[];
  /** What each row of `values` is: a subject, or a pair. */
  readonly rows: readonly string[];
  readonly options: Omit<ChosenIsc, "distribution">;
  /**
   * Correlations, rows × units (× times if spatial); NaN where a course is constant or incomplete.
   * Null permutation with groups and leave-one-out: of each subject with the others of its own group.
   */
  readonly values: Matrix;
  /** Summary over rows, one a unit; of two groups the difference. Absent for summary none. */
  readonly summary?: Float64Array;
  /** Of the summary, one a unit. */
  readonly p?: Float64Array;
  /** p corrected for the number of units by the largest summary of each resample: the chance of any such unit. */
  readonly pFamilyWise?: Float64Array;
  /** p corrected by Benjamini and Hochberg: the least false discovery rate at which the unit is found. */
  readonly pFdr?: Float64Array;
  /** Bounds of the bootstrap interval of the summary. */
  readonly interval?: Interval<Float64Array>;
  /** Resamples of the summary, samples × units, if asked for. */
  readonly distribution?: Matrix;
  /** How many correlations have no value, and in how many units none has. */
  readonly undefinedValues: number;
  readonly undefinedUnits: number;
  readonly warnings: readonly string[];
  readonly version: string;
}

/** Functional connectivity between subjects. */
export interface Isfc extends Written {
  readonly subjects: readonly string[];
  readonly rows: readonly string[];
  /** units × units (of the targets), one a row; a single one where a summary was taken. */
  readonly matrices: readonly Matrix[];
  readonly warnings: readonly string[];
}

/** Facts with their writers: a row a unit, or a row a subject or pair where there is no summary. */
export function iscResult(facts: Omit<Isc, keyof Written>): Isc {
  const { summary, values } = facts;
  const array = () =>
    summary
      ? { shape: [summary.length], data: summary }
      : { shape: [values.rows, values.cols], data: values.data };
  return { ...facts, ...written({ document: () => documentOf(facts), table: () => tableOf(facts), array }) };
}

/** The summary of each unit with its test; correlations where there is no summary. */
function tableOf(facts: Omit<Isc, keyof Written>): NamedTable {
  const { summary, rows, values } = facts;
  const units = numbered("unit", values.cols);
  if (!summary) return { rowNames: rows, colNames: units, values: values.data };
  const columns = columnsOf(facts);
  const cells = units.flatMap((_, unit) => columns.map(({ numbers }) => numbers[unit]!));
  return { rowNames: units, colNames: columns.map(({ name }) => name), values: cells };
}

/** What is known of each unit: summary, p, bounds and corrected p, as far as they are there. */
export function columnsOf({
  summary,
  p,
  interval,
  pFamilyWise,
  pFdr,
}: Pick<Isc, "summary" | "p" | "interval" | "pFamilyWise" | "pFdr">): {
  name: string;
  numbers: Float64Array;
}[] {
  const all = {
    isc: summary,
    p,
    lower: interval?.lower,
    upper: interval?.upper,
    "p-family-wise": pFamilyWise,
    "p-fdr": pFdr,
  };
  return Object.entries(all).flatMap(([name, numbers]) => (numbers ? [{ name, numbers }] : []));
}

/** Typed arrays as lists, matrices as rows. */
function documentOf({
  values,
  summary,
  p,
  pFamilyWise,
  pFdr,
  interval,
  distribution,
  ...facts
}: Omit<Isc, keyof Written>): object {
  return {
    ...facts,
    values: toRows(values),
    ...(summary ? { summary: [...summary] } : {}),
    ...(p ? { p: [...p] } : {}),
    ...(pFamilyWise ? { pFamilyWise: [...pFamilyWise] } : {}),
    ...(pFdr ? { pFdr: [...pFdr] } : {}),
    ...(interval ? { interval: { lower: [...interval.lower], upper: [...interval.upper] } } : {}),
    ...(distribution ? { distribution: toRows(distribution) } : {}),
  };
}

/** Functional connectivity with its writers: matrices × units × units. */
export function isfcResult(facts: Omit<Isfc, keyof Written>): Isfc {
  const { matrices, rows } = facts;
  const [{ rows: units, cols }] = matrices as [Matrix];
  const names = matrices.length === rows.length ? rows : ["summary"];
  const table = (): NamedTable => ({
    rowNames: names.flatMap((name) => numbered(`${name}, unit`, units)),
    colNames: numbered("unit", cols),
    values: matrices.flatMap(({ data }) => [...data]),
  });
  const array = () => ({
    shape: [matrices.length, units, cols],
    data: matrices.flatMap(({ data }) => [...data]),
  });
  const document = () => ({ ...facts, matrices: matrices.map(toRows) });
  return { ...facts, ...written({ document, table, array }) };
}
