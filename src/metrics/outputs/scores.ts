import { NumericalError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { choice } from "../../base/options.ts";
import { stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { passKernels } from "../../wasm/parts/passes.ts";
import { probabilityKernels } from "../../wasm/parts/probabilities.ts";

/** What the numbers of a class are. */
export type Scores = "logits" | "probabilities";

export interface ScoresOptions {
  scores: Scores;
}

/** The option of every metric of outputs. */
export const scoresOption = choice(
  ["logits", "probabilities"],
  "What the scores of the classes are. logits: any numbers, of which a softmax makes probabilities. probabilities: none is negative, and those of a stimulus sum to 1 within 10⁻⁶, which is checked.",
);

/** How far the sum of the probabilities of a stimulus may be from 1. */
const slack = 1e-6;

/**
 * The probabilities of the classes, stimuli × classes; each row is divided by its sum.
 * @throws {NumericalError} naming the first stimulus whose scores are no probabilities, where they are to be.
 */
export function probabilitiesOf(input: Responses, scores: Scores, kernels: Kernels): Matrix {
  if (scores === "logits") return kernels.part(probabilityKernels).softmaxRows(input.responses);
  assertProbabilities(input);
  const found = kernels.copy(input.responses);
  divideBySums(found);
  return found;
}

/** Each row divided by its sum. */
function divideBySums({ rows, cols, data }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const sum = sumOf(row);
    for (let c = 0; c < cols; c++) row[c]! /= sum;
  }
}

function sumOf(row: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < row.length; c++) sum += row[c]!;
  return sum;
}

/** @throws {NumericalError} for a negative number, or a row that does not sum to 1; it says how to compare logits. */
export function assertProbabilities(input: Responses): void {
  const { rows, cols, data } = input.responses;
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const negative = row.findIndex((value) => value < 0);
    if (negative >= 0)
      throw notProbabilities(input, i, `class ${negative} has ${row[negative]}, which is negative`);
    const sum = sumOf(row);
    if (!(Math.abs(sum - 1) <= slack)) throw notProbabilities(input, i, `they sum to ${sum}, not to 1`);
  }
}

function notProbabilities(input: Responses, stimulus: number, problem: string): NumericalError {
  return new NumericalError(
    `${input.name}: the scores of ${stimulusName(input, stimulus)} are no probabilities: ${problem}. ` +
      `If they are what comes before the softmax, say scores "logits".`,
  );
}

/**
 * The class that each stimulus is given, 1 × stimuli: the largest score; of equal ones the class with the smaller number.
 * @throws {NumericalError} as `probabilitiesOf`.
 */
export function classesOf(input: Responses, scores: Scores, kernels: Kernels): Matrix {
  const columns = kernels.part(passKernels).largestColumns(input.responses);
  if (!columns) input.check?.();
  if (scores === "probabilities") assertProbabilities(input);
  return matrix(1, input.responses.rows, columns);
}
