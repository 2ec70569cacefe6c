import { isfcRow } from "./task.ts";
import { iscUnits } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { assertFits } from "../../base/forecast.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { iscResult, isfcResult, type Isc, type Isfc } from "./result.ts";
import { beside, lostOf, testedFacts } from "./tested.ts";
import { isfcWarnings, warningsOf } from "./warnings.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { shared } from "../../base/thread-memory.ts";
import type { TaskRunner } from "../../run/tasks/runner.ts";
import { version } from "../../base/version.ts";
import type { IscBlock } from "./block.ts";
import { centred } from "./courses.ts";
import { identicalIn } from "./identical.ts";
import { assertTargets, isfcRowNames } from "./isfc.ts";
import { chosenIsc, isfcOptions, type ChosenIsc, type IscOptions, type IsfcOptions } from "./options.ts";
import { planTest } from "./resampling/plan.ts";
import type { Test } from "./resampling/resamples.ts";
import { rowNames, subjectsOf, transposed, type Subjects } from "./subjects.ts";
import { summarize } from "./summary.ts";

/** The computation of `isc`. */
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
  if (chosen.null) assertFits("isc", "samples", chosen.samples, bytesOfSample(chosen, found));
  const test = chosen.null ? planTest(chosen, options.draws, size) : undefined;
  const { tasks } = await runtimeOf(control);
  return resultOf(found, chosen, test, await blocks(found, chosen, test, tasks, control));
}

/** What one resample takes, about: how subjects are drawn or moved, one block of units, and the values that are returned. */
function bytesOfSample(options: ChosenIsc, { names, courses }: Subjects): number {
  const { rows: time, cols: units } = courses[0]!;
  const rows = rowNames(names, options.method === "pairwise").length;
  const drawn = options.null?.endsWith("phase-shift") ? names.length * (time / 2 + 1) : 2 * names.length;
  return 8 * (8 + drawn + rows + 3 * leastBlock * rows + (options.distribution ? units : 0));
}

/** The computation of `isfc`. */
export async function isfc(
  given: readonly RepresentationLike[],
  options: IsfcOptions = {},
  control: Control = {},
): Promise<Isfc> {
  const subjects = sharing(subjectsOf(given, "isfc"));
  const chosen = resolveOptions("isfc", isfcOptions, options);
  const { method, tolerateNans, summary } = chosen;
  const targets = chosen.targets && sharing(subjectsOf(chosen.targets, "isfc"));
  if (targets) assertTargets(subjects.courses, targets.courses);
  const { courses, names } = subjects;
  const rows = isfcRowNames(names, method, targets !== undefined);
  const setup = { courses, targets: targets?.courses, options: { method, tolerateNans } };
  const { rows: time, cols } = courses[0]!;
  const operations = 2 * rows.length * time * cols * (targets?.courses[0]!.cols ?? cols);
  const { tasks } = await runtimeOf(control);
  const matrices = await tasks.run(isfcRow, setup, [...rows.keys()], { ...control, operations });
  const summarized = summary === "none" || rows.length === 1 ? matrices : [over(matrices, summary, !targets)];
  const identical = identicalIn(courses.map(centred));
  const warnings = isfcWarnings({ names, units: cols, matrices, identical, isMean: summary === "mean" });
  return isfcResult({ subjects: names, rows, matrices: summarized, warnings });
}

function sharing({ names, courses }: Subjects): Subjects {
  return {
    names,
    courses: courses.map(({ rows, cols, data }) => ({ rows, cols, data: shared(data) })),
  };
}

/** Numbers that the resamples of one block of units may hold: 32 MiB. */
const budget = 4e6;

/** Fewer units at a time take longer, however many resamples there are. */
const leastBlock = 8;

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
  const each = Math.max(samples * rowsHeld(test, options, rows), rows * time, rows * names.length);
  const width = Math.max(leastBlock, Math.min(128, Math.floor(budget / each)));
  const ranges: [number, number][] = [];
  for (let start = 0; start < cols; start += width) ranges.push([start, Math.min(cols, start + width)]);
  const operations = rows * cols * (time + samples * (test?.plan.kind === "weights" ? 2 : time));
  return tasks.run(iscUnits, { courses, options, test }, ranges, { ...control, operations });
}

/** Of how many rows all resamples are held at once. Weighed courses are resampled tile by tile. */
function rowsHeld(test: Test | undefined, { summary }: ChosenIsc, rows: number): number {
  if (test?.plan.kind === "courses") return 1;
  return summary === "median" || (test && test.plan.kind !== "weights") ? rows : 1;
}

function resultOf(
  subjects: Subjects,
  chosen: ChosenIsc,
  test: Test | undefined,
  parts: readonly IscBlock[],
): Isc {
  const { distribution: _, ...options } = chosen;
  const { names, courses } = subjects;
  const { rows: time, cols: units } = courses[0]!;
  const values = beside(parts.map((part) => part.values));
  const missing = missingOf(values);
  const [identical, lost] = [sumOf(parts.map((part) => part.identical)), lostOf(parts)];
  const summary = Float64Array.from(parts.flatMap(({ observed }) => [...observed]));
  return iscResult({
    subjects: names,
    rows: rowNames(names, chosen.method === "pairwise"),
    options,
    values,
    ...missing,
    version,
    warnings: warningsOf({ names, time, units, options: chosen, test, ...missing, identical, lost }),
    ...(chosen.summary === "none" ? {} : { summary }),
    ...(test ? testedFacts(parts, chosen, test) : {}),
  });
}

function sumOf(lists: readonly Float64Array[]): Float64Array {
  return lists.reduce((sum, list) => sum.map((value, k) => value + list[k]!));
}

function missingOf({ rows, cols, data }: Matrix): Pick<Isc, "undefinedValues" | "undefinedUnits"> {
  const perUnit = new Float64Array(cols);
  data.forEach((value, k) => (perUnit[k % cols]! += Number(Number.isNaN(value))));
  return {
    undefinedValues: perUnit.reduce((sum, count) => sum + count, 0),
    undefinedUnits: perUnit.filter((count) => count === rows).length,
  };
}

/** Entry by entry over rows. Of symmetric matrices each pair of entries is summarized once. */
function over(matrices: readonly Matrix[], summary: "mean" | "median", isSymmetric: boolean): Matrix {
  const { rows, cols } = matrices[0]!;
  const lists = matrices.map(({ data }) => data);
  const entries = new Float64Array(lists.length);
  const whole = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let j = isSymmetric ? i : 0; j < cols; j++) {
      for (let r = 0; r < lists.length; r++) entries[r] = lists[r]![i * cols + j]!;
      const value = summarize(entries, summary);
      whole.data[i * cols + j] = value;
      if (isSymmetric) whole.data[j * cols + i] = value;
    }
  }
  return whole;
}
