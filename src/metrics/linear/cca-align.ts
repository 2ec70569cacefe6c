import { matrix, type Matrix } from "../../base/matrix.ts";
import { assertVaries, moveAndScale, scaleAndCenter, scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Alignment } from "../metric.ts";
import type { CcaOptions } from "./cca-options.ts";
import { positiveRankOf, rankRule } from "./rank.ts";
import { assertSomeLeft, shrinkage } from "./reduce.ts";

/**
 * The canonical variables of both networks, a column each, by falling correlation: as many as the
 * smaller rank. Variable k of one network correlates with variable k of the other only.
 *
 *   motion = V·diag(√(s² / (s² + ridge)) / s)·A·√(m − 1),   A·diag(ρ)·Bᵀ = the product whose singular values are ρ
 *
 * so that without a ridge each has variance 1 over the m stimuli (mean square 1, if nothing is centred).
 */
export function alignCca(x: Responses, y: Responses, options: CcaOptions, kernels: Kernels): Alignment {
  const [a, b] = [spheredOf(x, options, kernels), spheredOf(y, options, kernels)];
  const { u, values, vt } = kernels.svd(kernels.gemm(a.u, b.u, { transA: true }));
  return {
    x: variablesOf(x, a, u, kernels),
    y: variablesOf(y, b, kernels.transpose(vt), kernels),
    correlations: values.map((rho) => Math.min(1, rho)),
  };
}

interface Sphered {
  /** U·diag(√g): stimuli × rank. */
  readonly u: Matrix;
  /** V·diag(√g / s)·√(m − 1): units × rank. */
  readonly weights: Matrix;
  readonly means: Matrix | undefined;
  readonly exponent: number;
}

function spheredOf(input: Responses, { ridge, center, tolerance }: CcaOptions, kernels: Kernels): Sphered {
  const scaled = scaleAndCenter(input, center, kernels);
  const { matrix: x, means, exponent } = scaled;
  assertVaries(input, kernels.norm(x), center);
  const { u, values, vt } = kernels.svd(x, { overwrite: x !== input.responses });
  const rank = positiveRankOf(input, values, rankRule(input, scaled, tolerance));
  const shrunk = shrinkage(values.slice(0, rank), ridge, exponent);
  assertSomeLeft(input, shrunk, ridge);
  const count = Math.sqrt(x.rows - +center);
  return {
    u: withColumns(kernels.columns(u, 0, rank, { overwrite: true }), (k) => Math.sqrt(shrunk[k]!)),
    weights: withColumns(
      kernels.transpose(kernels.rows(vt, 0, rank)),
      (k) => (Math.sqrt(shrunk[k]!) / values[k]!) * count,
    ),
    means,
    exponent,
  };
}

/** Multiplies each column by its factor. */
function withColumns(a: Matrix, factorOf: (column: number) => number): Matrix {
  const { cols, data } = a;
  const factors = Array.from({ length: cols }, (_, k) => factorOf(k));
  for (let k = 0; k < data.length; k++) data[k]! *= factors[k % cols]!;
  return a;
}

/** aligned = (responses − means) · motion, at the scale of the responses as they were given. */
function variablesOf(
  { responses }: Responses,
  { weights, means, exponent }: Sphered,
  axes: Matrix,
  kernels: Kernels,
) {
  const motion = kernels.gemm(weights, axes);
  const aligned = kernels.gemm(moveAndScale(responses, means, exponent, kernels), motion);
  const scale = (a: Matrix, by: number) => {
    const { rows, cols, data } = a;
    return matrix(
      rows,
      cols,
      data.map((value) => scaleOf(value, by)),
    );
  };
  return {
    aligned: kernels.detach(aligned),
    motion: scale(motion, -exponent),
    means: means ? scale(means, exponent) : matrix(1, responses.cols),
  };
}
