import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { Course } from "./subjects.ts";
import { cutUnits, rowsOf, type Centred, type Cut, type Row } from "./courses.ts";
import { identicalIn } from "./identical.ts";
import { isLeaveOneOut, type ChosenIsc, type IscMethod } from "./options.ts";
import { pairsOfSubjects, rowNames } from "./subjects.ts";

type How = Pick<ChosenIsc, "method" | "tolerateNans">;

/** Whose courses are correlated in each row of a result. */
export interface Prepared {
  /** units × times, each unit of length 1 about its mean; NaN where a course has no direction. */
  readonly courses: readonly Matrix[];
  /** Of each row the places of its left and its right side in `courses`. */
  readonly rows: readonly (readonly [number, number])[];
  /** As of `identicalIn`. */
  readonly identical: Float64Array;
}

/**
 * Makes once, for the products of all rows, what depends on single courses.
 * @param targets - other courses of the same subjects that take the place of the right-hand side
 */
export function isfcRows(
  courses: readonly Course[],
  targets: readonly Course[] | undefined,
  how: How,
): Prepared {
  const whole = (of: readonly Course[]) => cutUnits(of, 0, of[0]!.cols, how);
  const cut = whole(courses);
  const rows = targets ? towardsTargets(cut, whole(targets), how) : rowsOf(cut, how);
  const different = [...new Set(rows.flatMap(({ left, right }) => [left, right]))];
  const place = new Map(different.map((one, k) => [one, k]));
  return {
    courses: different.map(turned),
    rows: rows.map(({ left, right }) => [place.get(left)!, place.get(right)!]),
    identical: identicalIn(cut.own),
  };
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

/** Times and units that are turned together: the lines of both places then stay in the cache. */
const side = 32;

/** Each course as a row of length 1, in memory that threads share. */
function turned({ course: { rows: times, cols: units, data }, norms }: Centred): Matrix {
  const rows = sharedDoubles(times * units);
  for (let top = 0; top < times; top += side) {
    for (let start = 0; start < units; start += side)
      turnTile(data, norms, rows, { times, units, top, start });
  }
  return { rows: units, cols: times, data: rows };
}

function turnTile(
  data: Float64Array,
  norms: Float64Array,
  rows: Float64Array,
  { times, units, top, start }: Record<"times" | "units" | "top" | "start", number>,
): void {
  const [bottom, end] = [Math.min(top + side, times), Math.min(start + side, units)];
  for (let unit = start; unit < end; unit++) {
    // A course without a direction has no correlation: NaN spreads to its products and to no others.
    const norm = norms[unit]! > 0 ? norms[unit]! : Number.NaN;
    for (let t = top; t < bottom; t++) rows[unit * times + t] = data[t * units + unit]! / norm;
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
