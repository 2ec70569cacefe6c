import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { decodingFolds, testMeans } from "./shared/decoding.ts";

/**
 * The linear discriminant t value: the contrast of `ldc` in each run over its standard error, where the noise of the
 * tested run has the covariance of the training runs, with n rows of each stimulus:
 *
 *   t = mean over runs of wᵀ (aᵗᵉˢᵗ − bᵗᵉˢᵗ) / √(wᵀ Σ w (1/nₐ + 1/n_b)),   w = Σ⁻¹ (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)
 *
 * With noise estimated from the data it has no unit. Two stimuli of one training mean have t = 0.
 */
export const ldt: Dissimilarity = {
  title: "Linear discriminant t value",
  equation:
    "mean over runs of wᵀ (aᵗᵉˢᵗ − bᵗᵉˢᵗ) / √(wᵀ Σ w (1/nₐ + 1/n_b)), w = Σ⁻¹ (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ), Σ of the other runs",
  source: "Nili et al., PLoS Comput. Biol. 10(4), 2014; Walther et al., NeuroImage 137, 2016",
  accepts: "repeats",
  noise: "taken",
  options: [],
  range: [-Infinity, Infinity],
  degree: 1,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["isotropic-scaling", "translation"] }),
  prepare(input, kernels) {
    const { groups, folds, exponent } = decodingFolds(input, "ldt", kernels);
    const stimuli = groups.stimuli.length;
    const parts = folds.map((fold) => ({ train: fold.train, ...testMeans(fold, stimuli) }));
    const units = folds[0]!.train.cols;
    const width = 2 * units + 1;
    // What a row has of each fold: the training mean, the tested mean, and 1 / the number of tested rows.
    const rows = matrix(stimuli, 1 + folds.length * width);
    for (let i = 0; i < stimuli; i++) {
      rows.data[i * rows.cols] = folds.length;
      parts.forEach(({ train, means, counts }, f) => {
        const at = i * rows.cols + 1 + f * width;
        rows.data.set(train.data.subarray(i * units, (i + 1) * units), at);
        rows.data.set(means.data.subarray(i * units, (i + 1) * units), at + units);
        rows.data[at + 2 * units] = 1 / counts[i]!;
      });
    }
    return { rows: kernels.place(rows.rows, rows.cols, rows.data), exponent };
  },
  between: (rows, count, kernels) => tValues(rows, count, kernels),
};

function tValues(rows: Matrix, count: number, kernels: Kernels): Matrix {
  const values = kernels.place(count, rows.rows, new Float64Array(count * rows.rows));
  const folds = rows.data[0]!;
  const units = ((rows.cols - 1) / folds - 1) / 2;
  for (let f = 0; f < folds; f++) {
    const at = 1 + f * (2 * units + 1);
    addFold(values.data, rows, count, { at, units, share: 1 / folds });
  }
  return values;
}

/** Differences are taken before they are multiplied: stimuli far from the origin lose no digits. */
function addFold(
  into: Float64Array,
  rows: Matrix,
  count: number,
  { at, units, share }: { at: number; units: number; share: number },
): void {
  const x = rows.data;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < rows.rows; j++) {
      const [a, b] = [i * rows.cols + at, j * rows.cols + at];
      let [contrast, length] = [0, 0];
      for (let k = 0; k < units; k++) {
        const weight = x[a + k]! - x[b + k]!;
        contrast += weight * (x[a + units + k]! - x[b + units + k]!);
        length += weight * weight;
      }
      const error = Math.sqrt(length * (x[a + 2 * units]! + x[b + 2 * units]!));
      if (error > 0) into[i * rows.rows + j]! += (share * contrast) / error;
    }
  }
}
