import { log, log1p } from "../../../base/math/log.ts";
import { identity, inner, matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { functionOf } from "../models/srm-steps.ts";
import { evidenceOf, meansOver, noOffsets, residualsOf, type Part, type PartialSizes } from "./evidence.ts";
import type { PartialExpected, PartialModel } from "./model.ts";

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
      const logs = spectrum.values.reduce((sum, value) => sum + log1p(precision * Math.max(value, 0)), 0);
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
    return sum + rows.length * units[i]! * log(noise[i]!) + energy / noise[i]!;
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

/** Expected s·sᵀ over stimuli. */
function secondMoment(shared: Matrix, posterior: Matrix, stimuli: number, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const squares = kernels.syrk(shared, { trans: true }).data;
    const data = posterior.data.map((value, k) => value + squares[k]! / stimuli);
    return matrix(posterior.rows, posterior.cols, data);
  });
}
