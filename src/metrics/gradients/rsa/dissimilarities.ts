import { log } from "../../../base/math/log.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { scaleByPowerOfTwo, scaledResponses } from "../../../data/responses.ts";
import { ratesOf } from "../../../rdm/dissimilarities/shared/rates.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { dissimilaritySettings, type RsaMetricOptions } from "../../rsa/options.ts";
import { pull, weightMatrix } from "../symmetric.ts";
import { pullOfDirections } from "./directions.ts";
import { equalStimuli, type DifferentiableRdm } from "./entries.ts";
import { minkowskiGradient } from "./minkowski.ts";

/**
 * Σ wᵢⱼ·∂dᵢⱼ/∂X, with respect to responses · 2^−exponent.
 * @param weights - of each pair, condensed; may be overwritten
 * @returns stimuli × units
 * @throws {NumericalError} naming stimuli where the dissimilarity has a kink.
 */
export type DissimilarityGradient = (
  rdm: DifferentiableRdm,
  weights: Float64Array,
  options: RsaMetricOptions,
  kernels: Kernels,
) => Matrix;

/** Those that have one, by name. */
export const dissimilarityGradients: Readonly<Partial<Record<string, DissimilarityGradient>>> = {
  correlation: (rdm, weights, _options, kernels) => ofDirections(rdm, weights, true, kernels),
  cosine: (rdm, weights, _options, kernels) => ofDirections(rdm, weights, false, kernels),
  "squared-euclidean": ofSquares,
  euclidean: (rdm, weights, options, kernels) => ofSquares(rdm, overTwice(rdm, weights), options, kernels),
  cityblock: (rdm, weights, options, kernels) =>
    minkowskiGradient(rdm, weights, { ...options, p: 1 }, kernels),
  minkowski: (rdm, weights, options, kernels) => minkowskiGradient(rdm, weights, options, kernels),
  chebyshev: (rdm, weights, options, kernels) =>
    minkowskiGradient(rdm, weights, { ...options, p: Infinity, perUnit: false }, kernels),
  "nan-euclidean": ofPresent,
  poisson: ofRates,
};

/** d = 1 − u·v of unit rows. */
function ofDirections(
  { input, rows }: DifferentiableRdm,
  weights: Float64Array,
  center: boolean,
  kernels: Kernels,
): Matrix {
  const whole = weightMatrix(weights, rows.rows, kernels);
  const slopes = kernels.gemm(whole, rows, { alpha: -1 });
  const { matrix: x, exponent } = scaledResponses(input, kernels);
  const pulled = pullOfDirections(slopes, rows, x, center, kernels);
  return exponent === 0 ? pulled : scaleByPowerOfTwo(pulled, -exponent, kernels); // the rows themselves have no scale
}

/** d = ‖f·(a − b)‖², where f² is 1, or 1 over the number of units. */
function ofSquares(
  { rows }: DifferentiableRdm,
  weights: Float64Array,
  { perUnit }: RsaMetricOptions,
  kernels: Kernels,
): Matrix {
  const factor = perUnit ? 2 / Math.sqrt(rows.cols) : 2;
  return pull(weightMatrix(weights, rows.rows, kernels), rows, factor, kernels);
}

/** w/(2d), with which the squares of distances are pulled. @throws {NumericalError} for a distance of 0. */
function overTwice({ input, entries, rows }: DifferentiableRdm, weights: Float64Array): Float64Array {
  for (let k = 0; k < weights.length; k++) {
    if (entries[k] === 0) throw equalStimuli(input, rows.rows, k);
    weights[k]! /= 2 * entries[k]!;
  }
  return weights;
}

/**
 * d = √(n/present · Σ (a − b)²) over units that both have. Rows are responses, 0 where missing, and beside them a
 * mask E of 1 and 0, so that with V = w·n/(present · d)
 *
 *   Σ wᵢⱼ·∂dᵢⱼ/∂X = E ∘ (X ∘ (V·E) − V·X).
 */
function ofPresent(
  { input, entries, rows }: DifferentiableRdm,
  weights: Float64Array,
  { perUnit }: RsaMetricOptions,
  kernels: Kernels,
): Matrix {
  const [m, n] = [rows.rows, rows.cols / 2];
  const [x, mask] = [kernels.columns(rows, 0, n), kernels.columns(rows, n, 2 * n)];
  const { data: present } = kernels.syrk(mask);
  const factor = perUnit ? Math.sqrt(n) : n;
  for (let i = 0, k = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, k++) {
      if (entries[k] === 0) throw equalStimuli(input, m, k);
      weights[k]! *= Number.isNaN(entries[k]) ? 0 : factor / (present[i * m + j]! * entries[k]!);
    }
  }
  const whole = weightMatrix(weights, m, kernels);
  const own = kernels.multiply(kernels.gemm(whole, mask), x, { overwrite: true });
  const pulled = kernels.subtract(own, kernels.gemm(whole, x), { overwrite: true });
  return kernels.multiply(pulled, mask, { overwrite: true });
}

/**
 * d = Σ (a − b)(log a − log b) of rates a = (count + λ·weight)/(1 + weight):
 *
 *   Σ wᵢⱼ·∂dᵢⱼ/∂aᵢ = Σⱼ wᵢⱼ·(log aᵢ − log aⱼ + (aᵢ − aⱼ)/aᵢ).
 */
function ofRates(
  { input }: DifferentiableRdm,
  weights: Float64Array,
  options: RsaMetricOptions,
  kernels: Kernels,
): Matrix {
  const rates = ratesOf(input, input.responses, dissimilaritySettings(options));
  const logs = { ...rates, data: Float64Array.from(rates.data, log) };
  const whole = weightMatrix(weights, rates.rows, kernels);
  const factor = 1 / (1 + options.priorWeight) / (options.perUnit ? rates.cols : 1);
  const pulled = pull(whole, logs, factor, kernels);
  const linear = pull(whole, rates, factor, kernels);
  for (let k = 0; k < pulled.data.length; k++) pulled.data[k]! += linear.data[k]! / rates.data[k]!;
  return pulled;
}
