import { NumericalError } from "../../../base/errors.ts";
import { jackknife } from "../../../base/jackknife.ts";
import { acos } from "../../../base/math/arc.ts";
import { scaleAndCenter, assertVaries, type Responses } from "../../../data/responses.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { momentsOf, mostPowers, type Moments } from "./moments.ts";
import { bestPolynomial, type Polynomial } from "./polynomial.ts";

/** One network for the estimator. */
export type PreparedFewStimuli = {
  /** Centred Gram matrix, at a scale near 1: stimuli × stimuli. */
  gram: Matrix;
  units: number;
  /** Responses are this power of two times what the Gram matrix is of. */
  exponent: number;
};

/** What is estimated of a pair, with how far it can be relied on. */
export interface CosineEstimate {
  /** ‖C‖_* / √(tr Σx · tr Σy); sampling may take it out of [0, 1]. */
  readonly cosine: number;
  /** For other stimuli of the same population. */
  readonly standardError: number;
  /** The most that the mean over samples may differ from the population's cosine. */
  readonly maxBias: number;
  /** The traces that were used. */
  readonly powers: number;
  readonly varianceX: number;
  readonly varianceY: number;
}

export interface FewStimuliOptions {
  readonly maxBias: number | undefined;
  readonly seed: number;
}

/** Orders over which the estimate is averaged. */
const orders = 4;
/** Parts of the stimuli that are left out in turn: products of many stimuli change too much where large parts are missing. */
const mostParts = 25;
/** Below it no part can be left out of the traces of two powers. */
const fewest = 16;

export function prepareFewStimuli(input: Responses, kernels: Kernels): PreparedFewStimuli {
  const { rows, cols } = input.responses;
  if (rows < fewest)
    throw new NumericalError(
      `${input.name}: estimator moments needs at least ${fewest} stimuli, got ${rows}; take estimator plug-in.`,
    );
  const { matrix: centered, exponent } = scaleAndCenter(input, true, kernels);
  const norm = kernels.norm(centered);
  assertVaries(input, norm, true);
  return { gram: kernels.syrk(centered), units: cols, exponent };
}

/**
 * The cosine of the Procrustes angle of the population of stimuli, from few of them:
 *
 *   cos θ = ‖C‖_* / √(tr Σx · tr Σy),   ‖C‖_* ≈ √λ · Σ cₚ · tr (C·Cᵀ)ᵖ / λᵖ,
 *
 * with cross-covariance C, covariances Σ, λ the largest eigenvalue of C·Cᵀ, and a polynomial in place of the square root. The
 * traces are estimated without bias (`momentsOf`), so what is left is the error of the polynomial, which is bounded, and the
 * variance of the traces, which is estimated by leaving out parts of the stimuli. `bestPolynomial` weighs one against the other.
 *
 * Source: Pospisil, Larsen, Harvey & Williams, ICLR 2024, arXiv:2310.05742, §4. The bound here is the worst over eigenvalues
 * whose sum is no more than the first trace and two of its standard errors, not over all; and λ is that of the sample, which is too large rather than too small: with fewer stimuli than
 * units the polynomial is then poor, and the bound says so.
 */
