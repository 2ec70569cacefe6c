import { NumericalError, ShapeError } from "../base/errors.ts";
import { resolveOptions, type OptionSchemas } from "../base/options.ts";
import { indexNames, rdmFrom, type Rdm } from "./rdm.ts";
import { condense, stimuliOf } from "./condensed.ts";
import type { Representation } from "../data/representation.ts";
import { type Held, readBeside, readOptions, type ReadOptions } from "../data/read.ts";
import type { Source } from "../data/source.ts";
import { assertFits, reserve } from "../data/formats/bytes.ts";

/** How a file of RDMs is read. */
export interface ReadRdmsOptions extends Pick<ReadOptions, "maxMemory"> {
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
} satisfies OptionSchemas<ReadRdmsOptions>;

/**
 * Reads RDMs: condensed (one axis of m(m − 1)/2 values), a stack of condensed ones (R × P),
 * a square one (m × m, symmetric, zero diagonal), or a stack of squares (R × m × m), from any
 * format that `read` knows. NaN is a missing entry. Several of one file are named `file:0`,
 * `file:1`, …, or as the rows of the file are.
 *
 * A `.csv` with names in its first row and column gives the names of the stimuli, or of the RDMs.
 *
 * @throws {ShapeError} for an array of another shape, naming the lengths that condensed RDMs have.
 * @throws {NumericalError} for a square that is not symmetric, an infinity, or a diagonal that is not 0.
 * @throws {FormatError | OptionError} as `read`.
 */
export async function readRdms(
  sources: Source | readonly Source[],
  options: ReadRdmsOptions = {},
): Promise<Rdm[]> {
  return readRdmsBeside({ bytes: 0 }, sources, options);
}

/** As `readRdms`, where `maxMemory` is for what is held already as well. Adds the RDMs to that. */
export async function readRdmsBeside(
  held: Held,
  sources: Source | readonly Source[],
  options: ReadRdmsOptions = {},
): Promise<Rdm[]> {
  const { dissimilarity, maxMemory } = resolveOptions("readRdms", readRdmsOptions, options);
  const before = held.bytes;
  const arrays = await readBeside(held, sources, { maxMemory });
  const condensed = arrays.reduce((sum, array) => sum + condensedBytes(array), 0);
  assertFits(arrays[0]?.name ?? "readRdms", condensed, reserve({ maxMemory }, held.bytes));
  held.bytes = before + condensed;
  return arrays.flatMap((array) => rdmsFrom(array, dissimilarity));
}

/** Bytes of the RDMs that an array becomes: half of a square. */
function condensedBytes({ shape, data }: Representation): number {
  const isSquare = shape.length > 1 && shape.at(-1) === shape.at(-2);
  return 8 * data.length * (isSquare ? 0.5 : 1);
}

/** The RDMs in one array. @throws as `readRdms`. */
export function rdmsFrom(array: Representation, dissimilarity = "given"): Rdm[] {
  assertNoInfinity(array);
  const { name, shape } = array;
  const isSquare = shape.length === 2 && shape[0] === shape[1] && asymmetry(array, 0) === undefined;
  if (isSquare) return [squareRdm(array, 0, name, dissimilarity)];
  if (shape.length === 3 && shape[1] === shape[2]) {
    const names = namesOf(array, shape[0]!, undefined);
    return names.map((one, r) => squareRdm(array, r, one, dissimilarity));
  }
  if (shape.length > 2) throw shapeError(array);
  return condensedRdms(array, dissimilarity);
}

function condensedRdms(array: Representation, dissimilarity: string): Rdm[] {
  const { shape, data } = array;
  const [count, pairs] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
  const m = stimuliOf(pairs);
  if (m === undefined) {
    if (count === pairs) throw notSquare(array);
    throw shapeError(array);
  }
  const stimuli = indexNames(m);
  return namesOf(array, count, shape.length === 2 ? array.stimuli : undefined).map((name, r) =>
    rdmFrom({
      name,
      dissimilarity,
      stimuli,
      condensed: Float64Array.from(data.subarray(r * pairs, (r + 1) * pairs)),
    }),
  );
}

/** @param r - which of a stack; 0 of a single one */
function squareRdm(array: Representation, r: number, name: string, dissimilarity: string): Rdm {
  const m = array.shape.at(-1)!;
  const wrong = asymmetry(array, r);
  if (wrong) throw new NumericalError(`${name}: ${wrong}; a square RDM is symmetric and 0 on its diagonal.`);
  const own = array.shape.length === 2 ? array.stimuli : undefined;
  const condensed = condense(m, (i, j) => array.data[(r * m + i) * m + j]!);
  return rdmFrom({ name, dissimilarity, stimuli: own ?? indexNames(m), condensed });
}

/** Rounding between two halves of a matrix that some program made symmetric: relative. */
const rounding = 1e-9;

/** What keeps a square from being an RDM, in words. */
function asymmetry({ shape, data }: Representation, r: number): string | undefined {
  const m = shape.at(-1)!;
  const at = (i: number, j: number) => data[(r * m + i) * m + j]!;
  let largest = 0;
  for (let k = r * m * m; k < (r + 1) * m * m; k++)
    if (Math.abs(data[k]!) > largest) largest = Math.abs(data[k]!);
  for (let i = 0; i < m; i++) {
    if (Math.abs(at(i, i)) > rounding * largest) return `entry (${i}, ${i}) is ${at(i, i)}`;
    for (let j = 0; j < i; j++) {
      const [a, b] = [at(i, j), at(j, i)];
      const same = Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a - b) <= rounding * largest;
      if (!same) return `entry (${i}, ${j}) is ${a}, entry (${j}, ${i}) is ${b}`;
    }
  }
  return undefined;
}

function namesOf({ name }: Representation, count: number, rows: readonly string[] | undefined): string[] {
  if (count === 1) return [name];
  return Array.from({ length: count }, (_, r) => `${name}:${rows?.[r] ?? r}`);
}

function assertNoInfinity({ name, data }: Representation): void {
  const at = data.findIndex((value) => value === Infinity || value === -Infinity);
  if (at >= 0)
    throw new NumericalError(
      `${name}: value ${at} is ${data[at]}; a dissimilarity is a number, or NaN where missing.`,
    );
}

function notSquare(array: Representation): NumericalError {
  return new NumericalError(
    `${array.name}: ${asymmetry(array, 0)}; an RDM file is square (symmetric, 0 on the diagonal) or condensed.`,
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
