import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Course } from "./subjects.ts";
import { cutUnits, rowsOf, type Centred, type Cut, type Row } from "./courses.ts";
import { isLeaveOneOut, type ChosenIsc, type IscMethod } from "./options.ts";
import { pairsOfSubjects, rowNames } from "./subjects.ts";

/** Correlations of every unit of one subject with every unit of the others. */
export interface IsfcRow {
  /** units × units (of the targets, where there are any); symmetric without targets. */
  readonly matrix: Matrix;
}

type How = Pick<ChosenIsc, "method" | "tolerateNans">;

/**
 * Whose courses are correlated in each row, at length 1: made once, for the products of all rows.
 * @param targets - other courses of the same subjects that take the place of the right-hand side
 */
export function isfcRows(
  courses: readonly Course[],
  targets: readonly Course[] | undefined,
  how: How,
): readonly Row[] {
  const whole = (of: readonly Course[]) => cutUnits(of, 0, of[0]!.cols, how);
  const rows = targets ? towardsTargets(whole(courses), whole(targets), how) : rowsOf(whole(courses), how);
  for (const one of new Set(rows.flatMap(({ left, right }) => [left, right]))) bringToLengthOne(one);
  return rows;
}

/**
 * Full functional connectivity of one row: the correlation of each unit of a subject with each
 * unit of the mean of the others (or of the other subject).
 * @param row - one of `isfcRows`
 * @param isSymmetric - whether the two directions are averaged, as they are without targets
 */
export function isfcOfRow({ left, right }: Row, isSymmetric: boolean, kernels: Kernels): Matrix {
  const correlations = kernels.scope(() =>
    kernels.detach(kernels.gemm(left.course, right.course, { transA: true })),
  );
  bound(correlations, left.norms, right.norms);
  if (isSymmetric) symmetrize(correlations);
  return correlations;
}

/**
 * Each subject with the mean of the others' targets. Two subjects give two rows, because the courses
 * of a with the targets of b are not those of b with the targets of a.
 */
function towardsTargets(courses: Cut, targets: Cut, how: How): Row[] {
  const [own, other] = [courses.own, targets.own];
  if (isLeaveOneOut(how, own.length))
    return rowsOf(targets, how).map(({ right }, s) => ({ left: own[s]!, right }));
  return targetPairs(how.method, own.length).map(([i, j]) => ({ left: own[i]!, right: other[j]! }));
}

/** Whose courses with whose targets: a pair in the order of the subjects, as BrainIAK takes it. */
function targetPairs(method: IscMethod, subjects: number): [number, number][] {
  if (method === "pairwise") return pairsOfSubjects(subjects);
  return [
    [0, 1],
    [1, 0],
  ];
}

/** What stands in the rows. */
export function isfcRowNames(names: readonly string[], method: IscMethod, hasTargets: boolean): string[] {
  if (!hasTargets) return rowNames(names, method === "pairwise");
  if (method === "leave-one-out") return [...names];
  return targetPairs(method, names.length).map(([i, j]) => `${names[i]} – targets of ${names[j]}`);
}

/** Divides each course by its norm, in place; one without a direction becomes 0. */
function bringToLengthOne({ course: { rows, data }, norms }: Centred): void {
  for (let k = 0, t = 0; t < rows; t++) {
    for (let unit = 0; unit < norms.length; unit++, k++)
      data[k] = norms[unit]! > 0 ? data[k]! / norms[unit]! : 0;
  }
}

/** Where a course has no direction there is no correlation; rounding stays within ±1. */
function bound({ data }: Matrix, left: Float64Array, right: Float64Array): void {
  for (let k = 0, i = 0; i < left.length; i++) {
    const hasDirection = left[i]! > 0;
    for (let j = 0; j < right.length; j++, k++)
      data[k] = hasDirection && right[j]! > 0 ? Math.max(-1, Math.min(1, data[k]!)) : Number.NaN;
  }
}

/** Rows and columns that are averaged together: both places of a pair then stay in the cache. */
const side = 32;

/** The mean of a square matrix and its transpose, in place. */
function symmetrize({ rows: size, data }: Matrix): void {
  for (let top = 0; top < size; top += side) {
    for (let start = top; start < size; start += side) symmetrizeTile(data, size, top, start);
  }
}

/** Of the tile at row `top` and column `start`, not below the diagonal, and of the one that mirrors it. */
function symmetrizeTile(data: Float64Array, size: number, top: number, start: number): void {
  const [bottom, end] = [Math.min(top + side, size), Math.min(start + side, size)];
  for (let i = top; i < bottom; i++) {
    for (let j = Math.max(start, i + 1); j < end; j++) {
      const [here, there] = [i * size + j, j * size + i];
      data[here] = data[there] = (data[here]! + data[there]!) / 2;
    }
  }
}

/** @throws {ShapeError | OptionError} unless there is one target a subject, over the same times. */
export function assertTargets(courses: readonly Course[], targets: readonly Course[]): void {
  if (targets.length !== courses.length) {
    throw new OptionError(
      `isfc: ${targets.length} targets for ${courses.length} subjects; expected one for each.`,
    );
  }
  if (targets[0]!.rows === courses[0]!.rows) return;
  throw new ShapeError(
    `isfc: the subjects have ${courses[0]!.rows} times, the targets ${targets[0]!.rows}; they must be the same.`,
  );
}
