import { iscUnits, isfcParts } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { assertFits } from "../../base/forecast.ts";
import { beside, matrix, type Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { iscResult, isfcResult, type Isc, type Isfc } from "./result.ts";
import { lostOf, testedFacts } from "./tested.ts";
import { isfcWarnings, warningsOf } from "./warnings.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { RepresentationLike, UnreadRepresentation } from "../../data/representation.ts";
import type { TaskRunner } from "../../run/tasks/runner.ts";
import { version } from "../../base/version.ts";
import type { IscBlock } from "./block.ts";
import { assertTargets, isfcRowNames, isfcRows, type Prepared } from "./isfc.ts";
import { corners, missingIn, putTile, type Corner } from "./isfc-tiles.ts";
import {
  chosenIsc,
  isfcOptions,
  type ChosenIsc,
  type IscOptions,
  type IscSummary,
  type IsfcOptions,
} from "./options.ts";
import { planTest } from "./resampling/plan.ts";
import type { Test } from "./resampling/resamples.ts";
import { rowNames, subjectsOf, transposed, type Subjects } from "./subjects.ts";

/** The computation of `isc`. */
export async function isc(
  subjects: readonly (RepresentationLike | UnreadRepresentation)[],
  options: IscOptions = {},
  control: Control = {},
): Promise<Isc> {
  const read = await subjectsOf(subjects, "isc", control.signal);
  const found = options.spatial ? transposed(read) : read;
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
  given: readonly (RepresentationLike | UnreadRepresentation)[],
  options: IsfcOptions = {},
  control: Control = {},
): Promise<Isfc> {
  const subjects = await subjectsOf(given, "isfc", control.signal);
  const chosen = resolveOptions("isfc", isfcOptions, options);
  const { method, tolerateNans, summary } = chosen;
  const targets = chosen.targets && (await subjectsOf(chosen.targets, "isfc", control.signal));
  if (targets) assertTargets(subjects.courses, targets.courses);
  const { courses, names } = subjects;
  const rows = isfcRowNames(names, method, targets !== undefined);
  const { identical, ...prepared } = isfcRows(courses, targets?.courses, { method, tolerateNans });
  const matrices = await connectivity(prepared, summary, !targets, control);
  const missing = missingIn(prepared, !targets);
  const isMean = summary === "mean";
  const warnings = isfcWarnings({ names, units: courses[0]!.cols, identical, isMean, missing });
  return isfcResult({ subjects: names, rows, matrices, warnings });
}

/** The matrix of each row, or one over all rows. */
async function connectivity(
  { courses, rows }: Pick<Prepared, "courses" | "rows">,
  summary: IscSummary,
  isSymmetric: boolean,
  control: Control,
): Promise<Matrix[]> {
  const [tall, { rows: wide }] = [courses[rows[0]![0]]!, courses[rows[0]![1]]!];
  const operations = 2 * rows.length * tall.cols * tall.rows * wide;
  const { tasks } = await runtimeOf(control);
  const isEach = summary === "none" || rows.length === 1;
  const pieces = isEach ? [...rows.keys()] : corners(tall.rows, wide, isSymmetric);
  const setup = { courses, rows, isSymmetric, summary: summary === "none" ? "mean" : summary } as const;
  const found = await tasks.run(isfcParts, setup, pieces, { ...control, operations });
  if (isEach) return found;
  const whole = matrix(tall.rows, wide);
  found.forEach((tile, k) => putTile(whole, pieces[k] as Corner, tile, isSymmetric));
  return [whole];
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
  for (let row = 0, at = 0; row < rows; row++)
    for (let unit = 0; unit < cols; unit++, at++) if (data[at] !== data[at]) perUnit[unit]!++;
  return {
    undefinedValues: perUnit.reduce((sum, count) => sum + count, 0),
    undefinedUnits: perUnit.filter((count) => count === rows).length,
  };
}
