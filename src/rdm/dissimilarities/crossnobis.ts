import { NumericalError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  polarised,
  type Polarised,
  squaredBetween,
  type Dissimilarity,
  type DissimilarityOptions,
  type RdmInput,
} from "./dissimilarity.ts";
import { noiseOf, rescale } from "../noise/input-noise.ts";
import { countRows, runMeans, stimulusName, type Groups } from "../observations.ts";
import { perUnitRows, withoutMean } from "./row-distances.ts";
import { whitenWithPrecision, type Whitening } from "../noise/whitening.ts";

/**
 * The crossvalidated squared Mahalanobis distance: noise that is independent between runs
 * does not bias it, so it is 0 on average for stimuli that are told apart by noise alone,
 * and may be below 0.
 *
 *   d = mean over runs f of (āᵢ − āⱼ)ᵀ Σ⁻¹ (tᵢ − tⱼ),  t: run f, ā: mean of all rows of the other runs
 *
 * As a difference of squared distances: with as many rows of each stimulus in each run it is
 * that of the means of the runs minus that of their contrasts; otherwise half the sum of ā and
 * t against half their difference. Walther et al., NeuroImage 137, 2016.
 */
export const crossnobis = {
  title: "Crossnobis dissimilarity",
  equation: "mean over runs of (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)ᵀ Σ⁻¹ (aᵗᵉˢᵗ − bᵗᵉˢᵗ), Σ the covariance of the noise",
  source: "Walther et al., NeuroImage 137, 2016",
  accepts: "repeats",
  noise: "taken",
  options: ["perUnit", "removeMean"],
  range: [-Infinity, Infinity],
  degree: 2,
  prepare(input, kernels, options) {
    const groups = crossvalidated(input, "crossnobis");
    const exponent = scaleAndCenter(input, false, kernels).exponent;
    const scaled = { ...input, responses: rescale(input.responses, exponent, kernels) };
    const { noise } = input;
    if (noise && "precisions" in noise) {
      const whitenings = precisionOfPairs(input, noise.precisions, groups.runs.length, kernels);
      return { ...acrossPairs(runPatterns(scaled, groups, options, kernels), whitenings, kernels), exponent };
    }
    const { whiten, unitless } = noiseOf(input, noise ?? { independent: true }, exponent, kernels);
    const patterns = runPatterns(scaled, groups, options, kernels).map(whiten);
    const source = balanced(groups) ? contrasts(patterns, kernels) : trainAndTest(patterns, groups, kernels);
    return { ...source, exponent: unitless ? 0 : exponent };
  },
  between: squaredBetween,
} as const satisfies Dissimilarity;

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
  if (runs.length < 2) {
    throw new NumericalError(
      `${owner}: ${name} has ${runs.length} run; crossvalidation needs at least 2 runs (repeats).`,
    );
  }
  for (const [run, runName] of runs.entries()) {
    const without = countRows(groups, run).indexOf(0);
    if (without < 0) continue;
    throw new NumericalError(
      `${owner}: ${name}: ${stimulusName({ stimuli }, without)} has no row in run ${runName}; each stimulus needs one in each run. Leave it out, or take pooling "number", which compares pairs of rows.`,
    );
  }
  return groups;
}

/**
 * Stimuli × units for each run, moved by one pattern for all stimuli of a run: differences of
 * stimuli stay as they are, and products keep their digits. Where the training means of stimuli
 * weigh the runs differently, all runs are moved together.
 */
