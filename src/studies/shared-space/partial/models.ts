/** Shared responses where each subject has seen some of the stimuli. */
import { identity, inner, matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { functionOf } from "../models/srm-steps.ts";

/** What the models know of each subject. */
export interface PartialSizes {
  readonly stimuli: number;
  readonly features: number;
  /** Units of each subject that take part. */
  readonly units: readonly number[];
  /** ‖X‖² of each, over the stimuli that it has seen. */
  readonly energies: readonly number[];
  /** Which stimuli each has seen. */
  readonly seen: readonly Int32Array[];
  /** Whether each unit has a mean of its own. */
  readonly center: boolean;
}

/** A subject's X·W over the stimuli that it has seen, and ⟨X·W, S⟩ there. */
interface Part {
  readonly projected: Matrix;
  readonly gain: number;
}

/** The shared response for the maps so far, and the objective of the parameters that it is made from. */
export interface PartialExpected {
  /** stimuli × features */
  readonly shared: Matrix;
  readonly objective: number;
  /** Σ over the stimuli of each subject of the trace of their posterior covariance; 0 of a deterministic model. */
  readonly spread: Float64Array;
  /** Mean posterior covariance over all stimuli. */
  readonly posterior?: Matrix;
}

export interface PartialModel {
  expect(parts: readonly Part[]): PartialExpected;
  /** Takes over the maps that were made for `expected`. */
  accept(expected: PartialExpected, parts: readonly Part[]): void;
  improvement(before: number, after: number): number;
  /** Where each subject's responses are centred: the mean shared response of the stimuli that it has seen, W_iᵀ(x̄_i − μ_i). */
  offsets(): readonly Float64Array[];
  noiseVariance(): Float64Array;
  covariance(): Matrix | undefined;
}

/**
 * Least Σ over subjects i and stimuli t that i has seen of ‖x_it − W_i·s_t − μ_i‖², W_iᵀ·W_i = I: s_t is the mean of
 * W_iᵀ(x_it − μ_i) over those who have seen it. Units are centred on the stimuli that a subject has seen, and
 * μ_i = x̄_i − W_i·m_i with m_i the mean of s over them: what is missing moves no mean.
 */
export function deterministicPartial(sizes: PartialSizes): PartialModel {
  const { energies, units, seen } = sizes;
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  let offsets = noOffsets(sizes);
  let left: Float64Array = new Float64Array(units.length);
  return {
    expect(parts) {
      const weights = units.map(() => 1);
      const { sums, counts } = evidenceOf(sizes, parts, offsets, weights);
      const shared = matrix(sums.rows, sums.cols);
      for (let t = 0; t < sums.rows; t++)
        for (let k = 0; k < sums.cols; k++)
          shared.data[t * sums.cols + k] = sums.data[t * sums.cols + k]! / counts[t]!;
      const residuals = residualsOf(sizes, parts, offsets, shared);
      const objective = residuals.reduce((sum, value) => sum + value, 0);
      return { shared, objective, spread: new Float64Array(units.length) };
    },
    accept({ shared }, parts) {
      offsets = meansOver(sizes, shared);
      left = residualsOf(sizes, parts, offsets, shared);
    },
    improvement: (before, after) => (before - after) / total,
    offsets: () => offsets,
    noiseVariance: () => left.map((value, i) => value / (seen[i]!.length * units[i]!)),
    covariance: () => undefined,
  };
}

/** Noise below this share of a subject's mean square is rounding error. */
const noiseFloor = Number.EPSILON;

/**
 * x_it = W_i·s_t + μ_i + noise of variance ρ_i² for the stimuli that i has seen, s_t normal with covariance Σ, by EM:
 * rows that are missing have no part in the likelihood. With ρ_t = Σ over those who have seen t of ρ_i⁻², the posterior
 * covariance of s_t is (Σ⁻¹ + ρ_t·I)⁻¹, its mean that times Σ W_iᵀ(x_it − μ_i) / ρ_i². Of rows that all have seen
 * this is the model of Chen et al., NIPS 2015, §3.2. The objective is the log-likelihood without its constant.
 */
export function probabilisticPartial(sizes: PartialSizes, kernels: Kernels): PartialModel {
  const { units, energies, seen, features, stimuli } = sizes;
  const responses = units.reduce((sum, count, i) => sum + count * seen[i]!.length, 0);
  const noise = Float64Array.from(units, () => 1);
  let covariance = identity(features);
  let offsets = noOffsets(sizes);
  return {
    expect: (parts) => posteriorOf(sizes, { noise, covariance, offsets }, parts, kernels),
    accept({ shared, spread, posterior }, parts) {
      offsets = meansOver(sizes, shared);
      const residuals = residualsOf(sizes, parts, offsets, shared);
      covariance = secondMoment(shared, posterior!, stimuli, kernels);
      residuals.forEach((residual, i) => {
        const count = seen[i]!.length * units[i]!;
        noise[i] = Math.max(residual + spread[i]!, noiseFloor * energies[i]!) / count;
      });
    },
    improvement: (before, after) => (after - before) / responses,
    offsets: () => offsets,
    noiseVariance: () => noise.slice(),
    covariance: () => covariance,
  };
}

interface Parameters {
  readonly noise: Float64Array;
  readonly covariance: Matrix;
  readonly offsets: readonly Float64Array[];
}

function posteriorOf(
  sizes: PartialSizes,
  { noise, covariance, offsets }: Parameters,
  parts: readonly Part[],
  kernels: Kernels,
): PartialExpected {
  const { stimuli, features, seen, units, energies } = sizes;
  const weights = Array.from(noise, (value) => 1 / value);
  const { sums, counts: precisions } = evidenceOf(sizes, parts, offsets, weights);
  const shared = matrix(stimuli, features);
  const mean = matrix(features, features);
  const traces = new Float64Array(stimuli);
  let [logDeterminants, fitted] = [0, 0];
  kernels.scope(() => {
    const spectrum = kernels.eigh(covariance);
    // Stimuli that were seen by subjects of one total precision have one posterior covariance.
    for (const [precision, rows] of groupsOf(precisions)) {
      const posterior = functionOf(
        spectrum,
        (value) => Math.max(value, 0) / (1 + precision * Math.max(value, 0)),
        kernels,
      ).data;
      const logs = spectrum.values.reduce(
        (sum, value) => sum + Math.log1p(precision * Math.max(value, 0)),
        0,
      );
      logDeterminants += rows.length * logs;
      let trace = 0;
      for (let k = 0; k < features; k++) trace += posterior[k * (features + 1)]!;
      for (const t of rows) {
        traces[t] = trace;
        fitted += place(shared, sums, posterior, t);
      }
      for (let k = 0; k < mean.data.length; k++) mean.data[k]! += (rows.length / stimuli) * posterior[k]!;
    }
  });
  const own = seen.reduce((sum, rows, i) => {
    // ‖x − μ‖² of rows that are centred on their own mean.
    const energy = energies[i]! + rows.length * inner(offsets[i]!, offsets[i]!);
    return sum + rows.length * units[i]! * Math.log(noise[i]!) + energy / noise[i]!;
  }, 0);
  const spread = Float64Array.from(seen, (rows) => rows.reduce((sum, t) => sum + traces[t]!, 0));
  return { shared, objective: -0.5 * (logDeterminants + own - fitted), spread, posterior: mean };
}

/** Writes the mean of one stimulus. @returns eᵀ·posterior·e for its evidence e */
function place(shared: Matrix, sums: Matrix, posterior: Float64Array, t: number): number {
  const k = shared.cols;
  let total = 0;
  for (let a = 0; a < k; a++) {
    let value = 0;
    for (let b = 0; b < k; b++) value += posterior[a * k + b]! * sums.data[t * k + b]!;
    shared.data[t * k + a] = value;
    total += value * sums.data[t * k + a]!;
  }
  return total;
}

/** Rows by their value. */
function groupsOf(values: Float64Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  values.forEach((value, row) => {
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  });
  return groups;
}

/** Σ over subjects who have seen a stimulus of weight · (X·W + offset), and of their weights. */
function evidenceOf(
  { stimuli, features, seen }: PartialSizes,
  parts: readonly Part[],
  offsets: readonly Float64Array[],
  weights: readonly number[],
): { sums: Matrix; counts: Float64Array } {
  const sums = matrix(stimuli, features);
  const counts = new Float64Array(stimuli);
  seen.forEach((rows, i) => {
    const { data } = parts[i]!.projected;
    rows.forEach((t, row) => {
      counts[t]! += weights[i]!;
      for (let k = 0; k < features; k++)
        sums.data[t * features + k]! += weights[i]! * (data[row * features + k]! + offsets[i]![k]!);
    });
  });
  return { sums, counts };
}

/** ‖X_i − (S − m_i)·W_iᵀ‖² of each subject over what it has seen; not below 0. */
export function residualsOf(
  { energies, seen, features }: PartialSizes,
  parts: readonly Part[],
  offsets: readonly Float64Array[],
  shared: Matrix,
): Float64Array {
  return Float64Array.from(seen, (rows, i) => {
    const { data } = parts[i]!.projected;
    let left = energies[i]!;
    rows.forEach((t, row) => {
      for (let k = 0; k < features; k++) {
        const value = shared.data[t * features + k]! - offsets[i]![k]!;
        left += value * (value - 2 * data[row * features + k]!);
      }
    });
    return Math.max(0, left);
  });
}

/** For each subject the mean shared response of what it has seen; zeros where means are not free. */
function meansOver({ seen, features, center }: PartialSizes, shared: Matrix): Float64Array[] {
  return seen.map((rows) => {
    const mean = new Float64Array(features);
    if (!center) return mean;
    for (const t of rows)
      for (let k = 0; k < features; k++) mean[k]! += shared.data[t * features + k]! / rows.length;
    return mean;
  });
}

function noOffsets({ seen, features }: PartialSizes): Float64Array[] {
  return seen.map(() => new Float64Array(features));
}

/** Expected s·sᵀ over stimuli. */
function secondMoment(shared: Matrix, posterior: Matrix, stimuli: number, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const squares = kernels.syrk(shared, { trans: true }).data;
    const data = posterior.data.map((value, k) => value + squares[k]! / stimuli);
    return matrix(posterior.rows, posterior.cols, data);
  });
}
