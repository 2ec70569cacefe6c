import { keptDirections, type SvccaOptions } from "../../../metrics/linear/svcca-options.ts";
import type { Responses } from "../../../data/responses.ts";
import type { Explain } from "../explanation.ts";
import { sharedCorrelations } from "../shapes/correlations.ts";
import { decomposed, type Shape } from "../shapes/shape.ts";

/** Σ ρ / min(directions of X, directions of Y): over canonical variables of the directions that are kept. */
export const explainSvcca: Explain<SvccaOptions> = (given, other, options, kernels) => {
  const of = (input: Responses): Shape => {
    const how = { center: true, tolerance: options.tolerance, cut: true };
    const { u, s, axes } = decomposed(input, how, kernels);
    const kept = keptDirections(s, options);
    return { factor: kernels.columns(u, 0, kept), axes: kernels.rows(axes, 0, kept), exponent: 0 };
  };
  const [x, y] = [of(given), of(other)];
  const count = Math.min(x.factor.cols, y.factor.cols);
  const mean = {
    of: "the mean canonical correlation of the directions kept, which is the value",
    weight: () => 1 / count,
    isMean: true,
  };
  return sharedCorrelations(x, y, mean, kernels);
};
