import { beside, type Matrix } from "../../base/matrix.ts";
import { exponentToRemove } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { noiseOf, rescale } from "../noise/input-noise.ts";
import type { Whitening } from "../noise/whitening.ts";
import { countRows, meansOfRuns, type Groups } from "../observations.ts";
import type { ChosenDissimilarity, Dissimilarity, RdmInput } from "./dissimilarity.ts";
import { crossvalidated, trainMeans } from "./shared/crossvalidation.ts";
import { precisionProduct } from "./shared/inner-products.ts";
import { polarised, type Polarised } from "./shared/polarised.ts";
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
    const patterns = () =>
      runPatterns(scaled, groups, options, scaled.responses !== input.responses, kernels);
    if ("precisions" in noise) {
      const runs = apart(patterns(), groups, kernels);
      return { ...acrossPairsOfRuns(input, runs, noise.precisions, kernels), exponent };
    }
    const { whiten, unitless } = noiseOf(input, noise, exponent, kernels);
    const rows = patterns();
    whitenInPlace(rows, whiten, kernels);
    const source = balanced(groups)
      ? contrasts(rows, groups, kernels)
      : trainAndTest(apart(rows, groups, kernels), groups, kernels);
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
 * The mean of each stimulus in each run, (stimuli · runs) × units, moved by one pattern for all stimuli
 * of a run: differences of stimuli stay as they are, and products keep their digits. Where the training
 * means of stimuli weigh the runs differently, all runs are moved together.
 * @param owned - whether the responses may be overwritten
 */
function runPatterns(
  input: RdmInput,
  groups: Groups,
  options: ChosenDissimilarity,
  owned: boolean,
  kernels: Kernels,
): Matrix {
  const means = meansOfRuns(input.responses, groups);
  const { rows, cols: units } = means;
  const beside = kernels.reshape(means, groups.stimuli.length, groups.runs.length * units);
  const { centered, means: columns } = kernels.centerColumns(beside, { overwrite: owned });
  const back = balanced(groups) ? undefined : withoutCommon(columns, units, kernels);
  const moved = back ? kernels.addRow(centered, back, 1, { overwrite: true }) : centered;
  const patterns = kernels.reshape(moved, rows, units);
  return perUnitRows(withoutMean(patterns, options, kernels), options, kernels);
}

/** The means of each run, 1 × (runs · units), less those over all runs. */
function withoutCommon({ cols, data }: Matrix, units: number, kernels: Kernels): Matrix {
  const common = new Float64Array(units);
  for (let k = 0; k < cols; k++) common[k % units]! += (data[k]! * units) / cols;
  return kernels.place(
    1,
    cols,
    data.map((mean, k) => mean - common[k % units]!),
  );
}

/** Rows that are whitened at once: what is in between takes as little memory. */
const whitenedAtOnce = 256;

function whitenInPlace(patterns: Matrix, whiten: Whitening, kernels: Kernels): void {
  for (let start = 0; start < patterns.rows; start += whitenedAtOnce) {
    const part = kernels.rows(patterns, start, Math.min(start + whitenedAtOnce, patterns.rows));
    kernels.scope(() => {
      const white = whiten(part);
      if (white !== part) part.data.set(white.data);
    });
  }
}

/** Each run by itself, stimuli × units. */
function apart(patterns: Matrix, { stimuli, runs }: Groups, kernels: Kernels): Matrix[] {
  const { cols: units } = patterns;
  const beside = kernels.reshape(patterns, stimuli.length, runs.length * units);
  return runs.map((_, run) => kernels.columns(beside, run * units, (run + 1) * units));
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
function contrasts(patterns: Matrix, { stimuli, runs }: Groups, kernels: Kernels): Polarised {
  const { cols: units } = patterns;
  const beside = kernels.reshape(patterns, stimuli.length, runs.length * units);
  contrastInPlace(beside, runs.length);
  const sum = kernels.columns(beside, 0, units);
  const subtracted = kernels.columns(beside, units, beside.cols, { overwrite: true });
  return { rows: kernels.scale(sum, 1 / runs.length, { overwrite: true }), subtracted };
}

/** In each row the first run becomes the sum of all, each later one its contrast with the sum of those before it. */
function contrastInPlace({ rows, cols, data }: Matrix, runs: number): void {
  const units = cols / runs;
  const scale = 1 / Math.sqrt(runs * (runs - 1));
  for (let start = 0; start < rows * cols; start += cols) {
    for (let before = 1; before < runs; before++) {
      const factor = scale / Math.sqrt(before * (before + 1));
      for (let k = start, at = start + before * units; k < start + units; k++, at++) {
        const sum = data[k]!;
        const next = data[at]!;
        data[at] = factor * (sum - before * next);
        data[k] = sum + next;
      }
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
