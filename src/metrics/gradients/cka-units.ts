import { cos, sin } from "../../base/math/circular.ts";
import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaledResponses, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { withoutDiagonal, type ByUnits } from "../kernel/by-units.ts";
import { cka, type CkaOptions } from "../kernel/cka.ts";
import { shiftsOf } from "../kernel/gram.ts";
import type { PairMetric } from "../metric.ts";
import { atScaleOf, slopeOfAngle, type Differentiated } from "./gradient.ts";

/**
 * Linear CKA from products units × units, in m·n² steps: with A = XᵀY and B = XᵀX,
 *
 *   ∂CKA/∂X = 2·(Y·Aᵀ/‖L‖ − CKA · X·B/‖K‖)/‖K‖.
 *
 * Debiased, K and L are U-centred, Uᵢⱼ = Kᵢⱼ − uᵢ − uⱼ beside the diagonal and 0 on it, k the diagonal of K, so that
 *
 *   U·X = X·B − 1·(uᵀX) − diag(k − 2u)·X   where X is centred.
 *
 * @returns nothing where leaving out the diagonal has lost digits: then Gram matrices are to be made
 */
export function ckaByUnits(
  x: Responses,
  y: Responses,
  options: CkaOptions,
  kernels: Kernels,
): Differentiated | undefined {
  const form = cka.formFor!(options, "units") as PairMetric<ByUnits, CkaOptions>;
  const [one, other] = [form.prepare(x, options, kernels), form.prepare(y, options, kernels)];
  if (one.losesDigits || other.losesDigits) return undefined;
  const cross = kernels.gemm(one.source, other.source, { transA: true });
  const inner = withoutDiagonal(square(kernels.norm(cross)), one, other, kernels);
  const isNear = cka.near!.applies(inner, one.self, other.self, options);
  const value = isNear
    ? form.compare(one, other, options, kernels)
    : cka.finish(inner, one.self, other.self, options);
  const isAngle = options.ground === "angular";
  const slope = isAngle ? slopeOfAngle(value, x, y, sin(value)) : 1;
  const similarity = isAngle ? cos(value) : value;
  const theirs = times(other, cross, one.source, 1 / Math.sqrt(one.self * other.self), kernels);
  const gram = kernels.syrk(one.source, { trans: true });
  const own = times(one, gram, one.source, similarity / one.self, kernels);
  const difference = kernels.subtract(theirs, own, { overwrite: true });
  const gradient = kernels.scale(difference, 2 * slope, { overwrite: true });
  return { value, gradient: atScaleOf(x, gradient, scaledResponses(x, kernels).exponent, kernels) };
}

/**
 * alpha · (centred Gram matrix of one network) · X.
 * @param products - XᵀY of X with the responses of that network
 */
function times(of: ByUnits, products: Matrix, x: Matrix, alpha: number, kernels: Kernels): Matrix {
  const all = kernels.gemm(of.source, products, { transB: true, alpha });
  const m = of.diagonal.cols;
  if (m === 0) return all;
  const shift = shiftsOf(of.rowSums.data, true).data;
  const [diagonal, to, from, n] = [of.diagonal.data, all.data, x.data, x.cols];
  const moved = new Float64Array(n);
  for (let i = 0, k = 0; i < m; i++) for (let j = 0; j < n; j++) moved[j]! += shift[i]! * from[k++]!;
  for (let i = 0, k = 0; i < m; i++) {
    const own = diagonal[i]! - 2 * shift[i]!;
    for (let j = 0; j < n; j++, k++) to[k]! -= alpha * (moved[j]! + own * from[k]!);
  }
  return all;
}
