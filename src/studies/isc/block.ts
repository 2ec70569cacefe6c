import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { movableOf, takenAnew, weighedAnew } from "./resampling/anew.ts";
import { correlationsOf, cutUnits, rowsOf, type Cut } from "./courses.ts";
import { movedRows, weightedSummaries } from "./resampling/distribution.ts";
import { identicalIn } from "./identical.ts";
import { judge, type Judged } from "./resampling/judge.ts";
import { isLeaveOneOut, type ChosenIsc } from "./options.ts";
import { inPieces } from "./resampling/pieces.ts";
import type { Plan, Test } from "./resampling/resamples.ts";
import type { Course } from "./subjects.ts";
import { summarize } from "./summary.ts";

/** What is known of some of the units. */
export interface IscBlock {
  /** Correlations, subjects (or pairs) × units. */
  readonly values: Matrix;
  /** The summary of each unit; empty if none was asked for. */
  readonly observed: Float64Array;
  readonly judged?: Judged;
  /** Of each pair of subjects: in how many units their courses are the same. */
  readonly identical: Float64Array;
}

/** Everything about units start … end − 1. */
export function iscOfUnits(
  courses: readonly Course[],
  [start, end]: readonly [number, number],
  options: ChosenIsc,
  test: Test | undefined,
  kernels: Kernels,
): IscBlock {
  const cut = cutUnits(courses, start, end, options);
  const values = valuesOf(cut, options);
  const identical = identicalIn(cut.own);
  if (!test) return { values, observed: summaryOf(values, options), identical };
  return { values, identical, ...tested(cut, values, options, test, kernels) };
}

function tested(cut: Cut, values: Matrix, options: ChosenIsc, test: Test, kernels: Kernels) {
  const { plan, exact } = test;
  if (plan.kind === "weights") return testOfValues(values, options, test, kernels);
  const observed = weightedSummaries(values, test.observed, 1, options, kernels).data;
  const subjects = cut.courses.length;
  if (plan.kind === "courses" || (plan.everyone && isLeaveOneOut(options, subjects)))
    return { observed, judged: testAnew(cut, observed, options, test, kernels) };
  const rows = rowsOf(cut, options);
  const distribution = inPieces(plan, subjects, cut.courses[0]!.rows, (piece) =>
    movedRows(rows, piece, options, subjects, kernels),
  );
  return { observed, judged: judge(observed, distribution, options, exact) };
}

/**
 * The test whose correlations are taken anew. What is missing is the mean of its course there, in the
 * observed value too, so that p compares like with like.
 */
function testAnew(
  cut: Cut,
  observed: Float64Array,
  options: ChosenIsc,
  test: Test,
  kernels: Kernels,
): Judged {
  const plan = test.plan as Exclude<Plan, { kind: "weights" }>;
  const courses = movableOf(cut, kernels);
  const again = weighedAnew(courses, test.observed, 1, options, kernels).data;
  const compared = observed.map((value, unit) => (Number.isNaN(value) ? value : again[unit]!));
  return judge(compared, takenAnew(courses, plan, options, kernels), options, test.exact);
}

/** A test that needs the correlations alone, rows × units: bootstrap and permutation. */
export function testOfValues(
  values: Matrix,
  options: ChosenIsc,
  test: Test,
  kernels: Kernels,
): Required<Pick<IscBlock, "observed" | "judged">> {
  const { terms, samples } = test.plan as Extract<Plan, { kind: "weights" }>;
  const observed = weightedSummaries(values, test.observed, 1, options, kernels).data;
  const distribution = weightedSummaries(values, terms, samples, options, kernels);
  return { observed, judged: judge(observed, distribution, options, test.exact) };
}

/** Correlations of the rows; where groups are compared, of each subject with the others of its own group. */
function valuesOf(cut: Cut, options: ChosenIsc): Matrix {
  const { groups } = options;
  const subjects = cut.courses.length;
  const isWithin = groups && options.null === "permutation" && isLeaveOneOut(options, subjects);
  return isWithin ? withinGroups(cut, groups, options) : stacked(correlationsOf(cut, options));
}

function withinGroups(cut: Cut, groups: readonly (string | number)[], options: ChosenIsc): Matrix {
  const rows: Float64Array[] = [];
  for (const name of new Set(groups)) {
    const members = [...groups.keys()].filter((s) => groups[s] === name);
    const [courses, own] = [members.map((s) => cut.courses[s]!), members.map((s) => cut.own[s]!)];
    const found = correlationsOf({ ...cut, courses, own }, options);
    // Two subjects are one pair: each correlates with the other.
    members.forEach((s, k) => (rows[s] = found[k] ?? found[0]!));
  }
  return stacked(rows);
}

function stacked(rows: readonly Float64Array[]): Matrix {
  const whole = matrix(rows.length, rows[0]!.length);
  rows.forEach((row, r) => whole.data.set(row, r * whole.cols));
  return whole;
}

function summaryOf({ rows, cols, data }: Matrix, { summary }: ChosenIsc): Float64Array {
  if (summary === "none") return new Float64Array(0);
  const column = new Float64Array(rows);
  return Float64Array.from({ length: cols }, (_, unit) => {
    for (let r = 0; r < rows; r++) column[r] = data[r * cols + unit]!;
    return summarize(column, summary);
  });
}
