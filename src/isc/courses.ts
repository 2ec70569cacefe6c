import { matrix, type Matrix } from "../matrix.ts";
import type { CorrelationOptions } from "./options.ts";
import { pairsOfSubjects } from "./subjects.ts";

/** Courses of some units about their means: time × units, and the norm of each. */
export interface Centred {
  readonly course: Matrix;
  /** NaN where a response is missing, 0 where the course is constant. */
  readonly norms: Float64Array;
}

/** Whose courses are correlated: those of one subject or pair. */
export interface Row {
  readonly left: Centred;
  readonly right: Centred;
}

type How = Required<Pick<CorrelationOptions, "method" | "tolerateNans">>;

/**
 * The rows of a result over units start … end − 1: each subject with the mean of the others,
 * or the pairs.
 */
export function rowsOfUnits(courses: readonly Matrix[], start: number, end: number, how: How): Row[] {
  const cut = courses.map((course) => columnsOf(course, start, end));
  excludeIncomplete(cut, how.tolerateNans);
  const own = cut.map(centred);
  if (how.method === "pairwise" || courses.length === 2)
    return pairsOfSubjects(courses.length).map(([i, j]) => ({ left: own[i]!, right: own[j]! }));
  const others = meansOfOthers(cut, how.tolerateNans !== false);
  return own.map((left, k) => ({ left, right: centred(others[k]!) }));
}

function columnsOf({ rows, cols, data }: Matrix, start: number, end: number): Matrix {
  const width = end - start;
  const cut = matrix(rows, width);
  for (let t = 0; t < rows; t++) cut.data.set(data.subarray(t * cols + start, t * cols + end), t * width);
  return cut;
}

/** A unit for which too few subjects have complete responses is missing in all. */
function excludeIncomplete(cut: readonly Matrix[], tolerateNans: boolean | number): void {
  const needed = typeof tolerateNans === "number" ? Math.max(1e-9, tolerateNans * cut.length) : 1;
  const complete = new Float64Array(cut[0]!.cols);
  for (const course of cut)
    missingUnits(course).forEach((isMissing, unit) => (complete[unit]! += 1 - isMissing));
  complete.forEach((count, unit) => {
    if (count < needed) for (const course of cut) fillUnit(course, unit, Number.NaN);
  });
}

/** 1 for a unit of which a response is missing. */
function missingUnits({ rows, cols, data }: Matrix): Uint8Array {
  const missing = new Uint8Array(cols);
  for (let k = 0; k < rows * cols; k++) if (Number.isNaN(data[k])) missing[k % cols] = 1;
  return missing;
}

function fillUnit({ rows, cols, data }: Matrix, unit: number, value: number): void {
  for (let t = 0; t < rows; t++) data[t * cols + unit] = value;
}

/** For each subject the mean of the others, through sums from both ends: nothing is taken away again. */
function meansOfOthers(courses: readonly Matrix[], tolerant: boolean): Matrix[] {
  const { rows, cols } = courses[0]!;
  const length = rows * cols;
  const after = courses.map(() => new Float64Array(length));
  const countsAfter = courses.map(() => new Uint16Array(length));
  for (let s = courses.length - 2; s >= 0; s--) {
    after[s]!.set(after[s + 1]!);
    countsAfter[s]!.set(countsAfter[s + 1]!);
    add(after[s]!, countsAfter[s]!, courses[s + 1]!.data, tolerant);
  }
  const [before, countsBefore] = [new Float64Array(length), new Uint16Array(length)];
  return courses.map(({ data }, s) => {
    const mean = after[s]!;
    for (let k = 0; k < length; k++)
      mean[k] = (mean[k]! + before[k]!) / (countsAfter[s]![k]! + countsBefore[k]!);
    add(before, countsBefore, data, tolerant);
    return matrix(rows, cols, mean);
  });
}

function add(sum: Float64Array, counts: Uint16Array, values: Float64Array, tolerant: boolean): void {
  for (let k = 0; k < sum.length; k++) {
    const value = values[k]!;
    if (tolerant && value !== value) continue;
    sum[k]! += value;
    counts[k]!++;
  }
}

/** Takes the mean of each unit away. What that leaves of a constant is rounding, and becomes 0. */
export function centred(course: Matrix): Centred {
  const { rows, cols, data } = course;
  const [means, largest] = [new Float64Array(cols), new Float64Array(cols)];
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) {
      means[unit]! += data[k]! / rows;
      largest[unit] = Math.max(largest[unit]!, Math.abs(data[k]!));
    }
  }
  const about = matrix(rows, cols);
  const squares = new Float64Array(cols);
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) {
      const value = data[k]! - means[unit]!;
      about.data[k] = value;
      squares[unit]! += value * value;
    }
  }
  const rounding = Number.EPSILON * rows;
  const norms = squares.map((square, unit) => {
    const norm = Math.sqrt(square);
    return norm <= rounding * largest[unit]! ? 0 : norm;
  });
  return { course: about, norms };
}

/** Pearson correlation of each unit; NaN where a course is constant or not complete. */
export function correlations({ left, right }: Row): Float64Array {
  const { rows, cols } = left.course;
  const [a, b] = [left.course.data, right.course.data];
  const products = new Float64Array(cols);
  for (let k = 0, t = 0; t < rows; t++)
    for (let unit = 0; unit < cols; unit++, k++) products[unit]! += a[k]! * b[k]!;
  return products.map((product, unit) => bounded(product, left.norms[unit]! * right.norms[unit]!));
}

/** product / norms, which rounding must not carry beyond 1; NaN for norms of 0. */
export function bounded(product: number, norms: number): number {
  if (!(norms > 0)) return Number.NaN;
  return Math.max(-1, Math.min(1, product / norms));
}
