import { log } from "../../base/math/log.ts";
import { beside, matrix, type Matrix } from "../../base/matrix.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { divergence, divergenceProduct, ratesOf } from "./shared/rates.ts";
import { squaredBetween } from "./shared/rows.ts";

/**
 * Symmetrised Kullback–Leibler divergence between Poisson distributions of rates
 *
 *   a = (count + priorLambda · priorWeight) / (1 + priorWeight)
 *
 * so that counts of 0 are no obstacle. Schütt et al., eLife 12:e82566, 2023 (rsatoolbox).
 */
export const poisson: Dissimilarity = {
  title: "Poisson dissimilarity",
  equation: "Σ (aₖ − bₖ)(log aₖ − log bₖ) of rates: the symmetrised Kullback–Leibler divergence",
  source: "Schütt et al., eLife 12:e82566, 2023",
  accepts: "matrix",
  counts: true,
  options: ["priorLambda", "priorWeight", "perUnit"],
  range: [0, Infinity],
  degree: 0,
  properties: () => ({ kind: "dissimilarity", invariantTo: [] }),
  prepare(input, kernels, options) {
    const rates = ratesOf(input, input.responses, options);
    const { rows, subtracted } = divergence([rates], [rates], options, kernels);
    const both = beside([rows, subtracted]);
    return { rows: kernels.place(both.rows, both.cols, both.data), exponent: 0 };
  },
  /** Of rows whose left half is to be taken and whose right half is subtracted. */
  between(rows, count, kernels, options) {
    const half = rows.cols / 2;
    const taken = squaredBetween(kernels.columns(rows, 0, half), count, kernels, options);
    const subtracted = squaredBetween(kernels.columns(rows, half, rows.cols), count, kernels, options);
    return kernels.subtract(taken, subtracted);
  },
  innerProduct: divergenceProduct,
  vectors: {
    ignoresScale: false,
    prepare(input, _, options) {
      const { data } = ratesOf(input, input.responses, options);
      return matrix(1, data.length, data);
    },
    compare: sumOfDivergences,
  },
};

/** Σ (a − b)(log a − log b), each term at least 0. */
function sumOfDivergences({ data: a }: Matrix, { data: b }: Matrix): number {
  return a.reduce((sum, rate, k) => sum + (rate - b[k]!) * log(rate / b[k]!), 0);
}
