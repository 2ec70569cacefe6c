import { concatenate, matrix, takeRows, type Matrix } from "../../../base/matrix.ts";
import { mean, type Interval } from "../../../base/statistics.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Draw } from "../fitting/fit.ts";
import { lensOn } from "../fitting/lens.ts";
import { normalizedSubjects, withSubjects, type Evidence } from "../fitting/patterns.ts";
import { meanBy, poolOf, poolOfPresent } from "../fitting/pool.ts";
import { type Counts, distinct, missingIn, restrict } from "../drawn.ts";

/** How well the best possible model would do, given how much subjects differ. */
export interface Ceiling extends Interval {
  /** Similarity of a subject with the mean of the others. A model that reaches it is as good as the data can tell. */
  readonly lower: number;
  /** Similarity of a subject with the mean of all, itself included. No model exceeds it. */
  readonly upper: number;
}

/** Where there are no other subjects to compare with. */
export const noCeiling: Ceiling = { lower: NaN, upper: NaN };

/**
 * The noise ceiling of drawn RDMs, leaving one subject out at a time, with all its copies. A subject
 * that shares too few pairs of stimuli with the others counts in neither bound.
 * Source: Nili et al., PLoS Comput. Biol. 10(4), 2014; rank comparators pool mean ranks.
 * @returns NaN where no subject has others: one different subject, or none with pairs in common
 */
export function leaveOneOutCeiling(evidence: Evidence, draw: Draw, kernels: Kernels): Ceiling {
  const drawn = [...draw.subjects.keys()].filter((t) => draw.subjects[t]! > 0);
  if (drawn.length < 2) return noCeiling;
  return evidence.patterns.length === 1
    ? sharedCeiling(evidence, draw, drawn, kernels)
    : ownPairsCeiling(evidence, draw, drawn, kernels);
}

/** Of subjects that all have the same pairs. */
function sharedCeiling(
  { data, patterns, comparison }: Evidence,
  { subjects, stimuli }: Draw,
  drawn: readonly number[],
  kernels: Kernels,
): Ceiling {
  const lens = lensOn(stimuli, patterns[0]!.missing, comparison, kernels);
  const rows = takeRows(data, drawn);
  const normalized = lens.normalized(rows);
  const counts = Float64Array.from(drawn, (t) => subjects[t]!);
  const without = Array.from(drawn, (_, t) => restrict(counts, (other) => other !== t));
  const pools = [counts, ...without].map((some) => poolOf(normalized, some));
  const values = lens.similarities(matrixOf(pools), rows);
  const at = (pool: number, t: number) => values.data[pool * values.cols + t]!;
  return {
    lower: mean(Array.from(drawn, (_, t) => at(t + 1, t))),
    upper: mean(Array.from(drawn, (_, t) => at(0, t))),
  };
}

function ownPairsCeiling(
  evidence: Evidence,
  { subjects, stimuli }: Draw,
  drawn: readonly number[],
  kernels: Kernels,
): Ceiling {
  const normalized = normalizedSubjects(evidence, stimuli, kernels);
  const all = poolOfPresent(normalized, subjects);
  const bounds = drawn.map((t): Ceiling => {
    const others = poolOfPresent(
      normalized,
      restrict(subjects, (other) => other !== t),
    );
    return {
      lower: withPool(others, t, evidence, stimuli, kernels),
      upper: withPool(all, t, evidence, stimuli, kernels),
    };
  });
  return meanCeiling(bounds.filter(({ lower }) => !Number.isNaN(lower)));
}

/** Similarity of a mean RDM with one subject, on the pairs that both have. */
function withPool(
  pool: Float64Array,
  t: number,
  { data, comparison }: Evidence,
  stimuli: Counts,
  kernels: Kernels,
): number {
  const [mean, own] = [matrix(1, pool.length, pool), takeRows(data, [t])];
  return lensOn(stimuli, missingIn([mean, own]), comparison, kernels).similarities(mean, own).data[0]!;
}

/** NaN for none. */
function meanCeiling(bounds: readonly Ceiling[]): Ceiling {
  return {
    lower: mean(bounds.map(({ lower }) => lower)),
    upper: mean(bounds.map(({ upper }) => upper)),
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
  if (distinct(whole.subjects) < 2) return noCeiling;
  const upperPool = poolOfPresent(normalizedSubjects(evidence, whole.stimuli, kernels), whole.subjects);
  return meanCeiling(
    folds.map(({ train, test }) => {
      const upper = against(upperPool, evidence, test, kernels);
      if (isSame(train.subjects, test.subjects))
        return { lower: leaveOneOutCeiling(evidence, test, kernels).lower, upper };
      const lowerPool = poolOfPresent(normalizedSubjects(evidence, test.stimuli, kernels), train.subjects);
      return { lower: against(lowerPool, evidence, test, kernels), upper };
    }),
  );
}

/** Mean over the tested subjects. One that shares too few pairs with the pool does not count. */
function against(
  pool: Float64Array,
  evidence: Evidence,
  { subjects, stimuli }: Draw,
  kernels: Kernels,
): number {
  const { data, patterns } = evidence;
  if (patterns.length === 1)
    return meanBy(withSubjects(matrix(1, pool.length, pool), evidence, stimuli, kernels), subjects)[0]!;
  const values = Float64Array.from(subjects, (count, t) =>
    count > 0 ? withPool(pool, t, evidence, stimuli, kernels) : NaN,
  );
  return meanBy(
    matrix(1, data.rows, values),
    restrict(subjects, (t) => !Number.isNaN(values[t]!)),
  )[0]!;
}

/** Whether each item counts the same in both. */
export function isSame(x: Counts, y: Counts): boolean {
  return distinct(x) === distinct(y) && x.every((count, t) => count === y[t]);
}

function matrixOf(rows: readonly Float64Array[]): Matrix {
  return matrix(rows.length, rows[0]!.length, concatenate(rows));
}
