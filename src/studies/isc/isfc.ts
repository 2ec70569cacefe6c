import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
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
 * Full functional connectivity of row `index`: the correlation of each unit of a subject with each
 * unit of the mean of the others (or of the other subject). Without targets the two directions are averaged.
 *
 * @param targets - other courses of the same subjects that take the place of the right-hand side
 */
export function isfcOfRow(
  courses: readonly Matrix[],
  targets: readonly Matrix[] | undefined,
  index: number,
  how: How,
  kernels: Kernels,
): Matrix {
  const whole = (of: readonly Matrix[]) => cutUnits(of, 0, of[0]!.cols, how);
  const { left, right } = targets
    ? towardsTargets(whole(courses), whole(targets), how)[index]!
    : rowsOf(whole(courses), how)[index]!;
  return kernels.scope(() => {
    const product = kernels.gemm(unit(left), unit(right), { transA: true });
    const correlations = kernels.detach(product);
    blank(correlations, left, right);
    return targets ? correlations : symmetrized(correlations);
  });
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

/** Courses at length 1; those without a direction become 0. */
function unit({ course, norms }: Centred): Matrix {
  const { rows, cols, data } = course;
  return matrix(
    rows,
    cols,
    data.map((value, k) => (norms[k % cols]! > 0 ? value / norms[k % cols]! : 0)),
  );
}

/** Where a course has no direction there is no correlation; rounding stays within ±1. */
function blank(correlations: Matrix, left: Centred, right: Centred): void {
  const { cols, data } = correlations;
  for (let k = 0; k < data.length; k++) {
    const defined = left.norms[Math.floor(k / cols)]! > 0 && right.norms[k % cols]! > 0;
    data[k] = defined ? Math.max(-1, Math.min(1, data[k]!)) : Number.NaN;
  }
}

function symmetrized({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from(data, (value, k) => (value + data[(k % cols) * cols + Math.floor(k / cols)]!) / 2),
  );
}

/** @throws {ShapeError | OptionError} unless there is one target a subject, over the same times. */
export function assertTargets(courses: readonly Matrix[], targets: readonly Matrix[]): void {
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
