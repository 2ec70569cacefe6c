import { isfcRow } from "./task.ts";
import { iscUnits } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { shared } from "../../base/thread-memory.ts";
import type { TaskRunner } from "../../run/tasks/runner.ts";
import { version } from "../../base/version.ts";
import type { IscBlock } from "./block.ts";
import { assertTargets } from "./isfc.ts";
import { chosenIsc, type ChosenIsc, type CorrelationOptions, type IscOptions } from "./options.ts";
import { planTest, type Test } from "./plan.ts";
import { rowNames, subjectsOf, transposed, type Subjects } from "./subjects.ts";
import { summarize } from "./summary.ts";

/** Inter-subject correlations and what a test says of them. */
export interface Isc {
  readonly subjects: readonly string[];
  /** What each row of `values` is: a subject, or a pair. */
  readonly rows: readonly string[];
  readonly options: Omit<ChosenIsc, "distribution">;
  /** Correlations, rows × units (× times if spatial); NaN where a course is constant or incomplete. */
  readonly values: Matrix;
  /** Summary over rows, one a unit; of two groups the difference. Absent for summary none. */
  readonly summary?: Float64Array;
  /** Of the summary, one a unit. */
  readonly p?: Float64Array;
  /** Bounds of the bootstrap interval of the summary. */
  readonly interval?: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** Resamples of the summary, samples × units, if asked for. */
  readonly distribution?: Matrix;
  /** How many correlations have no value, and in how many units none has. */
  readonly undefinedValues: number;
  readonly undefinedUnits: number;
  readonly warnings: readonly string[];
  readonly version: string;
  toJSON(): object;
}

/** Functional connectivity between subjects. */
export interface Isfc {
  readonly subjects: readonly string[];
  readonly rows: readonly string[];
  /** units × units (of the targets), one a row; a single one where a summary was taken. */
  readonly matrices: readonly Matrix[];
}

export interface IsfcOptions extends CorrelationOptions {
  /** Courses of the same subjects and times, with which the units are correlated instead. */
  readonly targets?: readonly RepresentationLike[];
}

/**
 * Correlation of the courses of each unit between subjects: how much of the responses the subjects
 * share, unit by unit. Units must correspond between subjects.
 *
 * @param subjects - time (or stimuli) × units each, all of one shape; NaN is a missing response
 * @throws {OptionError | ShapeError} naming the option, or the subject of another shape.
 *
 * Source: Hasson et al., Science 303, 2004; resampling: Chen et al., NeuroImage 142, 2016; Nastase et al., SCAN 14, 2019.
 */
export async function isc(
  subjects: readonly RepresentationLike[],
  options: IscOptions = {},
  control: Control = {},
): Promise<Isc> {
  const read = subjectsOf(subjects);
  const found = sharing(options.spatial ? transposed(read) : read);
  const chosen = chosenIsc(options, found.names.length);
  const { rows: time } = found.courses[0]!;
  const size = { subjects: found.names.length, time };
  const test = chosen.null ? planTest(chosen, options.draws, size) : undefined;
  const { tasks } = await runtimeOf(control);
  return resultOf(found, chosen, await blocks(found, chosen, test, tasks, control));
}

/**
 * Inter-subject functional connectivity: each unit of a subject with each unit of the others.
 *
 * @param given - time (or stimuli) × units each, all of one shape
 * @throws as `isc`.
 *
 * Source: Simony et al., Nature Communications 7, 2016.
 */
export async function isfc(
  given: readonly RepresentationLike[],
  options: IsfcOptions = {},
  control: Control = {},
): Promise<Isfc> {
  const subjects = sharing(subjectsOf(given, "isfc"));
  const { method, tolerateNans, summary } = chosenIsc({ summary: "none", ...options }, subjects.names.length);
  const targets = options.targets && sharing(subjectsOf(options.targets, "isfc"));
  if (targets) assertTargets(subjects.courses, targets.courses);
  const rows = rowNames(subjects.names, method === "pairwise");
  const { courses } = subjects;
  const setup = { courses, targets: targets?.courses, options: { method, tolerateNans } };
  const { rows: time, cols } = courses[0]!;
  const operations = 2 * rows.length * time * cols * (targets?.courses[0]!.cols ?? cols);
  const { tasks } = await runtimeOf(control);
  const matrices = await tasks.run(isfcRow, setup, [...rows.keys()], { ...control, operations });
  const summarized = summary === "none" || rows.length === 1 ? matrices : [over(matrices, summary)];
  return { subjects: subjects.names, rows, matrices: summarized };
}

function sharing({ names, courses }: Subjects): Subjects {
  return {
    names,
    courses: courses.map(({ rows, cols, data }) => ({ rows, cols, data: shared(data) })),
  };
}

