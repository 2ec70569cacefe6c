import { assertNumbers, doublesOf, kindOf } from "../base/numbers.ts";
import { ShapeError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Taken } from "../data/taken.ts";
import { writeNpy } from "../data/write.ts";
import { written, type Written } from "../data/written.ts";
import { version } from "../base/version.ts";
import { allFinite } from "./condensed.ts";

/** What an RDM is made from. */
export interface RdmFacts {
  /** Of the representation, subject or model. */
  readonly name: string;
  /** How stimuli were told apart: a registered name, or what was done to such values. */
  readonly dissimilarity: string;
  /** Names of the m stimuli. */
  readonly stimuli: readonly string[];
  /**
   * Pairs (0, 1), (0, 2), …, (1, 2), …: m(m − 1)/2 values, as `scipy.spatial.distance.pdist`
   * orders them. NaN is a missing entry.
   */
  readonly condensed: Float64Array;
  /** Options of the dissimilarity, and how it dealt with rows and noise, where it was computed here. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Of an RDM in a .csv or .tsv file, what of the file `readRdms` took as names. */
  readonly taken?: Taken | undefined;
}

/** Dissimilarities between all pairs of stimuli of one representation. */
export interface Rdm extends RdmFacts, Written {
  /** Pairs whose dissimilarity is missing (NaN). */
  readonly missing: number;
  /** stimuli × stimuli, symmetric, zero diagonal. */
  square(): Matrix;
  /** Bytes of a `.npy` file, float64: condensed, or square if asked. */
  toNpy(how?: { square?: boolean }): Uint8Array<ArrayBuffer>;
  /** The square form with names. */
  toCsv(): string;
}

/**
 * Checks what a caller gives as an RDM.
 * @throws {NumericalError} for an entry that is no number: a missing one is NaN.
 * @throws {ShapeError} for what is no RDM.
 */
export function assertRdm(rdm: Pick<RdmFacts, "name" | "condensed" | "stimuli">, owner?: string): void {
  const { name, condensed, stimuli } = (rdm ?? {}) as Partial<RdmFacts>;
  if (condensed === undefined || !Array.isArray(stimuli))
    throw new ShapeError(
      `${owner ?? "rdm"}: expected an RDM { name, stimuli, condensed }, got ${kindOf(rdm)}.`,
    );
  assertNumbers(condensed, name ?? "RDM", (index) => `for pair ${index}`);
}

/**
 * An RDM over `condensed`, which is not copied. A list of numbers becomes a typed array.
 * @throws {ShapeError} unless there are two stimuli or more and a value for each pair.
 * @throws {NumericalError} for an entry that is no number.
 */
export function rdmFrom(facts: RdmFacts): Rdm {
  assertRdm(facts, "rdmFrom");
  const { name, dissimilarity, stimuli, options, taken } = facts;
  const condensed = doublesOf(facts.condensed, name);
  const m = stimuli.length;
  assertPairs(name, m, condensed.length);
  const square = () => squareForm(condensed, m);
  const document = () => ({
    name,
    dissimilarity,
    ...(options && { options, version }),
    stimuli,
    condensed: [...condensed],
  });
  const array = () => ({ shape: [condensed.length], data: condensed });
  const table = () => ({ rowNames: stimuli, colNames: stimuli, values: square().data });
  return {
    name,
    dissimilarity,
    stimuli,
    condensed,
    ...(options && { options }),
    ...(taken && { taken }),
    get missing() {
      return countMissing(condensed);
    },
    square,
    ...written({ document, table, array }),
    toNpy: (how) => (how?.square ? writeNpy([m, m], square().data) : writeNpy([condensed.length], condensed)),
  };
}

function countMissing(condensed: Float64Array): number {
  if (allFinite(condensed)) return 0;
  let count = 0;
  for (const value of condensed) if (Number.isNaN(value)) count++;
  return count;
}

function assertPairs(name: string, m: number, length: number): void {
  if (m < 2) {
    throw new ShapeError(
      `${name}: an RDM compares pairs of stimuli; expected at least 2 stimuli, got ${m}. Is the array units × stimuli? Read it with axes units,stimuli.`,
    );
  }
  if (length === (m * (m - 1)) / 2) return;
  throw new ShapeError(
    `${name}: ${m} stimuli make ${(m * (m - 1)) / 2} pairs, got ${length} dissimilarities.`,
  );
}

/** The symmetric matrix of a condensed one. */
export function squareForm(condensed: Float64Array, m: number): Matrix {
  const full = matrix(m, m);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) full.data[i * m + j] = full.data[j * m + i] = condensed[next++]!;
  }
  return full;
}
