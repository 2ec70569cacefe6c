import type { Matrix } from "../../base/matrix.ts";
import type { HeldOutForm } from "../metric.ts";
import { heldOutCorrelations } from "./cca-held-out.ts";
import { fitVarying } from "./fitted.ts";
import { noteOfCut, type RankFacts } from "./notes.ts";
import type { RankOptions } from "./rank.ts";
import { projectionWeights } from "./pwcca-weights.ts";
import { scaleColumns } from "./whiten.ts";

/** One network: its axes on training stimuli, at norm 1, and held-out stimuli along them. */
type PreparedHeldOut = {
  /** Train stimuli × rank. */
  train: Matrix;
  /** Test stimuli × rank. */
  test: Matrix;
  /** What each unit has along the axes on training stimuli: rank × units. */
  loadings: Matrix;
} & RankFacts;

/**
 * Canonical variables and their weights are fitted on training stimuli; the correlations are those
 * over the held-out ones, which may be negative.
 */
export const pwccaHeldOut: HeldOutForm<PreparedHeldOut, RankOptions> = {
  properties: () => ({ kind: "similarity", range: [-1, 1] }),

  prepare(input, test, { tolerance }, kernels) {
    const fitted = fitVarying(input, test.responses, { center: true, tolerance }, kernels);
    const { u, s, within, train, facts } = fitted;
    const kept = kernels.columns(u, 0, s.length, { overwrite: true });
    return {
      ...facts,
      train: kept,
      test: scaleColumns(
        within,
        s.map((value) => 1 / value),
        kernels,
      ),
      loadings: kernels.gemm(kept, train, { transA: true }),
    };
  },

  compare(x, y, _options, kernels) {
    const { u, fitted, correlations } = heldOutCorrelations(x, y, true, kernels);
    const weights = projectionWeights(u, fitted, x.loadings, kernels);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.reduce((sum, weight, i) => sum + weight * correlations[i]!, 0) / total;
  },

  warn: (prepared, _options, compared) => noteOfCut(prepared, compared),
};