/** Numbers that the resamples of one block of units may hold: 32 MiB. */
const budget = 4e6;

async function blocks(
  { names, courses }: Subjects,
  options: ChosenIsc,
  test: Test | undefined,
  tasks: TaskRunner,
  control: Control,
): Promise<IscBlock[]> {
  const { rows: time, cols } = courses[0]!;
  const rows = rowNames(names, options.method === "pairwise").length;
  const samples = test?.plan.samples ?? 1;
  const each = Math.max(samples * (options.summary === "median" ? rows : 1), rows * time);
  const width = Math.max(8, Math.min(128, Math.floor(budget / each)));
  const ranges: [number, number][] = [];
  for (let start = 0; start < cols; start += width) ranges.push([start, Math.min(cols, start + width)]);
  const operations = rows * cols * (time + samples * (test?.plan.kind === "weights" ? 2 : time));
  return tasks.run(iscUnits, { courses, options, test }, ranges, { ...control, operations });
}

function resultOf(subjects: Subjects, chosen: ChosenIsc, parts: readonly IscBlock[]): Isc {
  const { distribution: _, ...options } = chosen;
  const { names } = subjects;
  const rows = rowNames(names, chosen.method === "pairwise");
  const values = beside(parts.map((part) => part.values));
  const joined = (of: "observed" | "p" | "lower" | "upper") =>
    Float64Array.from(parts.flatMap((part) => [...(part[of] ?? [])]));
  const isTested = chosen.null !== undefined;
  const missing = missingOf(values);
  const facts = {
    subjects: names,
    rows,
    options,
    values,
    ...missing,
    version,
    warnings: warningsOf(missing),
    ...(chosen.summary === "none" ? {} : { summary: joined("observed") }),
    ...(isTested ? { p: joined("p") } : {}),
    ...(chosen.null === "bootstrap" ? { interval: { lower: joined("lower"), upper: joined("upper") } } : {}),
    ...(isTested && chosen.distribution
      ? { distribution: beside(parts.map((part) => part.distribution!)) }
      : {}),
  };
  return { ...facts, toJSON: () => plain(facts) };
}

/** Matrices of the same rows, side by side. */
function beside(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]!.rows;
  const whole = matrix(
    rows,
    parts.reduce((sum, { cols }) => sum + cols, 0),
  );
  let left = 0;
  for (const { cols, data } of parts) {
    for (let row = 0; row < rows; row++)
      whole.data.set(data.subarray(row * cols, (row + 1) * cols), row * whole.cols + left);
    left += cols;
  }
  return whole;
}

function missingOf({ rows, cols, data }: Matrix): Pick<Isc, "undefinedValues" | "undefinedUnits"> {
  const perUnit = new Float64Array(cols);
  data.forEach((value, k) => (perUnit[k % cols]! += Number(Number.isNaN(value))));
  return {
    undefinedValues: perUnit.reduce((sum, count) => sum + count, 0),
    undefinedUnits: perUnit.filter((count) => count === rows).length,
  };
}

function warningsOf({
  undefinedValues,
  undefinedUnits,
}: Pick<Isc, "undefinedValues" | "undefinedUnits">): string[] {
  if (undefinedValues === 0) return [];
  return [
    `${undefinedValues} correlations have no value, because a course is constant or responses are missing; ` +
      `${undefinedUnits} units have none at all. They are NaN, and left out of summaries.`,
  ];
}

/** For JSON: typed arrays as lists. */
function plain(facts: object): object {
  const list = (value: unknown): unknown => {
    if (value instanceof Float64Array) return [...value];
    if (isMatrix(value))
      return Array.from({ length: value.rows }, (_, i) => [
        ...value.data.subarray(i * value.cols, (i + 1) * value.cols),
      ]);
    return value;
  };
  const entries = Object.entries(facts).map(([name, value]) =>
    name === "interval"
      ? [name, { lower: list(value.lower), upper: list(value.upper) }]
      : [name, list(value)],
  );
  return Object.fromEntries(entries) as object;
}

function isMatrix(value: unknown): value is Matrix {
  return typeof value === "object" && value !== null && "cols" in value && "data" in value;
}

/** Entry by entry over rows. */
function over(matrices: readonly Matrix[], summary: "mean" | "median"): Matrix {
  const { rows, cols } = matrices[0]!;
  const entries = new Float64Array(matrices.length);
  const whole = matrix(rows, cols);
  for (let k = 0; k < whole.data.length; k++) {
    for (const [r, { data }] of matrices.entries()) entries[r] = data[k]!;
    whole.data[k] = summarize(entries, summary);
  }
  return whole;
}
