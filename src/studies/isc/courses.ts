import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { isLeaveOneOut, type ChosenIsc } from "./options.ts";
import { pairsOfSubjects, type Course } from "./subjects.ts";

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

type How = Pick<ChosenIsc, "method" | "tolerateNans">;

/** Some units of all subjects. */
export interface Cut {
  readonly courses: readonly Matrix[];
  /** The same about their means. */
  readonly own: readonly Centred[];
  /** Whether a response is missing anywhere. */
  readonly isMissing: boolean;
}

/** Units start … end − 1; those for which too few subjects have complete responses are missing in all. */
export function cutUnits(courses: readonly Course[], start: number, end: number, how: How): Cut {
  const cut = courses.map((course) => columnsOf(course, start, end));
  const isMissing = excludeIncomplete(cut, how.tolerateNans);
  return { courses: cut, own: cut.map(centred), isMissing };
}

/** The rows of a result: each subject with the mean of the others, or the pairs. */
export function rowsOf({ courses, own, isMissing }: Cut, { method, tolerateNans }: How): Row[] {
  if (!isLeaveOneOut({ method }, courses.length))
    return pairsOfSubjects(courses.length).map(([i, j]) => ({ left: own[i]!, right: own[j]! }));
  // Correlation ignores scale, so the sum will do. Without `tolerateNans`, NaN spreads through it.
  const others = isMissing && tolerateNans !== false ? meansOfPresent(courses) : sumsOfOthers(courses);
  return own.map((left, k) => ({ left, right: centred(others[k]!) }));
}

/** Pearson correlations of the rows, one a unit; NaN where a course is constant or not complete. */
export function correlationsOf(cut: Cut, how: How): Float64Array[] {
  const { own, isMissing } = cut;
  const isShort = isLeaveOneOut(how, own.length) && !isMissing;
  const found = isShort ? withTheRest(own) : undefined;
  return found ?? rowsOf(cut, how).map(correlations);
}

/** Where others are smaller than this against a subject (squared), taking it away loses digits. */
const smallest = 1e-4;

/** Each subject with the sum of all less itself; nothing where that is inaccurate. */
function withTheRest(own: readonly Centred[]): Float64Array[] | undefined {
  const all = new Float64Array(own[0]!.course.data.length);
  for (const { course } of own) addTo(all, all, course.data);
  const found: Float64Array[] = [];
  for (const { course, norms } of own) {
    const { products, squares } = besides(course, all);
    if (!squares.every((left, unit) => left > smallest * square(norms[unit]!))) return undefined;
    found.push(products.map((product, unit) => bounded(product, norms[unit]! * Math.sqrt(squares[unit]!))));
  }
  return found;
}

/** Of each unit: the product of a course with what is left of all without it, and the square of that. */
function besides({ rows, cols, data }: Matrix, all: Float64Array) {
  const [products, squares] = [new Float64Array(cols), new Float64Array(cols)];
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) {
      const rest = all[k]! - data[k]!;
      products[unit]! += data[k]! * rest;
      squares[unit]! += rest * rest;
    }
  }
  return { products, squares };
}

function columnsOf({ rows, cols, data }: Course, start: number, end: number): Matrix {
  const width = end - start;
  const cut = matrix(rows, width);
  const to = cut.data;
  for (let t = 0, k = 0; t < rows; t++) {
    const last = t * cols + end;
    for (let from = t * cols + start; from < last; from++, k++) to[k] = data[from]!;
  }
  return cut;
}

/**
 * A unit for which too few subjects have complete responses is missing in all.
 * @returns whether a response is missing anywhere
 */
function excludeIncomplete(cut: readonly Matrix[], tolerateNans: boolean | number): boolean {
  const needed = typeof tolerateNans === "number" ? Math.max(1e-9, tolerateNans * cut.length) : 1;
  const missing = new Float64Array(cut[0]!.cols);
  for (const course of cut) missingUnits(course).forEach((isMissing, unit) => (missing[unit]! += isMissing));
  missing.forEach((count, unit) => {
    if (cut.length - count < needed) for (const course of cut) fillUnit(course, unit, Number.NaN);
  });
  return missing.some((count) => count > 0);
}

/** 1 for a unit of which a response is missing. */
function missingUnits({ rows, cols, data }: Matrix): Uint8Array {
  const missing = new Uint8Array(cols);
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) if (data[k] !== data[k]) missing[unit] = 1;
  }
  return missing;
}

function fillUnit({ rows, cols, data }: Matrix, unit: number, value: number): void {
  for (let t = 0; t < rows; t++) data[t * cols + unit] = value;
}

/** For each subject the sum of the others, from both ends: nothing is taken away again. */
function sumsOfOthers(courses: readonly Matrix[]): Matrix[] {
  const { rows, cols } = courses[0]!;
  const sums = courses.map(() => matrix(rows, cols));
  for (let s = courses.length - 2; s >= 0; s--) {
    addTo(sums[s]!.data, sums[s + 1]!.data, courses[s + 1]!.data);
  }
  const before = new Float64Array(rows * cols);
  for (let s = 1; s < courses.length; s++) {
    addTo(before, before, courses[s - 1]!.data);
    addTo(sums[s]!.data, sums[s]!.data, before);
  }
  return sums;
}

function addTo(sum: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k] = a[k]! + b[k]!;
}

/** For each subject the mean of those of the others that are there: sums, divided by the sums of how many. */
function meansOfPresent(courses: readonly Matrix[]): Matrix[] {
  const each = (of: (value: number) => number) =>
    courses.map(({ rows, cols, data }) => matrix(rows, cols, data.map(of)));
  const sums = sumsOfOthers(each((value) => (Number.isNaN(value) ? 0 : value)));
  const counts = sumsOfOthers(each((value) => Number(!Number.isNaN(value))));
  return sums.map(({ rows, cols, data }, s) =>
    matrix(
      rows,
      cols,
      data.map((sum, k) => sum / counts[s]!.data[k]!),
    ),
  );
}

/** Takes the mean of each unit away. What that leaves of a constant is rounding, and becomes 0. */
export function centred({ rows, cols, data }: Course): Centred {
  const means = new Float64Array(cols);
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) means[unit]! += data[k]!;
  }
  for (let unit = 0; unit < cols; unit++) means[unit]! /= rows;
  const course = matrix(rows, cols);
  const [about, squares] = [course.data, new Float64Array(cols)];
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < cols; unit++, k++) {
      const value = data[k]! - means[unit]!;
      about[k] = value;
      squares[unit]! += value * value;
    }
  }
  const rounding = Number.EPSILON * rows;
  const norms = squares.map((square, unit) => {
    const norm = Math.sqrt(square);
    if (norm > 1e-3 * Math.abs(means[unit]!)) return norm; // no constant is so far from its rounded mean
    return norm <= rounding * Math.abs(means[unit]!) || isConstant({ rows, cols, data }, unit) ? 0 : norm;
  });
  return { course, norms };
}

/** Whether the responses of a unit are equal. Of those the mean is rounded, so what it leaves does not tell. */
function isConstant({ rows, cols, data }: Course, unit: number): boolean {
  for (let t = 1; t < rows; t++) if (data[t * cols + unit] !== data[unit]) return false;
  return true;
}

function correlations({ left, right }: Row): Float64Array {
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
