/** Runs that test what the other runs show. */
import { NumericalError, ShapeError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { stimulusName } from "../../../data/responses.ts";
import { countRows, type Groups } from "../../observations.ts";
import type { RdmInput } from "../dissimilarity.ts";

/**
 * The groups of rows that are to be crossvalidated.
 * @throws {ShapeError} if there are none.
 * @throws {NumericalError} for fewer than 2 runs, or a stimulus without a row in some run.
 */
export function crossvalidated(input: RdmInput, owner: string): Groups {
  const { groups, name } = input;
  if (!groups) {
    throw new ShapeError(
      `${owner} accepts repeats (stimuli × repeats × units, or rows with labels); ${name} has one row a stimulus, ${input.shape.join(" × ")}.`,
    );
  }
  const { runs, stimuli } = groups;
  assertRuns(groups, name, owner);
  for (const [run, runName] of runs.entries()) {
    const without = countRows(groups, run).indexOf(0);
    if (without < 0) continue;
    throw new NumericalError(
      `${owner}: ${name}: ${stimulusName({ stimuli }, without)} has no row in run ${runName}; each stimulus needs one in each run. Leave it out, or take pooling "number", which compares pairs of rows.`,
    );
  }
  return groups;
}

/** @throws {NumericalError} for fewer than 2 runs. */
export function assertRuns({ runs }: Groups, name: string, owner: string): void {
  if (runs.length >= 2) return;
  throw new NumericalError(
    `${owner}: ${name} has ${runs.length} run; crossvalidation needs at least 2 runs (repeats).`,
  );
}

/** For each run the mean of all rows of the other runs, stimulus by stimulus. */
export function trainMeans(patterns: readonly Matrix[], groups: Groups): Matrix[] {
  const counts = patterns.map((_, run) => countRows(groups, run));
  const all = countRows(groups);
  return patterns.map((pattern, test) => {
    const { rows, cols } = pattern;
    const train = matrix(rows, cols);
    const into = train.data;
    for (const [run, { data }] of patterns.entries()) {
      if (run === test) continue;
      for (let stimulus = 0, at = 0; stimulus < rows; stimulus++) {
        const [count, left] = [counts[run]![stimulus]!, all[stimulus]! - counts[test]![stimulus]!];
        for (let unit = 0; unit < cols; unit++, at++) into[at]! += (data[at]! * count) / left;
      }
    }
    return train;
  });
}
