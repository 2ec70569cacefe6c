import { matrix } from "../../../base/matrix.ts";
import { evidenceOf, meansOver, noOffsets, residualsOf, type PartialSizes } from "./evidence.ts";
import type { PartialModel } from "./model.ts";

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
