import { OptionError } from "../../base/errors.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  rootBetween,
  squaredBetween,
  type Dissimilarity,
  type DissimilarityOptions,
  type RdmInput,
  type RdmSource,
} from "./dissimilarity.ts";
import { noiseOf } from "../noise/input-noise.ts";
import { perUnitRows, withoutMean } from "./row-distances.ts";

export const mahalanobis = {
  title: "Mahalanobis distance",
  equation: "√((a − b)ᵀ Σ⁻¹ (a − b)), Σ the covariance of the noise",
  accepts: "matrix",
  noise: "needed",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 1,
  prepare: whitened,
  between: rootBetween,
} as const satisfies Dissimilarity;

export const squaredMahalanobis = {
  title: "Squared Mahalanobis distance",
  equation: "(a − b)ᵀ Σ⁻¹ (a − b), Σ the covariance of the noise",
  accepts: "matrix",
  noise: "needed",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 2,
  prepare: whitened,
  between: squaredBetween,
} as const satisfies Dissimilarity;

/** Rows between which Euclidean distances are Mahalanobis distances. */
function whitened(input: RdmInput, kernels: Kernels, options: DissimilarityOptions): RdmSource {
  if (!input.noise) {
    throw new OptionError(
      `mahalanobis: ${input.name} comes without noise. Give noise: a precision matrix, residuals, a method with repeats, or "none" for the Euclidean distance.`,
    );
  }
  const { matrix, exponent } = scaleAndCenter(input, true, kernels);
  const { whiten, unitless } = noiseOf(input, input.noise, exponent, kernels);
  const rows = whiten(withoutMean(matrix, options, kernels));
  return { rows: perUnitRows(rows, options, kernels), exponent: unitless ? 0 : exponent };
}
