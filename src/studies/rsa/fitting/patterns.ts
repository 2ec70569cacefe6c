import { matrix, takeRows, type Matrix } from "../../../base/matrix.ts";
import { eitherMissing, groupsByMissing } from "../../../rdm/comparators/missing-pairs.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { missingIn, type Counts } from "../drawn.ts";
import { lensOn, type Comparison } from "./lens.ts";

/** Subjects that are compared on the same pairs of stimuli. */
export interface Pattern {
  /** Rows of the data, rising. */
  readonly subjects: readonly number[];
  /** 1 for each pair that is missing in these subjects or in any model; undefined if none is. */
  readonly missing: Uint8Array | undefined;
}

/** What models are compared with. */
export interface Evidence {
  /** Subjects × P, condensed; NaN where a pair is missing. */
  readonly data: Matrix;
  /** Each subject is in one. One pattern: all subjects have the same pairs. */
  readonly patterns: readonly Pattern[];
  readonly comparison: Comparison;
}

/**
 * Each subject is compared on its own pairs. A pair that is missing in one model is left out for all of
 * them, so that models are compared with each other on the same pairs.
 * @param models - the components of each model
 */
export function patternsOf(data: Matrix, models: readonly Matrix[]): Pattern[] {
  const common = missingIn(models);
  const rows = Array.from({ length: data.rows }, (_, t) =>
    data.data.subarray(t * data.cols, (t + 1) * data.cols),
  );
  const known = common ? rows.map((row) => row.map((value, p) => (common[p] ? 0 : value))) : rows;
  return groupsByMissing(known).map(({ members, missing }) => ({
    subjects: members,
    missing: eitherMissing(missing, common),
  }));
}

/** For each subject, how many pairs it is compared on. */
export function pairsBySubject({ data, patterns }: Pick<Evidence, "data" | "patterns">): number[] {
  const pairs = new Array<number>(data.rows);
  for (const { subjects, missing } of patterns) {
    const left = missing?.reduce((sum, one) => sum + one, 0) ?? 0;
    for (const t of subjects) pairs[t] = data.cols - left;
  }
  return pairs;
}

/**
 * Every row of `x` with every subject, on the pairs that the subject has.
 * @param x - R × P
 * @returns R × subjects; NaN where the comparator is not defined or has too few pairs
 */
export function withSubjects(
  x: Matrix,
  { data, patterns, comparison }: Evidence,
  stimuli: Counts,
  kernels: Kernels,
): Matrix {
  if (patterns.length === 1)
    return lensOn(stimuli, patterns[0]!.missing, comparison, kernels).similarities(x, data);
  const values = matrix(x.rows, data.rows);
  for (const { subjects, missing } of patterns) {
    const part = lensOn(stimuli, missing, comparison, kernels).similarities(x, takeRows(data, subjects));
    part.data.forEach((value, k) => {
      values.data[Math.floor(k / part.cols) * data.rows + subjects[k % part.cols]!] = value;
    });
  }
  return values;
}

/**
 * Each subject at the scale on which RDMs of several are averaged, over its own drawn pairs.
 * @returns subjects × P; 0 where nothing was drawn, NaN where the subject misses a pair that others have
 */
export function normalizedSubjects(
  { data, patterns, comparison }: Evidence,
  stimuli: Counts,
  kernels: Kernels,
): Matrix {
  if (patterns.length === 1)
    return lensOn(stimuli, patterns[0]!.missing, comparison, kernels).normalized(data);
  const rows = matrix(data.rows, data.cols);
  for (const { subjects, missing } of patterns) {
    const lens = lensOn(stimuli, missing, comparison, kernels);
    const part = lens.normalized(takeRows(data, subjects), true);
    subjects.forEach((t, k) => {
      const row = part.data.subarray(k * data.cols, (k + 1) * data.cols);
      rows.data.set(missing ? row.map((value, p) => (missing[p] ? NaN : value)) : row, t * data.cols);
    });
  }
  return rows;
}
