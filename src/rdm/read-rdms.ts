import { pushAll } from "../base/lists.ts";
import { signalOf, type ReadControl } from "../base/cancel.ts";
import { NumericalError, ShapeError } from "../base/errors.ts";
import { resolveOptions, type OptionSchemas } from "../base/options.ts";
import { inRanges, runSteps, type Steps } from "../base/steps.ts";
import { indexNames, rdmFrom, type Rdm } from "./rdm.ts";
import { stimuliOf } from "./condensed.ts";
import type { Representation } from "../data/representation.ts";
import type { Held } from "../data/files/held.ts";
import { readOptions, type ReadOptions } from "../data/files/options.ts";
import type { Source } from "../data/source.ts";
import { assertFits, reserve } from "../data/formats/bytes.ts";

/** How a file of RDMs is read. */
export interface ReadRdmsOptions extends Pick<ReadOptions, "maxMemory" | "header" | "rowNames"> {
  readonly dissimilarity?: string | undefined;
}

export const readRdmsOptions = {
  dissimilarity: {
    type: "data",
    default: "given",
    accepted: "a text",
    check: (value) => typeof value === "string",
    doc: "What the values are; appears in results.",
  },
  maxMemory: readOptions.maxMemory,
  header: readOptions.header,
  rowNames: readOptions.rowNames,
} satisfies OptionSchemas<ReadRdmsOptions>;

/**
 * Reads RDMs: condensed (one axis of m(m − 1)/2 values), a stack of condensed ones (R × P),
 * a square one (m × m, symmetric, zero diagonal), or a stack of squares (R × m × m), from any
 * format that `read` knows. NaN is a missing entry. Several of one file are named `file:0`,
 * `file:1`, …, or as the rows of the file are.
 *
 * A `.csv` with names in its first row and column, which `taken` tells, gives the names of the stimuli, or of the RDMs.
 *
 * @throws {ShapeError} for an array of another shape, naming the lengths that condensed RDMs have.
 * @throws {NumericalError} for a square that is not symmetric, an infinity, or a diagonal that is not 0.
 * @throws {FormatError | OptionError} as `read`.
 */
export async function readRdms(
  sources: Source | readonly Source[],
  options: ReadRdmsOptions = {},
  control: ReadControl = {},
): Promise<Rdm[]> {
  return readRdmsBeside({ bytes: 0 }, sources, options, control);
}

/** As `readRdms`, where `maxMemory` is for what is held already as well. Adds the RDMs to that. */
export async function readRdmsBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadRdmsOptions = {},
  control: ReadControl = {},
): Promise<Rdm[]> {
  const { dissimilarity, ...how } = resolveOptions("readRdms", readRdmsOptions, options);
  const { readBeside } = await import("../data/files/read-beside.ts");
  const before = held.bytes;
  const arrays = await readBeside(held, sources, how, control);
  const condensed = arrays.reduce((sum, array) => sum + condensedBytes(array), 0);
  assertFits(arrays[0]?.name ?? "readRdms", condensed, reserve(how, held.bytes));
  held.bytes = before + condensed;
  const rdms: Rdm[] = [];
  for (const array of arrays)
    pushAll(rdms, await runSteps(rdmsFrom(array, dissimilarity), signalOf(control)));
  return rdms;
}

/** Bytes of the RDMs that an array becomes: half of a square. */
function condensedBytes({ shape, data }: Representation): number {
  const isSquare = shape.length > 1 && shape.at(-1) === shape.at(-2);
  return 8 * data.length * (isSquare ? 0.5 : 1);
}

/** The RDMs in one array. @throws as `readRdms`. */
function* rdmsFrom(array: Representation, dissimilarity: string): Steps<Rdm[]> {
  yield* assertNoInfinity(array);
  const { name, shape } = array;
  const isSquare = shape.length === 2 && shape[0] === shape[1] && !(yield* asymmetry(array, 0));
  if (isSquare) return [yield* squareRdm(array, 0, name, dissimilarity)];
  if (shape.length === 3 && shape[1] === shape[2]) {
    const rdms: Rdm[] = [];
    for (const [r, one] of namesOf(array, shape[0]!, undefined).entries())
      rdms.push(yield* squareRdm(array, r, one, dissimilarity));
    return rdms;
  }
  if (shape.length > 2) throw shapeError(array);
  return yield* condensedRdms(array, dissimilarity);
}