function runPatterns(
  input: RdmInput,
  groups: Groups,
  options: DissimilarityOptions,
  kernels: Kernels,
): Matrix[] {
  const patterns = groups.runs.map((_, run) => kernels.centerColumns(runMeans(input.responses, groups, run)));
  const same = balanced(groups);
  const common = combination(
    patterns.map(({ means }) => means),
    patterns.map(() => 1 / patterns.length),
  );
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
 * c an orthonormal basis of the differences between the F runs (Helmert's).
 */
function contrasts(patterns: readonly Matrix[], kernels: Kernels): Polarised {
  const runs = patterns.length;
  const mean = combination(
    patterns,
    patterns.map(() => 1 / runs),
  );
  const scale = 1 / Math.sqrt(runs * (runs - 1));
  const parts = Array.from({ length: runs - 1 }, (_, k) => {
    const norm = scale / Math.sqrt((k + 1) * (k + 2));
    return combination(
      patterns,
      patterns.map((_, run) => (run <= k ? norm : run === k + 1 ? -(k + 1) * norm : 0)),
    );
  });
  return { rows: place(mean, kernels), subtracted: place(beside(parts), kernels) };
}

/** Any shares: the mean of the other rows of each stimulus against the test run. */
function trainAndTest(patterns: readonly Matrix[], groups: Groups, kernels: Kernels): Polarised {
  const factor = 1 / Math.sqrt(patterns.length);
  const test = kernels.scale(beside(patterns), factor);
  const train = kernels.scale(beside(trainMeans(patterns, groups)), factor);
  return polarised(train, test, kernels);
}

/** For each run the mean of all rows of the other runs, stimulus by stimulus. */
export function trainMeans(patterns: readonly Matrix[], groups: Groups): Matrix[] {
  const counts = patterns.map((_, run) => countRows(groups, run));
  const all = countRows(groups);
  return patterns.map((pattern, test) => {
    const { rows, cols } = pattern;
    const train = matrix(rows, cols);
    for (const [run, { data }] of patterns.entries()) {
      if (run === test) continue;
      for (let at = 0; at < data.length; at++) {
        const stimulus = Math.floor(at / cols);
        const left = all[stimulus]! - counts[test]![stimulus]!;
        train.data[at]! += (data[at]! * counts[run]![stimulus]!) / left;
      }
    }
    return train;
  });
}

/** For pairs of runs f < g the mean of (t_fᵢ − t_fⱼ)ᵀ P_fg (t_gᵢ − t_gⱼ). */
function acrossPairs(
  patterns: readonly Matrix[],
  whitenings: (f: number, g: number) => Whitening,
  kernels: Kernels,
): Polarised {
  const pairs = patterns.flatMap((_, f) => patterns.slice(f + 1).map((__, k) => [f, f + 1 + k] as const));
  const factor = 1 / Math.sqrt(pairs.length);
  const sides = pairs.map(([f, g]) => {
    const whiten = whitenings(f, g);
    return [kernels.detach(whiten(patterns[f]!)), kernels.detach(whiten(patterns[g]!))] as const;
  });
  const left = kernels.scale(beside(sides.map(([one]) => one)), factor);
  const right = kernels.scale(beside(sides.map(([, other]) => other)), factor);
  return polarised(left, right, kernels);
}

/** For a pair of runs the inverse of the mean of their covariances. */
function precisionOfPairs(input: RdmInput, precisions: readonly Matrix[], runs: number, kernels: Kernels) {
  const { name, responses } = input;
  if (precisions.length !== runs) {
    throw new ShapeError(
      `${name}: ${precisions.length} noise precisions for ${runs} runs; give one for each run, in the order of the runs.`,
    );
  }
  const units = responses.cols;
  const covariances = precisions.map((precision) => kernels.detach(inverse(name, precision, units, kernels)));
  return (f: number, g: number) => {
    const mean = combination([covariances[f]!, covariances[g]!], [0.5, 0.5]);
    return whitenWithPrecision(name, inverse(name, mean, units, kernels), units, kernels);
  };
}

/** W·Wᵀ for the whitening W of a precision is the precision: here W comes from the inverse's columns. */
function inverse(name: string, a: Matrix, units: number, kernels: Kernels): Matrix {
  whitenWithPrecision(name, a, units, kernels); // refuses what has no inverse
  const identity = matrix(units, units);
  for (let i = 0; i < units; i++) identity.data[i * (units + 1)] = 1;
  const root = kernels.solveTriangular(kernels.cholesky(a), identity);
  return kernels.syrk(root, { trans: true });
}

/** Σ weights[k] · parts[k], in ordinary memory. */
function combination(parts: readonly Matrix[], weights: readonly number[]): Matrix {
  const { rows, cols } = parts[0]!;
  const sum = matrix(rows, cols);
  for (const [k, { data }] of parts.entries()) {
    const weight = weights[k]!;
    if (weight !== 0) for (let at = 0; at < data.length; at++) sum.data[at]! += weight * data[at]!;
  }
  return sum;
}

/** Matrices of as many rows, one beside the other, in ordinary memory. */
export function beside(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]!.rows;
  const whole = matrix(
    rows,
    parts.reduce((sum, { cols }) => sum + cols, 0),
  );
  let offset = 0;
  for (const { cols, data } of parts) {
    for (let i = 0; i < rows; i++)
      whole.data.set(data.subarray(i * cols, (i + 1) * cols), i * whole.cols + offset);
    offset += cols;
  }
  return whole;
}

const place = (a: Matrix, kernels: Kernels) => kernels.place(a.rows, a.cols, a.data);
