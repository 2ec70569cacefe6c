import { scaleAndCenter } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { noiseOf } from "../noise/input-noise.ts";
import type { ChosenDissimilarity, Dissimilarity, RdmInput, RdmSource } from "./dissimilarity.ts";
import { precisionProduct } from "./shared/inner-products.ts";
import { perUnitRows, squaredBetween, withoutMean } from "./shared/rows.ts";

export const squaredMahalanobis: Dissimilarity = {
  title: "Squared Mahalanobis distance",
  equation: "(a − b)ᵀ Σ⁻¹ (a − b), Σ the covariance of the noise",
  accepts: "matrix",
  noise: "needed",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 2,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["translation"] }),
  prepare: whitenedRows,
  between: squaredBetween,
  innerProduct: precisionProduct,
};

/** Rows between which Euclidean distances are Mahalanobis distances. */
function whitenedRows(input: RdmInput, kernels: Kernels, options: ChosenDissimilarity): RdmSource {
  const { matrix, exponent } = scaleAndCenter(input, true, kernels);
  // Noise that is needed is checked with the options, before any data are placed.
  const { whiten, unitless } = noiseOf(input, input.noise!, exponent, kernels);
  const rows = whiten(withoutMean(matrix, options, kernels));
  return { rows: perUnitRows(rows, options, kernels), exponent: unitless ? 0 : exponent };
}
