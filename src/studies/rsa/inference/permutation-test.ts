import { smallestOf } from "../../../base/lists.ts";
import { takeColumn, concatenate, matrix, type Matrix } from "../../../base/matrix.ts";
import { mean, permutationP } from "../../../base/statistics.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { ones } from "../drawn.ts";
import { meanBy } from "../fitting/pool.ts";
import type { Observed } from "../observed.ts";
import type { PermutationTest } from "../result.ts";
import type { Study } from "../study.ts";
import { rsaPermutations } from "../task.ts";
import type { Fold } from "./ceiling.ts";
import { countOrders, statisticOf, type PermutationStudy } from "./permute.ts";
import { operationsOf, rangesOf } from "./pieces.ts";
import { corrected } from "./tests.ts";

/**
 * Tests each model against models whose stimuli have changed places, on all threads.
 * p = (1 + b) / (1 + B), b of B permutations that do as well; of few stimuli all orders are counted, the
 * given one among them.
 * @param division - of cross-validation, where values are means over its folds
 */
export async function permutationTest(
  study: Study,
  asked: number,
  division: readonly Fold[] | undefined,
  { bySubject }: Observed,
  runtime: Runtime,
  control: Control,
): Promise<PermutationTest> {
  const { count, isAll } = countOrders(study.stimuli, asked);
  const setup: PermutationStudy = division ? { ...study, division } : study;
  const ranges = rangesOf(count);
  const operations = operationsOf(study, count);
  const parts = await runtime.tasks.run(rsaPermutations, setup, ranges, { ...control, operations });
  const values = matrix(count, study.models.length, concatenate(parts));
  const observed = division
    ? await runtime.alone(async () => statisticOf(setup, runtime.kernels)(study.models))
    : meanBy(bySubject, ones(bySubject.cols));
  return testOf(observed, values, isAll);
}

/** @param isAll - whether the first permutation is the given order, which p counts by itself */
function testOf(observed: Float64Array, values: Matrix, isAll: boolean): PermutationTest {
  const others = isAll ? matrix(values.rows - 1, values.cols, values.data.slice(values.cols)) : values;
  // Where a moved model shares too few pairs with a subject, the permutation says nothing of it.
  const columns = Array.from(observed, (_, m) => defined(takeColumn(others, m)));
  const moves = columns.map((column, m) => isMoved(column, observed[m]!));
  const p = (m: number, permuted: Float64Array) => (moves[m] ? permutationP(observed[m]!, permuted) : NaN);
  const largest = defined(largestOfRows(others, moves));
  return {
    ...corrected(observed.map((_, m) => p(m, columns[m]!))),
    max: observed.map((_, m) => p(m, largest)),
    chance: observed.map((_, m) => mean(defined(takeColumn(values, m)))),
    permutations: smallestOf(columns.map(({ length }) => length)),
  };
}

function defined(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** Whether any permutation changes the value by more than rounding: a constant model is the same in every order. */
function isMoved(permuted: Float64Array, observed: number): boolean {
  return permuted.some((value) => !(Math.abs(value - observed) <= 1e-12 * Math.max(1, Math.abs(observed))));
}

/** Of the models that have a test. */
function largestOfRows({ rows, cols, data }: Matrix, counts: readonly boolean[]): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) =>
    data
      .subarray(n * cols, (n + 1) * cols)
      .reduce((most, value, m) => (counts[m] ? Math.max(most, value) : most), -Infinity),
  );
}