function* condensedRdms(array: Representation, dissimilarity: string): Steps<Rdm[]> {
  const { shape, data, taken } = array;
  const [count, pairs] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
  const m = stimuliOf(pairs);
  if (m === undefined) {
    if (count === pairs) throw yield* notSquare(array);
    throw shapeError(array);
  }
  const stimuli = indexNames(m);
  const rdms: Rdm[] = [];
  for (const [r, name] of namesOf(array, count, shape.length === 2 ? array.stimuli : undefined).entries()) {
    const condensed = new Float64Array(pairs);
    yield* inRanges(pairs, (from, to) =>
      condensed.set(data.subarray(r * pairs + from, r * pairs + to), from),
    );
    rdms.push(rdmFrom({ name, dissimilarity, stimuli, condensed, taken }));
  }
  return rdms;
}

/** @param r - which of a stack; 0 of a single one */
function* squareRdm(array: Representation, r: number, name: string, dissimilarity: string): Steps<Rdm> {
  const m = array.shape.at(-1)!;
  const wrong = yield* asymmetry(array, r);
  if (wrong) throw new NumericalError(`${name}: ${wrong}; a square RDM is symmetric and 0 on its diagonal.`);
  const own = array.shape.length === 2 ? array.stimuli : undefined;
  const condensed = new Float64Array((m * (m - 1)) / 2);
  let next = 0;
  for (let i = 0; i < m; i++) {
    const row = (r * m + i) * m;
    condensed.set(array.data.subarray(row + i + 1, row + m), next);
    next += m - 1 - i;
    yield;
  }
  return rdmFrom({ name, dissimilarity, stimuli: own ?? indexNames(m), condensed, taken: array.taken });
}

/** Rounding between two halves of a matrix that some program made symmetric: relative. */
const rounding = 1e-9;

/** What keeps a square from being an RDM, in words. */
function* asymmetry({ shape, data }: Representation, r: number): Steps<string | undefined> {
  const m = shape.at(-1)!;
  const at = (i: number, j: number) => data[(r * m + i) * m + j]!;
  let largest = 0;
  for (let i = 0; i < m; i++) {
    for (let k = (r * m + i) * m; k < (r * m + i + 1) * m; k++)
      if (Math.abs(data[k]!) > largest) largest = Math.abs(data[k]!);
    yield;
  }
  for (let i = 0; i < m; i++) {
    if (Math.abs(at(i, i)) > rounding * largest) return `entry (${i}, ${i}) is ${at(i, i)}`;
    for (let j = 0; j < i; j++) {
      const [a, b] = [at(i, j), at(j, i)];
      const same = Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a - b) <= rounding * largest;
      if (!same) return `entry (${i}, ${j}) is ${a}, entry (${j}, ${i}) is ${b}`;
    }
    yield;
  }
  return undefined;
}

function namesOf({ name }: Representation, count: number, rows: readonly string[] | undefined): string[] {
  if (count === 1) return [name];
  return Array.from({ length: count }, (_, r) => `${name}:${rows?.[r] ?? r}`);
}

function* assertNoInfinity({ name, data }: Representation): Steps<void> {
  const check = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      if (Math.abs(data[at]!) !== Infinity) continue;
      throw new NumericalError(
        `${name}: value ${at} is ${data[at]}; a dissimilarity is a number, or NaN where missing.`,
      );
    }
  };
  yield* inRanges(data.length, check);
}

function* notSquare(array: Representation): Steps<NumericalError> {
  return new NumericalError(
    `${array.name}: ${yield* asymmetry(array, 0)}; an RDM file is square (symmetric, 0 on the diagonal) or condensed.`,
  );
}

function shapeError({ name, shape }: Representation): ShapeError {
  const length = shape.at(-1)!;
  const m = Math.floor((1 + Math.sqrt(1 + 8 * length)) / 2);
  const [below, above] = [(m * (m - 1)) / 2, (m * (m + 1)) / 2];
  return new ShapeError(
    `${name} is ${shape.join(" × ")}; an RDM file is condensed (m(m − 1)/2 values: ${below} for ${m} stimuli, ${above} for ${m + 1}), ` +
      `a stack R × m(m − 1)/2, square m × m or R × m × m. Responses become RDMs by rdm.`,
  );
}
