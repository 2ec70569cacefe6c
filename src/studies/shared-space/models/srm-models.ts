import { log, log1p } from "../../../base/math/log.ts";
import { identity, inner, matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { functionOf } from "./srm-steps.ts";

/** What the models know of each subject. */
export interface Sizes {
  readonly stimuli: number;
  readonly features: number;
  /** Units of each subject that take part. */
  readonly units: readonly number[];
  /** ‖X‖² of each subject. */
  readonly energies: readonly number[];
}

/** The shared response that follows from the maps so far. */
export interface Expected {
  /** stimuli × features */
  readonly shared: Matrix;
  /** Objective of the parameters from which it was made. */
  readonly objective: number;
  /** Posterior covariance of a stimulus' shared response, features × features. */
  readonly posterior?: Matrix;
}

/** A subject's X·W and ⟨X·W, S⟩. */
interface Part {
  readonly projected: Matrix;
  readonly gain: number;
}

/** What the iterations need of a shared response model. */
export interface Model {
  /** The shared response for given maps, and the objective. */
  expect(parts: readonly Part[]): Expected;
  /** Takes over the maps that were made for `expected`. */
  accept(expected: Expected, parts: readonly Part[]): void;
  /** What the latest of two objectives gained, at the scale of `tolerance`. */
  improvement(before: number, after: number): number;
  /** Whether the final maps are made for the latest shared response, not for the one before. */
  readonly refits: boolean;
  /** What is given back with final maps, which were made for `shared`. */
  conclude(shared: Matrix, parts: readonly Part[]): { shared: Matrix; objective: number };
  /** Residual variance of a response, for each subject, given the final shared response. */
  noiseVariance(shared: Matrix, parts: readonly Part[]): Float64Array;
  /** Covariance of the shared features, where the model has one. */
  covariance(): Matrix | undefined;
}

/**
 * Least Σ ‖X_i − S·W_iᵀ‖² with W_iᵀ·W_i = I: S is the mean of the X_i·W_i. The final maps are the
 * best ones for the shared response that is given back. With `asBrainIak` the shared response is
 * instead the mean over the final maps, as in BrainIAK's `DetSRM`.
 *
 * Source: Chen, Chen, Yeshurun, Hasson, Haxby & Ramadge, "A Reduced-Dimension fMRI Shared Response
 * Model", NIPS 2015, §3.1.
 */
export function deterministicModel({ stimuli, units, energies }: Sizes, asBrainIak: boolean): Model {
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  const expect = (parts: readonly Part[]) => {
    const shared = meanOf(projectionsOf(parts));
    return { shared, objective: Math.max(0, total - parts.length * squaredNorm(shared)) };
  };
  return {
    expect,
    accept: () => {},
    improvement: (before, after) => (before - after) / total,
    refits: !asBrainIak,
    conclude(shared, parts) {
      if (asBrainIak) return expect(parts);
      return {
        shared,
        objective: residuals(energies, shared, projectionsOf(parts)).reduce((sum, value) => sum + value, 0),
      };
    },
    noiseVariance: (shared, parts) =>
      residuals(energies, shared, projectionsOf(parts)).map((value, i) => value / (stimuli * units[i]!)),
    covariance: () => undefined,
  };
}

/** Noise below this share of a subject's mean square is rounding error. */
const noiseFloor = Number.EPSILON;

/**
 * x_i = W_i·s + μ_i + noise of variance ρ_i², s normal with covariance Σ, fitted by EM from ρ_i² = 1,
 * Σ = I. With the spectrum λ of Σ and ρ₀ = Σ ρ_i⁻², the posterior covariance of s is that of
 * λ / (1 + ρ₀λ), its mean that times Σ W_iᵀ·x_i / ρ_i². The objective is the log-likelihood
 * without its constant −½ · stimuli · units · log 2π.
 *
 * Source: Chen et al., NIPS 2015, §3.2 and supplement. BrainIAK's `SRM`, whose norms of X_i are not centred.
 */
export function probabilisticModel(sizes: Sizes, kernels: Kernels): Model {
  const { stimuli, features, units, energies } = sizes;
  const responses = stimuli * units.reduce((sum, count) => sum + count, 0);
  const noise = Float64Array.from(units, () => 1);
  let covariance = identity(features);
  return {
    expect: (parts) => posteriorOf(sizes, noise, covariance, parts, kernels),
    accept({ shared, posterior }, parts) {
      covariance = secondMoment(shared, posterior!, kernels);
      const energy = stimuli * trace(covariance);
      parts.forEach(({ gain }, i) => {
        const residual = energies[i]! - 2 * gain + energy;
        noise[i] = Math.max(residual, noiseFloor * energies[i]!) / (stimuli * units[i]!);
      });
    },
    improvement: (before, after) => (after - before) / responses,
    refits: false,
    conclude: (shared, parts) => ({
      shared,
      objective: posteriorOf(sizes, noise, covariance, parts, kernels).objective,
    }),
    noiseVariance: () => noise.slice(),
    covariance: () => covariance,
  };
}

function posteriorOf(
  { stimuli, units, energies }: Sizes,
  noise: Float64Array,
  covariance: Matrix,
  parts: readonly Part[],
  kernels: Kernels,
): Expected {
  const precision = noise.reduce((sum, value) => sum + 1 / value, 0);
  const evidence = weightedSum(
    projectionsOf(parts),
    Array.from(noise, (value) => 1 / value),
  );
  return kernels.scope(() => {
    const spectrum = kernels.eigh(covariance);
    const posterior = functionOf(spectrum, (value) => Math.max(value, 0) / (1 + precision * value), kernels);
    const shared = kernels.gemm(evidence, posterior);
    const logDeterminant =
      spectrum.values.reduce((sum, value) => sum + log1p(precision * Math.max(value, 0)), 0) +
      noise.reduce((sum, value, i) => sum + units[i]! * log(value), 0);
    const squares = energies.reduce((sum, energy, i) => sum + energy / noise[i]!, 0);
    const objective = -0.5 * (stimuli * logDeterminant + squares - kernels.dot(evidence, shared));
    return { shared: kernels.detach(shared), objective, posterior: kernels.detach(posterior) };
  });
}

/** Expected s·sᵀ over stimuli: SᵀS / stimuli and the posterior covariance. */
function secondMoment(shared: Matrix, posterior: Matrix, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const squares = kernels.syrk(shared, { trans: true }).data;
    return matrix(
      posterior.rows,
      posterior.cols,
      posterior.data.map((value, k) => value + squares[k]! / shared.rows),
    );
  });
}

