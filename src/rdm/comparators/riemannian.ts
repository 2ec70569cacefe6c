import { exp } from "../../base/math/exp.ts";
import { log } from "../../base/math/log.ts";
import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairComparator } from "./comparator.ts";
import { covarianceOf, gramOf, identity, onContrasts } from "./contrasts.ts";
import { leastValue } from "./minimize.ts";

/** What one RDM brings to either side. */
export type Moments = {
  /** Second moment G of differences between stimuli, (m − 1) × (m − 1). */
  readonly gram: Matrix;
  /** Lower Cholesky factor of G; 0 × 0 if G is not positive definite. */
  readonly factor: Matrix;
  /** Covariance Σ of the estimated responses on the same differences. */
  readonly noise: Matrix;
};

/**
 * Negative affine-invariant Riemannian distance of second moments, the first with any
 * amount of signal and noise:
 *
 *   −min over s, t of √(Σ log² λᵢ),   λ the eigenvalues of (eˢ·G(a) + eᵗ·Σ, G(b))
 *
 * A common factor of both terms adds its logarithm to every log λ, and the best one makes
 * their mean 0. What is left is a search over the share of noise, its limits included.
 */
export const riemannian = definePairComparator<Moments>({
  title: "Negative Riemannian distance",
  equation: "−min over s, t of √(Σ log² eig(eˢ·G(a) + eᵗ·Σ, G(b)))",
  source:
    "Shahbazi, Shirali, Aghajan & Nili, NeuroImage 239:118271, 2021; with noise: rsatoolbox, neg_riem_dist",
  reads: ["sigmaK"],
  missing: "refused",
  leastPairs: 1,
  // The first RDM gets the noise, the second must be positive definite.
  properties: () => ({ kind: "similarity", range: [-Infinity, 0], symmetric: false, self: 0 }),
  nonNegative: false,
  chanceIsZero: false,
  cosineOf: undefined,
  pooling: "own",
  fittedBy: "cosine",
  degenerate:
    "the Gram matrix of its RDM is not positive definite: stimuli coincide, or its entries are not squared Euclidean distances in as many dimensions as there are stimuli, less 1",

  prepare(x, { stimuli, options }, kernels) {
    const gram = gramOf(x.data.slice(), stimuli);
    const sigma = options.sigmaK === undefined ? undefined : covarianceOf(options.sigmaK, stimuli);
    const noise = sigma ? onContrasts(sigma) : identity(stimuli - 1);
    return { gram, factor: choleskyOf(gram, kernels), noise };
  },

  isFitAsSecond: ({ factor }) => factor.rows > 0,

  compare({ gram, noise }, { factor }, _context, kernels) {
    if (factor.rows === 0) return NaN;
    const signal = normalized(kernels.detach(congruent(gram, factor, kernels)));
    const floor = normalized(kernels.detach(congruent(noise, factor, kernels)));
    const least = leastValue((logOdds) => spreadOfLogs(signal, floor, logOdds, kernels), odds);
    if (!Number.isFinite(least)) return NaN;
    return least === 0 ? 0 : -Math.sqrt(least);
  },
});

/** L⁻¹·A·L⁻ᵀ. */
function congruent(a: Matrix, factor: Matrix, kernels: Kernels): Matrix {
  const half = kernels.solveTriangular(factor, a);
  return kernels.solveTriangular(factor, kernels.transpose(half));
}

/** Log odds of noise against signal, each at trace 1: all signal, …, all noise. */
const odds = [-Infinity, ...Array.from({ length: 31 }, (_, k) => 2 * k - 30), Infinity];

/** Σ (log λ − mean)² of the mixture at these odds; infinite where an eigenvalue is not above 0. */
function spreadOfLogs(signal: Matrix, noise: Matrix, logOdds: number, kernels: Kernels): number {
  const share = 1 / (1 + exp(-logOdds));
  const rest = 1 / (1 + exp(logOdds));
  const mixture = { ...signal, data: signal.data.map((value, k) => rest * value + share * noise.data[k]!) };
  const eigenvalues = kernels.eigenvalues(mixture);
  // Below this an eigenvalue is rounding of the largest.
  if (!(eigenvalues[0]! > eigenvalues.length * Number.EPSILON * eigenvalues.at(-1)!)) return Infinity;
  const logs = eigenvalues.map(log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.reduce((sum, log) => sum + square(log - mean), 0);
}

/** At trace 1; as it is where the trace is not above 0. */
function normalized(a: Matrix): Matrix {
  let trace = 0;
  for (let i = 0; i < a.rows; i++) trace += a.data[i * a.cols + i]!;
  return trace > 0 ? { ...a, data: a.data.map((value) => value / trace) } : a;
}

function choleskyOf(gram: Matrix, kernels: Kernels): Matrix {
  try {
    return kernels.detach(kernels.cholesky(gram));
  } catch (error) {
    if (error instanceof NumericalError) return matrix(0, 0);
    throw error;
  }
}
