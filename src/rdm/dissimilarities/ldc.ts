import { beside, matrix, type Matrix } from "../../base/matrix.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { decodingFolds, testMeans } from "./shared/decoding.ts";
import { polarised } from "./shared/polarised.ts";
import { squaredBetween } from "./shared/rows.ts";

/**
 * The linear discriminant contrast: what the discriminant of two stimuli that is trained on all runs but one tells
 * between their means in that one. It is `crossnobis` with the covariance of the noise from the training runs of each
 * fold by itself, so that nothing of the tested run is in its weights; 0 on average for stimuli that do not differ.
 */
export const ldc: Dissimilarity = {
  title: "Linear discriminant contrast",
  equation:
    "mean over runs of (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)ᵀ Σᵗʳᵃⁱⁿ⁻¹ (aᵗᵉˢᵗ − bᵗᵉˢᵗ), Σᵗʳᵃⁱⁿ the covariance of the noise in the other runs",
  source: "Walther et al., NeuroImage 137, 2016, §2.4",
  accepts: "repeats",
  noise: "taken",
  options: [],
  range: [-Infinity, Infinity],
  degree: 2,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["isotropic-scaling", "translation"] }),
  prepare(input, kernels) {
    const { groups, folds, exponent } = decodingFolds(input, "ldc", kernels);
    const factor = 1 / Math.sqrt(folds.length);
    const stimuli = groups.stimuli.length;
    const train = beside(folds.map((fold) => fold.train));
    const test = beside(folds.map((fold) => testMeans(fold, stimuli).means));
    const sides = [train, test].map((side) => kernels.scale(centred(side), factor));
    return { ...polarised(sides[0]!, sides[1]!, kernels), exponent };
  },
  between: squaredBetween,
};

/** Less the mean of all stimuli, which differences do not see and products lose digits by. */
function centred({ rows, cols, data }: Matrix): Matrix {
  const moved = matrix(rows, cols);
  for (let k = 0; k < cols; k++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + k]!;
    for (let i = 0; i < rows; i++) moved.data[i * cols + k] = data[i * cols + k]! - sum / rows;
  }
  return moved;
}
