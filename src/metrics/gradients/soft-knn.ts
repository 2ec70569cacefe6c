import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaledResponses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { softRows, type SoftKnnOptions, type SoftRows } from "../neighbors/soft-rows.ts";
import { rootWeights } from "../neighbors/soft-weights.ts";
import { pullOfDirections } from "./rsa/directions.ts";
import { atScaleOf, type MetricGradient } from "./gradient.ts";
import { addMirror, pull } from "./symmetric.ts";

/**
 * With bᵢⱼ = √(pᵢⱼ qᵢⱼ) and Bᵢ = Σⱼ bᵢⱼ, the value moves with a similarity of x as
 *
 *   ∂value/∂sᵢⱼ = (bᵢⱼ − pᵢⱼ·Bᵢ)/(2·m·temperature) = Wᵢⱼ,
 *
 * and xᵢ is in row i and in column i of s: W + Wᵀ counts.
 */
export const softKnnGradient: MetricGradient<SoftKnnOptions> = {
  makesValue: () => false,
  differentiate(x, y, options, kernels) {
    const m = x.responses.rows;
    const one = softRows(x, options, kernels);
    const all = { start: 0, end: m };
    const roots = rootWeights(one, all, options, kernels);
    const others = rootWeights(softRows(y, options, kernels), all, options, kernels);
    const weights = addMirror(slopesOf(roots, others, 1 / (2 * m * options.temperature)));
    const { matrix: scaled, exponent } = scaledResponses(x, kernels);
    const gradient = isOfDirections(options)
      ? pullOfDirections(kernels.gemm(weights, one.rows), one.rows, scaled, isCentred(options), kernels)
      : withoutScale(pullOfProducts(weights, one, kernels), one.rows, kernels);
    return { gradient: atScaleOf(x, gradient, exponent, kernels) };
  },
};

/** W, in place of √p. */
function slopesOf(roots: Matrix, { data: others }: Matrix, factor: number): Matrix {
  const { rows: m, data } = roots;
  for (let i = 0; i < m; i++) {
    let overlap = 0;
    for (let k = i * m; k < (i + 1) * m; k++) overlap += data[k]! * others[k]!;
    for (let k = i * m; k < (i + 1) * m; k++) data[k] = factor * data[k]! * (others[k]! - overlap * data[k]!);
  }
  return roots;
}

/** At a constant unit: similarities are inner products over it, or minus squared distances over it. */
function pullOfProducts(weights: Matrix, { rows, unit, isEuclidean }: SoftRows, kernels: Kernels): Matrix {
  if (isEuclidean) return pull(weights, rows, -2 / unit, kernels);
  return kernels.gemm(weights, rows, { alpha: 1 / unit });
}

/** The unit grows with the responses, so that the value does not see their scale: what is along them is taken out. */
function withoutScale(gradient: Matrix, rows: Matrix, kernels: Kernels): Matrix {
  const along = kernels.dot(gradient, rows) / square(kernels.norm(rows));
  return kernels.subtract(gradient, kernels.scale(rows, along), { overwrite: true });
}

const isOfDirections = ({ neighbors }: SoftKnnOptions) =>
  neighbors === "cosine" || neighbors === "correlation";
const isCentred = ({ neighbors }: SoftKnnOptions) => neighbors === "correlation";
