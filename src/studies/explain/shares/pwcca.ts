import { identity, type Matrix } from "../../../base/matrix.ts";
import { commonTo } from "../../../metrics/linear/pwcca-weights.ts";
import type { RankOptions } from "../../../metrics/linear/rank.ts";
import { scaleColumns } from "../../../metrics/linear/whiten.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain } from "../explanation.ts";
import { sharedVariables } from "../shapes/correlations.ts";
import { matched, type Matched } from "../shapes/matched.ts";
import { decomposed } from "../shapes/shape.ts";
import { sumOf, sumsOf } from "../shapes/sums.ts";

const of = "the projection weighted mean of the canonical correlations, which is the value";

/**
 * Σᵢ αᵢ·ρᵢ / Σᵢ αᵢ, with αᵢ = Σⱼ |⟨hᵢ, xⱼ⟩|: a sum over canonical variables, over units of X by what each adds to
 * the weights, and over units of Y and stimuli by the products that make ρᵢ.
 */
export const explainPwcca: Explain<RankOptions> = (given, other, { tolerance }, kernels) => {
  const how = { center: true, tolerance, cut: true };
  const [ofX, ofY] = [decomposed(given, how, kernels), decomposed(other, how, kernels)];
  const [x, y] = [
    { factor: ofX.u, axes: ofX.axes, exponent: 0 },
    { factor: ofY.u, axes: ofY.axes, exponent: 0 },
  ];
  const count = Math.min(ofX.s.length, ofY.s.length);
  const loadings = kernels.transpose(scaleColumns(kernels.transpose(ofX.axes), ofX.s, kernels));
  const both = principal(matched(x, y, kernels), loadings, kernels);
  const used = kernels.gemm(kernels.columns(both.turnX, 0, count), loadings, { transA: true });
  const { data, cols } = used;
  const weights = sumsOf(used, (k) => Math.abs(data[k]!)).rows;
  const total = sumOf(weights);
  const unitsX = sumsOf(used, (k) => (Math.abs(data[k]!) * both.values[Math.floor(k / cols)]!) / total).cols;
  const perAxis = both.values.map((_, k) => (k < count ? weights[k]! / total : 0));
  const shared = sharedVariables({ x, y, both }, { weights: perAxis, count, of, isMean: true }, kernels);
  return { ...shared, unitsX: { ...shared.unitsX!, shares: unitsX } };
};

/** Where both networks span the same directions, their variables are open: the principal axes of X there, as the metric has it. */
function principal(both: Matched, loadings: Matrix, kernels: Kernels): Matched {
  const common = commonTo(both.values);
  if (common < 2) return both;
  const used = kernels.gemm(kernels.columns(both.turnX, 0, common), loadings, { transA: true });
  const { u } = kernels.leftSvd(used);
  const turn = identity(both.values.length);
  for (let i = 0; i < common; i++) {
    for (let j = 0; j < common; j++) turn.data[i * turn.cols + j] = u.data[i * u.cols + j]!;
  }
  const turned = (one: Matrix) => kernels.gemm(one, turn);
  const { a, b, turnX, turnY, values } = both;
  return { a: turned(a), b: turned(b), turnX: turned(turnX), turnY: turned(turnY), values };
}
