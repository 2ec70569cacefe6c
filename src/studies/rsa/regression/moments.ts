import { inner, matrix, type Matrix } from "../../../base/matrix.ts";
import { sectionOf, type Counts } from "../drawn.ts";
import type { Pattern } from "../fitting/patterns.ts";

/** What regressions need to know of RDMs over the pairs that are compared. */
export interface Moments {
  /** V × V: Σ w (a − ā)(b − b̄) of the variables. */
  readonly gram: Matrix;
  /** Subjects × V: the same of each subject and each variable. */
  readonly cross: Matrix;
  /** Of each subject with itself. */
  readonly own: Float64Array;
  readonly meansOfVariables: Float64Array;
  readonly meansOfSubjects: Float64Array;
}

/** Columns of values over some pairs, and how often each pair counts. */
export interface Columns {
  readonly variables: readonly Float64Array[];
  readonly subjects: readonly Float64Array[];
  readonly weights: Float64Array;
}

/**
 * The values of a pattern of subjects on the pairs that a draw of stimuli leaves.
 * @param ranks - ranks in place of values; a pair that is drawn twice takes two places
 */
export function columnsOf(
  { data, variables }: { readonly data: Matrix; readonly variables: Matrix },
  { subjects, missing }: Pattern,
  stimuli: Counts,
  ranks: boolean,
): Columns & { readonly positions: Int32Array } {
  const { positions, weights } = sectionOf(stimuli, missing);
  const column = ({ cols, data: all }: Matrix, row: number) => {
    const values = Float64Array.from(positions, (position) => all[row * cols + position]!);
    return ranks ? weightedRanks(values, weights) : values;
  };
  return {
    variables: Array.from({ length: variables.rows }, (_, v) => column(variables, v)),
    subjects: subjects.map((t) => column(data, t)),
    weights,
    positions,
  };
}

/** Ranks from 1 of values that count so often; ties share their mean rank. */
export function weightedRanks(values: Float64Array, weights: Float64Array): Float64Array {
  const order = Float64Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  let before = 0;
  for (let start = 0; start < order.length;) {
    let [end, weight] = [start, 0];
    while (end < order.length && values[order[end]!] === values[order[start]!])
      weight += weights[order[end++]!]!;
    for (let k = start; k < end; k++) ranks[order[k]!] = before + (weight + 1) / 2;
    before += weight;
    start = end;
  }
  return ranks;
}

/** Weighted sums of products about the means. */
export function momentsOf({ variables, subjects, weights }: Columns): Moments {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = (columns: readonly Float64Array[]) => {
    const means = Float64Array.from(columns, (column) => inner(column, weights) / total);
    return { means, centred: columns.map((column, k) => column.map((value) => value - means[k]!)) };
  };
  const [x, y] = [centre(variables), centre(subjects)];
  const weighted = x.centred.map((column) => column.map((value, p) => value * weights[p]!));
  return {
    gram: products(weighted, x.centred),
    cross: products(y.centred, weighted),
    own: Float64Array.from(y.centred, (column) => weightedSquares(column, weights)),
    meansOfVariables: x.means,
    meansOfSubjects: y.means,
  };
}

/**
 * The correlations of all variables with one another and with a subject, which stands last.
 * @returns (V + 1) × (V + 1), row-major; NaN where one is constant
 */
export function correlationsOf({ gram, cross, own }: Moments, subject: number): Float64Array {
  const count = gram.rows;
  const size = count + 1;
  const deviation = (v: number) => Math.sqrt(v < count ? gram.data[v * count + v]! : own[subject]!);
  const product = (a: number, b: number) =>
    b < count ? gram.data[a * count + b]! : cross.data[subject * count + a]!;
  const correlations = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    correlations[a * size + a] = 1;
    for (let b = a + 1; b < size; b++) {
      const value = product(a, b) / (deviation(a) * deviation(b));
      correlations[a * size + b] = correlations[b * size + a] = value;
    }
  }
  return correlations;
}

function products(a: readonly Float64Array[], b: readonly Float64Array[]): Matrix {
  const result = matrix(a.length, b.length);
  a.forEach((x, i) => b.forEach((y, j) => (result.data[i * b.length + j] = inner(x, y))));
  return result;
}

function weightedSquares(x: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < x.length; p++) sum += x[p]! * x[p]! * weights[p]!;
  return sum;
}
