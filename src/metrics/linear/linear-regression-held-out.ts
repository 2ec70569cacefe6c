import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { LinearRegressionOptions } from "./regression-options.ts";
import type { HeldOutForm } from "../metric.ts";
import { noteOfCut, type RankFacts } from "./notes.ts";
import { fitVarying } from "./fitted.ts";
import { assertSomeLeft, shrinkage } from "./reduce.ts";
import { scaleColumns } from "./whiten.ts";

/** One network: the training stimuli that weights are fitted on, the held-out ones that they are tried on. */
type PreparedHeldOut = {
  /** Left singular vectors of the training responses: train stimuli × rank. */
  u: Matrix;
  /** What held-out stimuli predict from each: test stimuli × rank. */
  held: Matrix;
  /** Training responses, centred: train stimuli × units. */
  train: Matrix;
  /** Held-out responses less the training means: test stimuli × units. */
  test: Matrix;
  /** ‖held-out responses less their own means‖. */
  spread: number;
} & RankFacts;

/**
 * Means and weights are fitted on training stimuli, R² is measured on others:
 *
 *   R² = 1 − ‖Y* − Ŷ*‖² / ‖Y* − mean of Y*‖²,   Ŷ* = X*·B
 *
 * over all units together (not the mean of the units' R²). It is below 0 where the
 * prediction is worse than the held-out mean.
 */
export const linearRegressionHeldOut: HeldOutForm<PreparedHeldOut, LinearRegressionOptions> = {
  properties: () => ({ kind: "similarity", range: [-Infinity, 1] }),

  prepare(input, held, { ridge, tolerance }, kernels) {
    const how = { center: true, tolerance };
    const { train, u, s, test, within, exponent, facts } = fitVarying(input, held.responses, how, kernels);
    const shrunk = shrinkage(s, ridge, exponent);
    assertSomeLeft(input, shrunk, ridge);
    return {
      ...facts,
      u: kernels.columns(u, 0, s.length, { overwrite: true }),
      held: scaleColumns(
        within,
        shrunk.map((g, k) => g / s[k]!),
        kernels,
      ),
      train,
      test,
      spread: spreadOf(input, test, kernels),
    };
  },

  compare(x, y, _options, kernels) {
    const predicted = kernels.gemm(x.held, kernels.gemm(x.u, y.train, { transA: true }));
    return 1 - square(kernels.norm(kernels.subtract(y.test, predicted)) / y.spread);
  },

  warn: (prepared, _options, compared) => noteOfCut(prepared, compared),
};

/** @throws {NumericalError} if there is no variance to explain. */
function spreadOf({ name }: Responses, moved: Matrix, kernels: Kernels): number {
  const spread = kernels.norm(kernels.centerColumns(moved).centered);
  if (spread > 1e-15 * kernels.norm(moved) * Math.sqrt(moved.rows)) return spread;
  throw new NumericalError(
    `${name}: its ${moved.rows} held-out responses are all equal, so there is no variance to predict; hold out at least 2 stimuli that differ.`,
  );
}
