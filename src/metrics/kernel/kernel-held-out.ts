import { square } from "../../base/math/powers.ts";
import { NumericalError, OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { moveAndScale, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RankFacts } from "../linear/notes.ts";
import { columnsFromRows, rankOfGram, type KernelOptions } from "./kernel-features.ts";
import { fullGram, rbf, rbfGram } from "./rbf.ts";

/** Features of training stimuli, F = U·diag(s), and those of held-out stimuli in the same axes. */
export interface KernelFit {
  /** Train stimuli × rank. */
  readonly u: Matrix;
  /** Falling. */
  readonly s: Float64Array;
  /** Test stimuli × rank. */
  readonly within: Matrix;
  /** Norm of the features of held-out stimuli outside these axes. */
  readonly beyond: number;
  readonly exponent: 0;
  readonly facts: RankFacts;
}

/**
 * Bandwidth, mean and axes come from the training stimuli alone. The feature of a held-out stimulus t
 * along axis v of the centred Gram matrix is Σ k̃(t, xᵢ)·vᵢ / s.
 * @throws {OptionError} for given Gram matrices, which hold no kernel with other stimuli.
 */
export function fitKernel(
  input: Responses,
  { responses: test }: Responses,
  options: KernelOptions,
  kernels: Kernels,
): KernelFit {
  if (options.kernel === "given") {
    throw new OptionError(
      `A given Gram matrix says nothing about other stimuli than its own, so nothing can be tried on held-out ones; give responses and kernel "rbf".`,
      "kernel",
    );
  }
  const gram = rbfGram(input, options, options.center, kernels);
  const k = fullGram(gram, kernels);
  const { matrix: x, means, exponent, size } = scaleAndCenter(input, true, kernels);
  const moved = moveAndScale(test, means, exponent, kernels);
  const between = rbf(kernels.euclideanBetween(moved, x, { squared: true }), gram, 1);
  const selves = new Float64Array(test.rows).fill(1 - gram.less);
  const centered = options.center ? centerTogether(k, between, selves, kernels) : { k, between, selves };
  const { values, vectors } = kernels.eigh(centered.k);
  const rank = rankOfGram(
    input,
    values,
    { norm: kernels.norm(k), size, scale: exponent, sigma: gram.sigma },
    options,
  );
  if (rank === 0) throw nothing(input);
  const s = values
    .slice(values.length - rank)
    .reverse()
    .map(Math.sqrt);
  const u = columnsFromRows(vectors, rank, kernels);
  const facts = { rank, rows: values.length - +options.center, cut: 0 };
  const within = kernels.gemm(centered.between, u);
  for (let at = 0; at < within.data.length; at++) within.data[at]! /= s[at % rank]!;
  return { u, s, within, beyond: beyondOf(centered.selves, within), exponent: 0, facts };
}

function nothing({ name }: Responses): NumericalError {
  return new NumericalError(
    `${name}: its training stimuli are all equally similar, so nothing of its Gram matrix is left to fit.`,
  );
}

/** All with the mean feature of the training stimuli taken away: k(a, b) − mean k(a, ·) − mean k(·, b) + mean k. */
function centerTogether(k: Matrix, between: Matrix, selves: Float64Array, kernels: Kernels) {
  const means = kernels.centerColumns(k).means.data.slice();
  const all = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const moved = kernels.copy(between);
  const n = k.cols;
  const own = selves.map((self, t) => {
    const row = moved.data.subarray(t * n, (t + 1) * n);
    const mean = row.reduce((sum, value) => sum + value, 0) / n;
    for (let i = 0; i < n; i++) row[i]! += all - mean - means[i]!;
    return self - 2 * mean + all;
  });
  return {
    k: kernels.centerRows(kernels.centerColumns(k).centered),
    between: moved,
    selves: own,
  };
}

/** √Σ of the squared norms less what lies along the axes; never below 0 for rounding. */
function beyondOf(selves: Float64Array, within: Matrix): number {
  let sum = 0;
  for (const [t, self] of selves.entries()) {
    let inside = 0;
    for (let k = t * within.cols; k < (t + 1) * within.cols; k++) inside += square(within.data[k]!);
    sum += Math.max(0, self - inside);
  }
  return Math.sqrt(sum);
}
