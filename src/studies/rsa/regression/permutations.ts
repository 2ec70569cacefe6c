import { matrix, type Matrix } from "../../../base/matrix.ts";
import { eitherMissing } from "../../../rdm/comparators/missing-pairs.ts";
import { missingIn, ones } from "../drawn.ts";
import type { Pattern } from "../fitting/patterns.ts";
import { orderAt, relabel } from "../inference/permute.ts";
import { columnsOf, correlationsOf, momentsOf, weightedRanks, type Columns } from "./moments.ts";
import type { RegressionStudy } from "./draws.ts";
import { choleskyOf, weightsIn } from "./small-systems.ts";
import { explainedOf, partialOf } from "./statistics.ts";

/** How many values a permutation has: of each partial correlation, and R² if there is a regression. */
export function permutedCount({ asked }: Pick<RegressionStudy, "asked">): number {
  return asked.partial.length + (asked.regressors > 0 ? 1 : 0);
}

/**
 * The statistics of models that know nothing of the stimuli, means over subjects.
 *
 * Of a partial correlation: what the variables that are partialled out leave of the model changes places, and is
 * put beside them again (double semi-partialling), so that it keeps its structure as an RDM and they keep all they
 * explain. Of R²: all models change places together. All subjects meet the same order.
 *
 * Source: Dekker, Krackhardt & Snijders, Psychometrika 72, 2007.
 * @returns of a range of permutations, permutations × statistics
 */
export function openRegressionPermutations(
  study: RegressionStudy,
): (range: { first: number; count: number }) => Float64Array {
  const { asked, stimuli, seed } = study;
  const width = permutedCount(study);
  const left = asked.partial.map(({ target, given }) => residualOf(study, target, given));
  const explained = asked.regressors > 0 ? permutedExplained(study) : undefined;
  const partial = permutedPartial(study);
  return ({ first, count }) => {
    const values = new Float64Array(count * width);
    for (let n = 0; n < count; n++) {
      const order = orderAt(stimuli, seed, first + n);
      const moved = relabel(left, order);
      asked.partial.forEach(({ given }, k) => (values[n * width + k] = partial(given, moved[k]!)));
      if (explained) values[n * width + width - 1] = explained(order);
    }
    return values;
  };
}

/** The mean partial correlation of a column that stands beside the variables that are partialled out. */
function permutedPartial(study: RegressionStudy): (given: readonly number[], moved: Matrix) => number {
  const { patterns, ranks, data } = study;
  const every = ones(study.stimuli);
  const whole = patterns.map((pattern) => columnsOf(study, pattern, every, ranks));
  return (given, moved) => {
    const missing = missingIn([moved]);
    const size = given.length + 2;
    const order = Array.from({ length: size }, (_, k) => k);
    let sum = 0;
    for (const [p, pattern] of patterns.entries()) {
      const columns = missing ? columnsOf(study, without(pattern, missing), every, ranks) : whole[p]!;
      const { positions, variables } = columns;
      const column = Float64Array.from(positions, (position) => moved.data[position]!);
      const beside = { ...columns, variables: [...given.map((v) => variables[v]!), column] };
      sum += sumOver(beside, (correlations) => partialOf(correlations, size, order));
    }
    return sum / data.rows;
  };
}

/** The mean R² of all regressors, moved together. */
function permutedExplained(study: RegressionStudy): (order: readonly number[]) => number {
  const { patterns, ranks, data, variables, asked } = study;
  const { regressors } = asked;
  const every = ones(study.stimuli);
  const models = matrix(regressors, variables.cols, variables.data.subarray(0, regressors * variables.cols));
  const whole = patterns.map((pattern) => columnsOf(study, pattern, every, ranks));
  const isWhole = !missingIn([models]) && patterns.every(({ missing }) => !missing);
  // Ranks move with the models where all pairs are there; elsewhere the pairs that are left are ranked anew.
  const given = isWhole && ranks ? rankedRows(models) : models;
  const movedColumns = (moved: Matrix, { positions, weights }: (typeof whole)[0]) =>
    Array.from({ length: regressors }, (_, k) => {
      const column = Float64Array.from(positions, (position) => moved.data[k * moved.cols + position]!);
      return ranks && !isWhole ? weightedRanks(column, weights) : column;
    });
  return (order) => {
    const moved = relabel([given], order)[0]!;
    const missing = missingIn([moved]);
    let sum = 0;
    for (const [p, pattern] of patterns.entries()) {
      const columns = missing ? columnsOf(study, without(pattern, missing), every, ranks) : whole[p]!;
      sum += sumOver({ ...columns, variables: movedColumns(moved, columns) }, (correlations) =>
        explainedOf(correlations, regressors + 1, regressors),
      );
    }
    return sum / data.rows;
  };
}

function sumOver(columns: Columns, statistic: (correlations: Float64Array) => number): number {
  const moments = momentsOf(columns);
  return columns.subjects.reduce((sum, _, s) => sum + statistic(correlationsOf(moments, s)), 0);
}

function without(pattern: Pattern, missing: Uint8Array): Pattern {
  return { ...pattern, missing: eitherMissing(pattern.missing, missing) };
}

function rankedRows({ rows, cols, data }: Matrix): Matrix {
  const result = matrix(rows, cols);
  const once = ones(cols);
  for (let r = 0; r < rows; r++)
    result.data.set(weightedRanks(data.subarray(r * cols, (r + 1) * cols), once), r * cols);
  return result;
}

/** What the variables that are partialled out, and a constant, leave of another: 1 × P, NaN where one has no value. */
function residualOf(study: RegressionStudy, target: number, given: readonly number[]): Matrix {
  const { variables, stimuli, ranks } = study;
  const pattern = { subjects: [], missing: missingIn([variables]) };
  const columns = columnsOf(study, pattern, ones(stimuli), ranks);
  const [own, others] = [columns.variables[target]!, given.map((v) => columns.variables[v]!)];
  const moments = momentsOf({ variables: others, subjects: [own], weights: columns.weights });
  const size = others.length + 1;
  const factor = choleskyOf(
    correlationsOf(moments, 0),
    size,
    Array.from({ length: size }, (_, k) => k),
  );
  const weights = factor ? weightsIn(factor, size) : new Float64Array(others.length).fill(NaN);
  const slopes = weights.map(
    (weight, k) => weight * Math.sqrt(moments.own[0]! / moments.gram.data[k * size]!),
  );
  const left = matrix(1, variables.cols, new Float64Array(variables.cols).fill(NaN));
  columns.positions.forEach((position, p) => {
    const fitted = others.reduce(
      (sum, column, k) => sum + slopes[k]! * (column[p]! - moments.meansOfVariables[k]!),
      moments.meansOfSubjects[0]!,
    );
    left.data[position] = own[p]! - fitted;
  });
  return left;
}