/** ‖X_i − S·W_iᵀ‖² of each subject, from its X_i·W_i; not below 0. */
export function residuals(
  energies: readonly number[],
  shared: Matrix,
  projections: readonly Matrix[],
): Float64Array {
  const energy = squaredNorm(shared);
  return Float64Array.from(projections, (projected, i) =>
    Math.max(0, energies[i]! - 2 * inner(projected.data, shared.data) + energy),
  );
}

function projectionsOf(parts: readonly Part[]): Matrix[] {
  return parts.map(({ projected }) => projected);
}

/** Σ weight · matrix, in the order given. */
export function weightedSum(matrices: readonly Matrix[], weights: readonly number[]): Matrix {
  const sum = matrix(matrices[0]!.rows, matrices[0]!.cols);
  matrices.forEach(({ data }, i) => addScaled(sum.data, weights[i]!, data));
  return sum;
}

/** Mean of matrices of one shape. */
export function meanOf(matrices: readonly Matrix[]): Matrix {
  return weightedSum(
    matrices,
    matrices.map(() => 1 / matrices.length),
  );
}

function addScaled(into: Float64Array, weight: number, data: Float64Array): void {
  const { length } = into;
  for (let k = 0; k < length; k++) into[k]! += weight * data[k]!;
}

/** ‖A‖². */
export function squaredNorm({ data }: Matrix): number {
  return inner(data, data);
}

function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i]!;
  return sum;
}
