import { NumericalError } from "../../base/errors.ts";
import { log } from "../../base/math/log.ts";
import { choice, number, whole } from "../../base/options.ts";
import { mean } from "../../base/statistics.ts";
import type { Responses } from "../../data/responses.ts";
import { differenceOf, type Descriptor } from "./descriptor.ts";
import { nearestSquares } from "./nearest.ts";

export interface IntrinsicDimensionOptions {
  method: "two-nn" | "mackay" | "levina-bickel";
  discard: number;
  k: number;
}

/**
 * Dimension of the set that the responses lie on, from the distances T_j of each stimulus to its j-th neighbour.
 *
 *   two-nn         μ = T₂/T₁ has the distribution F(μ) = 1 − μ^−d: slope of −log(1 − F) over log μ, through the origin,
 *                  with F = rank/m, without the largest ratios
 *   levina-bickel  mean over stimuli of d_i = [1/(k−1)·Σ_{j<k} log T_k/T_j]⁻¹
 *   mackay         the inverse of the mean of 1/d_i, which is the maximum of the likelihood of all stimuli; at k = 2 it is
 *                  the maximum likelihood of two-nn
 */
export const intrinsicDimensionOf: Descriptor<IntrinsicDimensionOptions> = {
  name: "intrinsic-dimension",
  title: "Intrinsic dimension",
  unit: "dimensions",
  range: [0, Infinity],
  source:
    "Facco, d'Errico, Rodriguez & Laio, Scientific Reports 7, 2017, 12140; Levina & Bickel, NeurIPS 2004, eq. 8; MacKay & Ghahramani, comment on it, 2005",
  summary: "Dimension of the surface that the responses lie on, from the distances to the nearest stimuli.",
  of(input, { method, discard, k }, kernels) {
    if (method === "two-nn") return dimensionOfTwo(input, nearestSquares(input, 2, kernels), 2, discard);
    return dimensionOfLikelihood(input, nearestSquares(input, k, kernels), k, method);
  },
};

/** @param squares - squared distances of each stimulus to its k nearest, rising, stimuli × k */
export function dimensionOfLikelihood(
  input: Responses,
  squares: Float64Array,
  k: number,
  average: "mackay" | "levina-bickel",
): number {
  const inverse = inverseDimensions(squares, k);
  const invert = (value: number) => positive(input, value, 1 / value);
  return average === "mackay" ? invert(mean(inverse)) : mean(inverse.map(invert));
}

/** 1/d_i of each stimulus. Distances are squared, so their logarithms are twice as large. */
function inverseDimensions(squares: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: squares.length / k }, (_, i) => {
    const last = squares[i * k + k - 1]!;
    let sum = 0;
    for (let j = 0; j < k - 1; j++) sum += log(last / squares[i * k + j]!);
    return sum / (2 * (k - 1));
  });
}

/**
 * Slope through the origin of −log(1 − F) over log μ. The largest ratio has F = 1, and never counts.
 * @param squares - of the k nearest, of which the first two count
 */
export function dimensionOfTwo(input: Responses, squares: Float64Array, k: number, discard: number): number {
  const m = squares.length / k;
  const ratios = Float64Array.from({ length: m }, (_, i) => log(squares[i * k + 1]! / squares[i * k]!) / 2);
  ratios.sort();
  // A share that a decimal fraction just misses is meant.
  const kept = Math.min(m - 1, Math.floor(m * (1 - discard) + 1e-9));
  let [xy, xx] = [0, 0];
  for (let i = 0; i < kept; i++) {
    xy -= ratios[i]! * log(1 - (i + 1) / m);
    xx += ratios[i]! * ratios[i]!;
  }
  return positive(input, xx, xy / xx);
}

/** @throws {NumericalError} for 0, where neighbours are equally far and the dimension would be infinite. */
function positive(input: Responses, divisor: number, quotient: number): number {
  if (divisor > 0) return quotient;
  throw new NumericalError(
    `${input.name}: the nearest neighbours of its stimuli are equally far, as on a grid, so the dimension would be infinite. ` +
      `Take stimuli that are sampled at random, or a larger k.`,
  );
}

export const intrinsicDimension = differenceOf(intrinsicDimensionOf, {
  title: "Difference of intrinsic dimensions",
  summary: "How many more dimensions the surface has that the responses of one network lie on.",
  cost: "m²·n",
  blindTo:
    "Everything but ratios of the smallest distances. Noise of single stimuli raises it, and above about 10 dimensions it falls short unless there are very many stimuli.",
  options: {
    method: choice(
      ["two-nn", "mackay", "levina-bickel"],
      "two-nn: from the two nearest neighbours (Facco et al.). mackay and levina-bickel: maximum likelihood from k neighbours, averaged over stimuli as 1/dimension or as dimension; the latter is biased upwards at small k.",
    ),
    discard: number(
      0.1,
      0,
      0.9,
      "Of two-nn: the share of the largest ratios that is left out, as they are the least reliable.",
    ),
    k: whole(10, 2, 1e6, "Neighbours of each stimulus, of mackay and levina-bickel."),
  },
  testedWith: [{}, { discard: 0 }, { method: "mackay" }, { method: "levina-bickel", k: 5 }],
  invariantTo: () => ["permutation", "orthogonal", "isotropic-scaling", "translation"],
});
