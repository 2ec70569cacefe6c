import { written, type Written } from "./written.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Estimand } from "../base/jackknife.ts";
import type { Interval } from "../base/statistics.ts";
import { version } from "../base/version.ts";

/** What a value means. A distance obeys the triangle inequality, a dissimilarity need not. */
export type ValueKind = "distance" | "dissimilarity" | "similarity";

/** What `comparisons` needs to make a result. */
export interface ComparisonsFacts {
  /** Name of the metric. */
  readonly metric: string;
  /** Of a metric that a caller defined: its title, and the SHA-256 of the module that has it. */
  readonly own?: { readonly title: string; readonly digest?: string };
  /** Every option of the metric, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly kind: ValueKind;
  /** Smallest and largest value the metric can take. */
  readonly range: readonly [number, number];
  /** What a similarity becomes when a distance is needed; absent for distances. */
  readonly toDistance?: "arccos" | "one-minus";
  /**
   * How the values were computed, for metrics that have two ways: from products units × units of each pair, or from
   * matrices stimuli × stimuli of each network. The cheaper one for the whole job is taken; they agree to about 1e-13.
   */
  readonly way?: "units" | "stimuli";
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rowNames.length × colNames.length, row-major. */
  readonly values: Float64Array;
  /**
   * What is known of each pair besides its value, by name, laid out like `values`; NaN where a network meets itself.
   * Metrics that search give `minima`, how many different minima the searches ended in, and `reached`,
   * how many ended in the one that is the value.
   */
  readonly details?: Readonly<Record<string, Float64Array>>;
  /** What reading did with the representations on the way from their files, where it did anything. */
  readonly arranged?: readonly Arranged[];
  /** Notes on values that are right but say less than they seem to. */
  readonly warnings: readonly string[];
  /** Values on held-out stimuli, where such were given. */
  readonly test?: Comparisons;
  /** How the values were cross-validated, and the standard error of each. */
  readonly crossvalidation?: { readonly folds: number; readonly seed: number };
  readonly standardError?: Comparisons;
  /** Bounds for each value, for other stimuli of the same population; NaN where there are none, which a warning counts. */
  readonly interval?: Interval<Comparisons>;
  /** What the intervals are centred on: the value, or what is left of it without its bias. */
  readonly estimate?: Comparisons;
  /**
   * What each interval is for, laid out like `values`. `population`: the value of endlessly many such
   * stimuli. `debiased`: the same, centred on `estimate`. `expectation`: the mean of the value over
   * samples of as many stimuli. `none`: there is no interval.
   */
  readonly estimands?: readonly Estimand[];
  /** Of each value, if the stimuli of the two networks had nothing to do with one another. */
  readonly p?: Comparisons;
  /** `p` corrected for the number of pairs, family-wise: by the most extreme value of each permutation over all pairs. */
  readonly pFamilyWise?: Comparisons;
  /** `p` corrected for the number of pairs: false discovery rate, Benjamini and Hochberg. */
  readonly pFdr?: Comparisons;
  /** What the values would be of endlessly many stimuli or units, by a line in one over their number. */
  readonly extrapolation?: Extrapolation;
  /** How the stimuli were resampled for `interval`, `standardError` and `p`. */
  readonly resampling?: Resampling;
}

/** Values of subsamples, and where they go as these grow. */
export interface Extrapolation {
  readonly over: readonly ("stimuli" | "units")[];
  /** Decides the subsamples. */
  readonly seed: number;
  readonly limit: Comparisons;
  /** Of the limit, for other stimuli, and other units, of the same population. */
  readonly standardError: Comparisons;
  /** Mean values at each share of the stimuli and of the units, laid out like `values`; all of them first. */
  readonly curve: readonly {
    readonly stimuli: number;
    readonly units: number;
    readonly values: Float64Array;
  }[];
}

/** What was done with some of the representations, which are named. */
export interface Arranged {
  readonly names: readonly string[];
  readonly steps: readonly string[];
}

/** The same steps once, with the names of all that went through them. */
export function arrangedFrom(
  given: readonly { readonly name: string; readonly arranged?: readonly string[] }[],
): Arranged[] {
  const bySteps = new Map<string, { names: string[]; steps: readonly string[] }>();
  for (const { name, arranged } of given) {
    if (!arranged) continue;
    const key = JSON.stringify(arranged);
    const found = bySteps.get(key) ?? { names: [], steps: arranged };
    if (!found.names.includes(name)) found.names.push(name);
    bySteps.set(key, found);
  }
  return [...bySteps.values()];
}