export function estimateCosine(
  x: PreparedFewStimuli,
  y: PreparedFewStimuli,
  { maxBias, seed }: FewStimuliOptions,
  kernels: Kernels,
): CosineEstimate {
  const m = x.gram.rows;
  const parts = Math.min(mostParts, Math.floor(m / 4));
  const powers = Math.min(mostPowers, Math.floor((m - Math.ceil(m / parts)) / 8));
  const { whole, without } = momentsOf(x.gram, y.gram, { powers, orders, parts, seed }, kernels);
  const sizes = Array.from({ length: parts }, (_, part) => Math.ceil((m - part) / parts));
  // K·L and L·K have one largest eigenvalue, but not one approximation: the value must not depend on the order.
  const [ofX, ofY] = [largestEigenvalue(x.gram, y.gram, kernels), largestEigenvalue(y.gram, x.gram, kernels)];
  const largest = Math.max(ofX, ofY) / (m - 1) / (m - 1);
  if (!(largest > 0) || !(whole.varianceX > 0) || !(whole.varianceY > 0)) return unrelated(whole);

  const scaled = (moments: Moments) => moments.cross.map((trace, p) => trace / powerOf(largest, p + 1));
  const unit = Math.sqrt(largest / (whole.varianceX * whole.varianceY));
  const covariances = covariancesOf(without.map(scaled), sizes);
  // The first trace may be estimated too small: the bound holds for two standard errors more.
  const sum = Math.max(0, scaled(whole)[0]!) + 2 * Math.sqrt(covariances[0]![0]!);
  const problem = { sum, count: Math.min(x.units, y.units), covariances };
  const found = bestPolynomial(problem, maxBias === undefined ? undefined : maxBias / unit);
  if (!found)
    throw new NumericalError(
      `estimator moments: no polynomial of up to ${powers} powers keeps the bias below ${maxBias} for ${m} stimuli; allow more, or take more stimuli.`,
    );
  const cosineOf = (moments: Moments) => cosineFrom(found, scaled(moments), moments, largest);
  const cosine = cosineOf(whole);
  const { standardError } = jackknife({ value: cosine, without: without.map(cosineOf), sizes });
  const { varianceX, varianceY } = whole;
  return {
    cosine,
    standardError,
    maxBias: found.maxBias * unit,
    powers: found.coefficients.length,
    varianceX,
    varianceY,
  };
}

function unrelated({ varianceX, varianceY }: Moments): CosineEstimate {
  return { cosine: 0, standardError: 0, maxBias: 0, powers: 0, varianceX, varianceY };
}

function cosineFrom(
  { coefficients }: Polynomial,
  traces: Float64Array,
  { varianceX, varianceY }: Moments,
  largest: number,
): number {
  const root = coefficients.reduce((sum, c, p) => sum + c * traces[p]!, 0);
  return (root * Math.sqrt(largest)) / Math.sqrt(varianceX * varianceY);
}

/** The angle in radians of a cosine that sampling may have taken out of its range. */
export function angleOf({ cosine }: CosineEstimate): number {
  return acos(Math.max(0, Math.min(1, cosine)));
}

function powerOf(value: number, power: number): number {
  let product = 1;
  for (let k = 0; k < power; k++) product *= value;
  return product;
}

/** Of the traces of all stimuli, from those without each part. */
function covariancesOf(without: readonly Float64Array[], sizes: readonly number[]): Float64Array[] {
  const powers = without[0]!.length;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const means = Float64Array.from(
    { length: powers },
    (_, p) => without.reduce((sum, one) => sum + one[p]!, 0) / without.length,
  );
  return Array.from({ length: powers }, (_, p) =>
    Float64Array.from({ length: powers }, (_column, q) =>
      without.reduce(
        (sum, one, part) =>
          sum + ((total / sizes[part]! - 1) * (one[p]! - means[p]!) * (one[q]! - means[q]!)) / without.length,
        0,
      ),
    ),
  );
}

/** Steps of the power method: the largest eigenvalue to a few per cent, which is all that scaling needs. */
const steps = 30;

/** Of K·L for positive semidefinite K and L: of X·Xᵀ·Y·Yᵀ it is the square of the largest singular value of XᵀY. */
function largestEigenvalue(k: Matrix, l: Matrix, kernels: Kernels): number {
  return kernels.scope(() => {
    const m = k.rows;
    let vector = matrix(
      m,
      1,
      Float64Array.from({ length: m }, (_, i) => 1 + ((i * 7) % 11) / 11),
    );
    let size = 0;
    for (let step = 0; step < steps; step++) {
      const next = kernels.gemm(k, kernels.gemm(l, vector));
      size = kernels.norm(next) / kernels.norm(vector);
      if (!(size > 0)) return 0;
      vector = kernels.scale(next, 1 / kernels.norm(next));
    }
    return size;
  });
}
