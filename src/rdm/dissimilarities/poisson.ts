import { NumericalError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { beside, crossvalidated, trainMeans } from "./crossnobis.ts";
import {
  polarised,
  squaredBetween,
  type Dissimilarity,
  type DissimilarityOptions,
  type RdmInput,
  type Polarised,
} from "./dissimilarity.ts";
import { runMeans, stimulusName } from "../observations.ts";

/**
 * Symmetrised Kullback–Leibler divergence between Poisson distributions of rates
 *
 *   a = (count + priorLambda · priorWeight) / (1 + priorWeight)
 *
 * so that counts of 0 are no obstacle. Schütt et al., eLife 12:e82566, 2023 (rsatoolbox).
 */
export const poisson = {
  title: "Poisson dissimilarity",
  equation: "Σ (aₖ − bₖ)(log aₖ − log bₖ) of rates: the symmetrised Kullback–Leibler divergence",
  source: "Schütt et al., eLife 12:e82566, 2023",
  accepts: "matrix",
  counts: true,
  options: ["priorLambda", "priorWeight", "perUnit"],
  range: [0, Infinity],
  degree: 0,
  prepare(input, kernels, options) {
    const rates = ratesOf(input, input.responses, options);
    const { rows, subtracted } = divergence([rates], [rates], options, kernels);
    const both = beside([rows, subtracted]);
    return { rows: kernels.place(both.rows, both.cols, both.data), exponent: 0 };
  },
  /** Of rows whose left half is to be taken and whose right half is subtracted. */
  between(rows, count, kernels, options) {
    const half = rows.cols / 2;
    const taken = squaredBetween(kernels.columns(rows, 0, half), count, kernels, options);
    const subtracted = squaredBetween(kernels.columns(rows, half, rows.cols), count, kernels, options);
    return kernels.subtract(taken, subtracted);
  },
} as const satisfies Dissimilarity;

/** The same across runs: the mean over runs of Σ (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)(log aᵗᵉˢᵗ − log bᵗᵉˢᵗ). */
export const poissonCrossvalidated = {
  title: "Crossvalidated Poisson dissimilarity",
  equation: "mean over runs of Σ (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)(log aᵗᵉˢᵗ − log bᵗᵉˢᵗ) of rates",
  source: "Schütt et al., eLife 12:e82566, 2023",
  accepts: "repeats",
  counts: true,
  options: ["priorLambda", "priorWeight", "perUnit"],
  range: [-Infinity, Infinity],
  degree: 0,
  prepare(input, kernels, options) {
    const groups = crossvalidated(input, "poisson-crossvalidated");
    const tests = groups.runs.map((_, run) => runMeans(input.responses, groups, run));
    const trains = trainMeans(tests, groups);
    const rates = (means: Matrix) => ratesOf(input, means, options);
    return { ...divergence(trains.map(rates), tests.map(rates), options, kernels), exponent: 0 };
  },
  between: squaredBetween,
} as const satisfies Dissimilarity;

/**
 * Σ over parts and units of Δrate · Δlog rate, each unit's two factors at one scale: their
 * half sum then holds nearly all of the product, their half difference little.
 */
function divergence(
  rates: readonly Matrix[],
  others: readonly Matrix[],
  { perUnit }: DissimilarityOptions,
  kernels: Kernels,
): Polarised {
  const parts = rates.length * (perUnit ? rates[0]!.cols : 1);
  const linear = centred(beside(rates), kernels);
  const logarithmic = centred(mapped(beside(others), Math.log), kernels);
  const [norms, logNorms] = [columnNorms(linear), columnNorms(logarithmic)];
  const scales = norms.map((norm, k) => (norm > 0 && logNorms[k]! > 0 ? Math.sqrt(logNorms[k]! / norm) : 1));
  const factor = 1 / Math.sqrt(parts);
  const left = scaleColumns(linear, (k) => scales[k]! * factor);
  const right = scaleColumns(logarithmic, (k) => factor / scales[k]!);
  return polarised(left, right, kernels);
}

/**
 * Rates of counts under the prior.
 * @throws {NumericalError} naming the first count below 0, or a rate of 0.
 */
export function ratesOf(
  input: Pick<RdmInput, "name" | "stimuli">,
  counts: Matrix,
  { priorLambda, priorWeight }: DissimilarityOptions,
): Matrix {
  const { cols, data } = counts;
  const where = (at: number) => `${stimulusName(input, Math.floor(at / cols))}, unit ${at % cols}`;
  const below = data.findIndex((count) => count < 0);
  if (below >= 0) {
    throw new NumericalError(
      `${input.name}: ${where(below)}: the count is ${data[below]}; poisson dissimilarities are of counts or rates, from 0.`,
    );
  }
  const rates = mapped(counts, (count) => (count + priorLambda * priorWeight) / (1 + priorWeight));
  const none = rates.data.indexOf(0);
  if (none < 0) return rates;
  throw new NumericalError(
    `${input.name}: ${where(none)}: the count is 0 and so is the prior; a rate of 0 has no logarithm. Take priorLambda and priorWeight above 0.`,
  );
}

const centred = (a: Matrix, kernels: Kernels) => kernels.detach(kernels.centerColumns(a).centered);

const mapped = ({ rows, cols, data }: Matrix, f: (value: number) => number) =>
  matrix(rows, cols, Float64Array.from(data, f));

function scaleColumns({ rows, cols, data }: Matrix, by: (column: number) => number): Matrix {
  const factors = Float64Array.from({ length: cols }, (_, k) => by(k));
  return matrix(
    rows,
    cols,
    data.map((value, at) => value * factors[at % cols]!),
  );
}

function columnNorms({ cols, data }: Matrix): Float64Array {
  const squares = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) squares[at % cols]! += data[at]! ** 2;
  return squares.map(Math.sqrt);
}
