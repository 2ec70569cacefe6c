import { square } from "../../base/math/powers.ts";
import { matrix, norm, type Matrix } from "../../base/matrix.ts";
import { linearRegressionHeldOut } from "./linear-regression-held-out.ts";
import { definePairMetric } from "../metric.ts";
import { joinNotes, noteOfCut, noteOfForced, type RankFacts } from "./notes.ts";
import { linearRegressionOptions, type LinearRegressionOptions } from "./regression-options.ts";
import { assertSomeLeft, directionsOf, shrinkage } from "./reduce.ts";
import { scaleColumns } from "./whiten.ts";

/** One network, as what predicts and as what is predicted: once in memory, with weights for both. */
type PreparedRegression = {
  /** Left singular vectors: rows × rank. */
  u: Matrix;
  /** √(2g − g²), so that inner products of U·diag(predictor) with a network are what it explains: 1 × rank. */
  predictor: Matrix;
  /** s / ‖s‖, so that U·diag(target) is the network at norm 1: 1 × rank. */
  target: Matrix;
} & RankFacts;

/**
 * Share of the second network's variance that a linear regression from the first
 * explains, units centred:
 *
 *   R²(X → Y) = 1 − ‖Y − X·B‖² / ‖Y‖²,   B = (XᵀX + ridge·I)⁻¹·XᵀY
 *
 * With X = U·diag(s)·Vᵀ the prediction is U·diag(g)·UᵀY, g = s²/(s² + ridge), hence
 *
 *   R² = Σᵢ (2gᵢ − gᵢ²)·‖uᵢᵀY‖² / ‖Y‖²,
 *
 * which a rotation of Y's units does not change: Y is reduced as X is. Not symmetric:
 * row i, column j of a result is how well i predicts j.
 */
export const linearRegression = definePairMetric<PreparedRegression, LinearRegressionOptions>({
  name: "linear-regression",
  title: "Linear regression",
  summary: "Share of the second network's variance that the first one predicts linearly.",
  source:
    "Kornblith, Norouzi, Lee & Hinton, ICML 2019, arXiv:1905.00414, §4; ridge: Hoerl & Kennard, Technometrics 12, 1970",
  family: "Canonical correlation and regression",
  cost: { network: "m·n·min(m, n)", pair: "m·r²" },
  blindTo:
    "What the first network has and the second has not. With as many units as stimuli every value is perfect.",
  accepts: "matrix",
  options: linearRegressionOptions,
  testedWith: [{}, { ridge: 20 }],

  properties: ({ ridge }) => ({
    kind: "similarity",
    symmetric: false,
    range: [0, 1],
    invariantTo: [
      "permutation",
      "orthogonal",
      "translation",
      ...(ridge === 0 ? (["isotropic-scaling", "invertible-linear"] as const) : []),
    ],
    ...(ridge === 0 ? { self: 1 } : {}),
  }),

  smooth: () => true,

  prepare(input, { ridge, tolerance }, kernels) {
    const { u, values, exponent, facts } = directionsOf(input, { center: true, tolerance }, kernels);
    const shrunk = shrinkage(values, ridge, exponent);
    assertSomeLeft(input, shrunk, ridge);
    const size = norm(values);
    const row = (weights: Float64Array) => matrix(1, weights.length, weights);
    return {
      ...facts,
      u,
      predictor: row(shrunk.map((g) => Math.sqrt(g * (2 - g)))),
      target: row(values.map((s) => s / size)),
    };
  },

  compare({ u: x, predictor }, { u: y, target }, _options, kernels) {
    const shared = scaleColumns(kernels.gemm(x, y, { transA: true }), target.data, kernels, {
      overwrite: true,
    });
    const [explained, weights] = [shared.data, predictor.data];
    for (let i = 0, k = 0; i < shared.rows; i++) {
      for (let j = 0; j < shared.cols; j++) explained[k++]! *= weights[i]!;
    }
    return Math.min(1, square(kernels.norm(shared)));
  },

  warn: (prepared, { ridge }, compared) =>
    joinNotes(
      noteOfCut(prepared, compared),
      ridge > 0
        ? undefined
        : noteOfForced(prepared, compared, {
            spanning: (whom) => `the R² of what ${whom} predicts is 1 whatever the data`,
            overlapping: "part of R² is explained whatever the data",
            first: true,
          }),
    ),
  heldOut: linearRegressionHeldOut,
});
