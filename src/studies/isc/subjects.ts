import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { shared } from "../../base/thread-memory.ts";
import {
  toRepresentations,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";

/** Responses of several subjects to the same course of stimuli; missing ones are NaN. */
export interface Subjects {
  readonly names: readonly string[];
  /** time × units of each, in the order of the names. */
  readonly courses: readonly Matrix[];
}

/**
 * @throws {OptionError} for fewer than two subjects.
 * @throws {ShapeError} if they are not matrices, all of one shape, or there are fewer than two times.
 * @throws {NumericalError} on infinity.
 */
export function subjectsOf(given: readonly RepresentationLike[], owner = "isc"): Subjects {
  const subjects = toRepresentations(given, owner);
  const [first] = subjects;
  if (!first || subjects.length < 2) {
    throw new OptionError(
      `${owner} compares subjects with one another: expected two or more, got ${subjects.length}.`,
    );
  }
  for (const subject of subjects) assertSameCourse(subject, first, owner);
  const time = first.shape[0]!;
  if (time < 2)
    throw new ShapeError(`${owner}: ${first.name} has ${time} time; a correlation needs two or more.`);
  return {
    names: subjects.map(({ name }) => name),
    courses: subjects.map((subject) => courseOf(subject, owner)),
  };
}

/** NaN stays, as a missing response; infinity is none. */
function courseOf({ name, shape, data }: Representation, owner: string): Matrix {
  const course = matrix(shape[0]!, shape[1]!, shared(data));
  const at = firstInfinity(course.data);
  if (at < 0) return course;
  throw new NumericalError(
    `${owner}: ${name} has ${course.data[at]} at time ${Math.floor(at / course.cols)} in unit ${at % course.cols}, ` +
      "counted from 0; responses are finite, or NaN where one is missing.",
  );
}

function firstInfinity(data: Float64Array): number {
  for (let k = 0; k < data.length; k++) if (Math.abs(data[k]!) === Infinity) return k;
  return -1;
}

function assertSameCourse(subject: Representation, first: Representation, owner: string): void {
  const { name, shape, stimuli } = subject;
  if (shape.length !== 2)
    throw new ShapeError(`${owner} takes matrices, time × units; ${name} is ${shape.join(" × ")}.`);
  assertSameShape(subject, first, owner);
  const row = stimuli?.findIndex((one, k) => first.stimuli && one !== first.stimuli[k]) ?? -1;
  if (row < 0) return;
  throw new ShapeError(
    `Stimulus ${row} is ${JSON.stringify(first.stimuli![row])} in ${first.name} but ${JSON.stringify(stimuli![row])} in ${name}; ` +
      "the stimuli must be the same, in the same order.",
  );
}

function assertSameShape({ name, shape }: Representation, first: Representation, owner: string): void {
  const shapes = `${owner}: ${first.name} is ${first.shape.join(" × ")} (times × units), ${name} ${shape.join(" × ")}`;
  if (shape[0] !== first.shape[0])
    throw new ShapeError(
      `${shapes}: they have ${first.shape[0]} and ${shape[0]} times. Subjects are compared time by time; cut all to the same times.` +
        (shape[0] === first.shape[1] ? " If the arrays are units × times, transpose them." : ""),
    );
  if (shape[1] !== first.shape[1])
    throw new ShapeError(
      `${shapes}: they have ${first.shape[1]} and ${shape[1]} units. Units are compared one by one; ` +
        "to compare subjects of other units bring them into a shared space first: srm(), or --features.",
    );
}

/** Each subject's rows become columns. */
export function transposed({ names, courses }: Subjects): Subjects {
  return { names, courses: courses.map(transpose) };
}

function transpose({ rows, cols, data }: Matrix): Matrix {
  const turned = matrix(cols, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) turned.data[j * rows + i] = data[i * cols + j]!;
  return turned;
}

/** What stands in the rows of a result: subjects, or pairs of them in the order (0, 1), (0, 2), …, (1, 2), …. */
export function rowNames(names: readonly string[], isPairwise: boolean): string[] {
  if (!isPairwise && names.length > 2) return [...names];
  return pairsOfSubjects(names.length).map(([i, j]) => `${names[i]} – ${names[j]}`);
}

/** (0, 1), (0, 2), …, (1, 2), …. */
export function pairsOfSubjects(count: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) pairs.push([i, j]);
  return pairs;
}
