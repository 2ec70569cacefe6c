import { concatenate, matrix, takeRows, type Matrix } from "../../../base/matrix.ts";
import { mean, type Interval } from "../../../base/statistics.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Draw, Evidence } from "../fitting/fit.ts";
import { type Lens, lensOn } from "../fitting/lens.ts";
import { meanBy, poolOf } from "../fitting/pool.ts";
import { type Counts, distinct, restrict } from "../drawn.ts";

/** How well the best possible model would do, given how much subjects differ. */
export interface Ceiling extends Interval {
  /** Similarity of a subject with the mean of the others. A model that reaches it is as good as the data can tell. */
  readonly lower: number;
  /** Similarity of a subject with the mean of all, itself included. No model exceeds it. */
  readonly upper: number;
}

/**
 * The noise ceiling of drawn RDMs, leaving one subject out at a time, with all its copies.
 * With one subject there is no other: both bounds are then its similarity with itself.
 * Source: Nili et al., PLoS Comput. Biol. 10(4), 2014; rank comparators pool mean ranks.
 */
export function leaveOneOutCeiling(
  { data, missing, comparison }: Evidence,
  { subjects, stimuli }: Draw,
  kernels: Kernels,
): Ceiling {
  const lens = lensOn(stimuli, missing, comparison, kernels);
  const drawn = [...subjects.keys()].filter((t) => subjects[t]! > 0);
  const rows = takeRows(data, drawn);
  const normalized = lens.normalized(rows);
  const counts = Float64Array.from(drawn, (t) => subjects[t]!);
  const without = Array.from(drawn, (_, t) => restrict(counts, (other) => other !== t));
  const pools = [counts, ...(drawn.length > 1 ? without : [])].map((some) => poolOf(normalized, some));
  const values = lens.similarities(matrixOf(pools), rows);
  const at = (pool: number, t: number) => values.data[pool * values.cols + t]!;
  return {
    lower: mean(Array.from(drawn, (_, t) => at(drawn.length > 1 ? t + 1 : 0, t))),
    upper: mean(Array.from(drawn, (_, t) => at(0, t))),
  };
}

/** One part of the data to fit on and another to test on. */
export interface Fold {
  readonly train: Draw;
  readonly test: Draw;
}

/**
 * The noise ceiling of cross-validation: the mean of the training subjects (lower) and of
 * all subjects (upper) against those tested, on the tested stimuli; the mean over folds.
 * Where the subjects are not split, the lower bound leaves one out.
 */
export function foldedCeiling(
  evidence: Evidence,
  whole: Draw,
  folds: readonly Fold[],
  kernels: Kernels,
): Ceiling {
  const { data, missing, comparison } = evidence;
  const upperPool = poolOf(
    lensOn(whole.stimuli, missing, comparison, kernels).normalized(data),
    whole.subjects,
  );
  const bounds = folds.map(({ train, test }) => {
    const lens = lensOn(test.stimuli, missing, comparison, kernels);
    if (isSame(train.subjects, test.subjects))
      return {
        lower: leaveOneOutCeiling(evidence, test, kernels).lower,
        upper: against(upperPool, lens, data, test),
      };
    const lowerPool = poolOf(lens.normalized(data), train.subjects);
    return { lower: against(lowerPool, lens, data, test), upper: against(upperPool, lens, data, test) };
  });
  return {
    lower: mean(bounds.map(({ lower }) => lower)),
    upper: mean(bounds.map(({ upper }) => upper)),
  };
}

function against(pool: Float64Array, lens: Lens, data: Matrix, { subjects }: Draw): number {
  return meanBy(lens.similarities(matrix(1, pool.length, pool), data), subjects)[0]!;
}

function isSame(x: Counts, y: Counts): boolean {
  return distinct(x) === distinct(y) && x.every((count, t) => count === y[t]);
}

function matrixOf(rows: readonly Float64Array[]): Matrix {
  return matrix(rows.length, rows[0]!.length, concatenate(rows));
}
