import type { Matrix } from "../../base/matrix.ts";
import type { HeldOutForm } from "../metric.ts";
import { fitVarying } from "../linear/fitted.ts";
import { rankOf } from "../linear/rank.ts";
import { scaleColumns } from "../linear/whiten.ts";
import type { AlignedCosineOptions } from "./options.ts";
import { addCosines, meanCosine, rowNorms } from "./row-cosines.ts";

/** One network: training responses that the rotation is fitted on, held-out ones whose cosines are taken. */
type PreparedHeldOut = {
  /** Training responses in the axes of their own singular vectors: train stimuli × rank. */
  train: Matrix;
  /** Held-out responses, moved as the training ones, in the same axes: test stimuli × rank. */
  test: Matrix;
  /** ‖row‖ of each held-out stimulus, with what lies outside of the axes: 1 × test stimuli. */
  norms: Matrix;
};

/**
 * Means and rotation are fitted on training stimuli, cosines are taken of others. What held-out responses have in
 * directions that training says nothing of stays unaligned: its norm counts, its inner product is 0.
 */
export const alignedCosineHeldOut: HeldOutForm<PreparedHeldOut, AlignedCosineOptions> = {
  properties: () => ({ kind: "similarity", range: [-1, 1] }),

  prepare(input, held, { center }, kernels) {
    const { u, s, test, within } = fitVarying(
      input,
      held.responses,
      { center, tolerance: undefined },
      kernels,
    );
    const named = { ...held, name: `${input.name} (held-out stimuli)` };
    return { train: scaleColumns(u, s, kernels), test: within, norms: rowNorms(named, test) };
  },

  compare(x, y, _options, kernels) {
    const product = kernels.gemm(x.train, y.train, { transA: true });
    const { u, values, vt } = kernels.svd(product, { overwrite: true });
    const known = rankOf(values, { relative: Math.max(u.rows, vt.cols) * Number.EPSILON, floor: 0 });
    const p = kernels.gemm(x.test, kernels.columns(u, 0, known));
    const q = kernels.gemm(y.test, kernels.rows(vt, 0, known), { transB: true });
    const cosines = new Float64Array(x.norms.cols);
    addCosines(cosines, p, q, x.norms, y.norms);
    return meanCosine(cosines);
  },
};