/** Enough to draw the same resamples again. */
export interface Resampling {
  readonly bootstrap?: "stimuli";
  readonly permutation?: "stimuli";
  /** How the interval was made. */
  readonly interval?: string;
  readonly samples: number;
  readonly seed: number;
  /** Share of samples of stimuli whose interval holds what it is for. */
  readonly confidence: number;
}

/**
 * Values for the pairs (row, column) and all that is needed to reproduce them.
 * `pairwise` gives a square one with equal names on both sides, `cross` a rectangle.
 */
export interface Comparisons extends ComparisonsFacts, Written {
  /** The names of the rows; of both sides where they are the same. */
  readonly names: readonly string[];
  /** Version of this library. */
  readonly version: string;
  /** @throws {RangeError} outside the matrix. */
  at(row: number, col: number): number;
  /** All values, rows × columns; a copy. */
  square(): Matrix;
}

/** A result over `facts.values`, which is not copied. */
export function comparisons(facts: ComparisonsFacts): Comparisons {
  const { rowNames, colNames, values } = facts;
  const [rows, cols] = [rowNames.length, colNames.length];
  return {
    ...facts,
    names: rowNames,
    version,
    at(row, col) {
      const value = row < rows && col < cols && row >= 0 && col >= 0 ? values[row * cols + col] : undefined;
      if (value === undefined) throw new RangeError(`at(${row}, ${col}): the matrix is ${rows} × ${cols}.`);
      return value;
    },
    square: () => matrix(rows, cols, values.slice()),
    ...written({ document: () => documentOf(facts), table: () => ({ rowNames, colNames, values }) }),
  };
}

function documentOf(facts: ComparisonsFacts): object {
  const { rowNames, colNames, values } = facts;
  const [rows, cols] = [rowNames.length, colNames.length];
  return {
    metric: facts.metric,
    ...(facts.own ? { own: facts.own } : {}),
    options: facts.options,
    kind: facts.kind,
    range: facts.range,
    ...(facts.way ? { way: facts.way } : {}),
    rowNames,
    colNames,
    values: nested(rows, cols, values),
    ...(facts.arranged ? { arranged: facts.arranged } : {}),
    warnings: facts.warnings,
    ...(facts.details ? { details: nestedDetails(rows, cols, facts.details) } : {}),
    ...(facts.test ? { test: nested(rows, cols, facts.test.values) } : {}),
    ...(facts.crossvalidation ? { crossvalidation: facts.crossvalidation } : {}),
    ...(facts.standardError ? { standardError: nested(rows, cols, facts.standardError.values) } : {}),
    ...(facts.interval
      ? {
          lower: nestedOrNull(rows, cols, facts.interval.lower.values),
          upper: nestedOrNull(rows, cols, facts.interval.upper.values),
        }
      : {}),
    ...(facts.estimate ? { estimate: nested(rows, cols, facts.estimate.values) } : {}),
    ...(facts.estimands ? { estimands: rowsOf(rows, cols, facts.estimands) } : {}),
    ...(facts.p ? { pValue: nested(rows, cols, facts.p.values) } : {}),
    ...(facts.pFamilyWise ? { pFamilyWise: nested(rows, cols, facts.pFamilyWise.values) } : {}),
    ...(facts.pFdr ? { pFdr: nested(rows, cols, facts.pFdr.values) } : {}),
    ...(facts.extrapolation ? { extrapolation: extrapolationOf(rows, cols, facts.extrapolation) } : {}),
    ...(facts.resampling ? { resampling: facts.resampling } : {}),
    version,
  };
}

function extrapolationOf(
  rows: number,
  cols: number,
  { over, seed, limit, standardError, curve }: Extrapolation,
) {
  return {
    over,
    seed,
    limit: nested(rows, cols, limit.values),
    standardError: nested(rows, cols, standardError.values),
    curve: curve.map(({ values, ...shares }) => ({ ...shares, values: nested(rows, cols, values) })),
  };
}

/** With null where a network meets itself, as JSON has no NaN. */
function nestedDetails(rows: number, cols: number, details: Readonly<Record<string, Float64Array>>) {
  return Object.fromEntries(
    Object.entries(details).map(([name, values]) => [name, nestedOrNull(rows, cols, values)]),
  );
}

function nestedOrNull(rows: number, cols: number, values: Float64Array): (number | null)[][] {
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  return nested(rows, cols, values).map((row) => row.map(orNull));
}

function rowsOf(rows: number, cols: number, words: readonly string[]): string[][] {
  return Array.from({ length: rows }, (_, i) => words.slice(i * cols, (i + 1) * cols));
}

function nested(rows: number, cols: number, values: Float64Array): number[][] {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * cols, (i + 1) * cols)]);
}
