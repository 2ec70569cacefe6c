import type { Matrix } from "../../base/matrix.ts";
import { runMeans } from "../observations.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { crossvalidated, trainMeans } from "./shared/crossvalidation.ts";
import { divergence, divergenceProduct, ratesOf } from "./shared/rates.ts";
import { squaredBetween } from "./shared/rows.ts";

/** `poisson` across runs: differences of rates of the other runs times differences of log rates of a run. */
export const poissonCrossvalidated: Dissimilarity = {
  title: "Crossvalidated Poisson dissimilarity",
  equation: "mean over runs of Σ (aᵗʳᵃⁱⁿ − bᵗʳᵃⁱⁿ)(log aᵗᵉˢᵗ − log bᵗᵉˢᵗ) of rates",
  source: "Schütt et al., eLife 12:e82566, 2023",
  accepts: "repeats",
  counts: true,
  options: ["priorLambda", "priorWeight", "perUnit"],
  range: [-Infinity, Infinity],
  degree: 0,
  properties: () => ({ kind: "dissimilarity", invariantTo: [] }),
  prepare(input, kernels, options) {
    const groups = crossvalidated(input, "poisson-crossvalidated");
    const tests = groups.runs.map((_, run) => runMeans(input.responses, groups, run));
    const trains = trainMeans(tests, groups);
    const rates = (means: Matrix) => ratesOf(input, means, options);
    return { ...divergence(trains.map(rates), tests.map(rates), options, kernels), exponent: 0 };
  },
  between: squaredBetween,
  innerProduct: divergenceProduct,
};
