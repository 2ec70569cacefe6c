import type { Matrix } from "../../base/matrix.ts";
import { exponentToRemove } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { noiseOf, rescale } from "../noise/input-noise.ts";
import { countRows, runMeans, type Groups } from "../observations.ts";
import type { ChosenDissimilarity, Dissimilarity, RdmInput } from "./dissimilarity.ts";
import { crossvalidated, trainMeans } from "./shared/crossvalidation.ts";
import { precisionProduct } from "./shared/inner-products.ts";
import { beside, combination, polarised, type Polarised } from "./shared/polarised.ts";
import { perUnitRows, squaredBetween, withoutMean } from "./shared/rows.ts";
import { acrossPairsOfRuns, runPrecisionProduct } from "./shared/run-precisions.ts";

/**
 * The crossvalidated squared Mahalanobis distance: noise that is independent between runs
 * does not bias it. It is 0 on average for stimuli that differ by noise alone, and may be below 0.
 *
 *   d = mean over runs f of (āᵢ − āⱼ)ᵀ Σ⁻¹ (tᵢ − tⱼ),  t: run f, ā: mean of all rows of the other runs
 *
 * It is computed as a difference of squared distances. With as many rows of each stimulus in each
 * run these are distances of the means of the runs and of their contrasts; otherwise of half the
 * sum of ā and t and of half their difference. Walther et al., NeuroImage 137, 2016.
 */
export const crossnobis: Dissimilarity = {
  title: "Crossnobis dissimilarity",
  equation: "mean over runs of (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)ᵀ Σ⁻¹ (aᵗᵉˢᵗ − bᵗᵉˢᵗ), Σ the covariance of the noise",
  source: "Walther et al., NeuroImage 137, 2016",
  accepts: "repeats",
  noise: "taken",
  options: ["perUnit", "removeMean"],
  range: [-Infinity, Infinity],
  degree: 2,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["translation"] }),
  prepare(input, kernels, options) {
    const groups = crossvalidated(input, "crossnobis");
    const { noise = { independent: true } } = input;
    const exponent = exponentToRemove(kernels.maxAbs(input.responses));
    const scaled = { ...input, responses: rescale(input.responses, exponent, kernels) };
    if ("precisions" in noise) {
      const patterns = runPatterns(scaled, groups, options, kernels);
      return { ...acrossPairsOfRuns(input, patterns, noise.precisions, kernels), exponent };
    }
    const { whiten, unitless } = noiseOf(input, noise, exponent, kernels);
    const patterns = runPatterns(scaled, groups, options, kernels).map(whiten);
    const source = balanced(groups) ? contrasts(patterns, kernels) : trainAndTest(patterns, groups, kernels);
    return { ...source, exponent: unitless ? 0 : exponent };
  },
  between: squaredBetween,
  innerProduct(input, kernels) {
    const { noise, groups } = input;
    if (!noise || !("precisions" in noise)) return precisionProduct(input, kernels);
    return runPrecisionProduct(input, groups!.runs.length, noise.precisions, kernels);
  },
};

/**
 * Stimuli × units for each run, moved by one pattern for all stimuli of a run: differences of
 * stimuli stay as they are, and products keep their digits. Where the training means of stimuli
 * weigh the runs differently, all runs are moved together.
 */
function runPatterns(
  input: RdmInput,
  groups: Groups,
  options: ChosenDissimilarity,
  kernels: Kernels,
): Matrix[] {
  const patterns = groups.runs.map((_, run) => kernels.centerColumns(runMeans(input.responses, groups, run)));
  const same = balanced(groups);
  const common = meanOf(patterns.map(({ means }) => means));
  return patterns.map(({ centered, means }) => {
    const back = kernels.subtract(means, common);
    const moved = same ? centered : kernels.addRow(centered, back, 1);
    return perUnitRows(withoutMean(moved, options, kernels), options, kernels);
  });
}

/** Whether each stimulus has the same share of its rows in each run. */
function balanced(groups: Groups): boolean {
  const first = countRows(groups, 0);
  return groups.runs.every((_, run) => countRows(groups, run).every((count, i) => count === first[i]));
}

/**
 * With equal shares ā is the mean of the other runs, and
 * mean over f of (āᵢ − āⱼ)(tᵢ − tⱼ) = ‖Δ mean‖² − Σ over contrasts c of ‖Δ c‖² / (F(F − 1)),
 * c an orthonormal basis of the differences between the F runs (Helmert's): each run against the
 * sum of those before it.
 */
function contrasts(patterns: readonly Matrix[], kernels: Kernels): Polarised {
  const [first, ...later] = patterns as [Matrix, ...Matrix[]];
  const runs = patterns.length;
  const scale = 1 / Math.sqrt(runs * (runs - 1));
  const sum = kernels.copy(first);
  const subtracted = kernels.uninitialized(first.rows, later.length * first.cols);
  for (const [k, run] of later.entries()) {
    const before = k + 1;
    addContrast(sum, run, before, scale / Math.sqrt(before * (before + 1)), subtracted);
  }
  return { rows: kernels.scale(sum, 1 / runs, { overwrite: true }), subtracted };
}

/** Writes factor · (sum − before · run) beside the contrasts of earlier runs; then adds the run to the sum. */
function addContrast(sum: Matrix, run: Matrix, before: number, factor: number, into: Matrix): void {
  const [total, next, contrast] = [sum.data, run.data, into.data];
  const { rows, cols } = sum;
  for (let i = 0, at = 0; i < rows; i++) {
    let to = i * into.cols + (before - 1) * cols;
    for (let j = 0; j < cols; j++, at++, to++) {
      contrast[to] = factor * (total[at]! - before * next[at]!);
      total[at]! += next[at]!;
    }
  }
}

/** Any shares: the mean of the other rows of each stimulus against the test run. */
function trainAndTest(patterns: readonly Matrix[], groups: Groups, kernels: Kernels): Polarised {
  const factor = 1 / Math.sqrt(patterns.length);
  const test = kernels.scale(beside(patterns), factor);
  const train = kernels.scale(beside(trainMeans(patterns, groups)), factor);
  return polarised(train, test, kernels);
}

function meanOf(parts: readonly Matrix[]): Matrix {
  return combination(
    parts,
    parts.map(() => 1 / parts.length),
  );
}
