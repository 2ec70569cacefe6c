import { NumericalError } from "../../base/errors.ts";
import { scaledResponses, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Rows whose distances to all after them are made together: memory is m · block. */
const block = 128;

/**
 * Squared Euclidean distances from each stimulus to its k nearest others, rising: stimuli × k, at some scale.
 * @throws {NumericalError} unless there are more than k stimuli, or if two have the same responses.
 */
export function nearestSquares(input: Responses, k: number, kernels: Kernels): Float64Array {
  const { matrix } = scaledResponses(input, kernels);
  const m = matrix.rows;
  if (m <= k)
    throw new NumericalError(
      `${input.name} has ${m} stimuli; ${k} nearest neighbours of each need at least ${k + 1}.`,
    );
  const nearest = new Float64Array(m * k).fill(Infinity);
  for (let start = 0; start < m; start += block) {
    const end = Math.min(m, start + block);
    kernels.scope(() => {
      const [some, rest] = [kernels.rows(matrix, start, end), kernels.rows(matrix, start, m)];
      const { cols, data } = kernels.euclideanBetween(some, rest, { squared: true });
      for (let i = start; i < end; i++) {
        const twin = takeRow(data.subarray((i - start) * cols, (i - start + 1) * cols), nearest, {
          i,
          start,
          k,
        });
        if (twin >= 0) throw equalRows(input, i, twin);
      }
    });
  }
  return nearest;
}

/**
 * Takes the distances of stimulus i to those after it, each for both.
 * @param row - distances to the stimuli from `start` on
 * @returns the first stimulus at distance 0, or −1
 */
function takeRow(
  row: Float64Array,
  nearest: Float64Array,
  { i, start, k }: { readonly i: number; readonly start: number; readonly k: number },
): number {
  const own = i * k;
  let bound = nearest[own + k - 1]!;
  for (let j = i + 1; j < start + row.length; j++) {
    const value = row[j - start]!;
    if (value === 0) return j;
    if (value < nearest[j * k + k - 1]!) insert(nearest, j * k, k, value);
    if (value < bound) {
      insert(nearest, own, k, value);
      bound = nearest[own + k - 1]!;
    }
  }
  return -1;
}

/** Puts a value into its place in a rising list of k numbers, whose last falls out. */
function insert(list: Float64Array, from: number, k: number, value: number): void {
  let at = from + k - 1;
  for (; at > from && list[at - 1]! > value; at--) list[at] = list[at - 1]!;
  list[at] = value;
}

function equalRows(input: Responses, first: number, second: number): NumericalError {
  return new NumericalError(
    `${input.name}: ${stimulusName(input, first)} and ${stimulusName(input, second)} have the same responses, so the ratio of ` +
      `the distances to their neighbours is not defined. Leave one of them out.`,
  );
}
