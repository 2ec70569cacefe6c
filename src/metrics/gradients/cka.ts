import { OptionError } from "../../base/errors.ts";
import type { CkaOptions } from "../kernel/cka.ts";
import { ckaByGrams } from "./cka-grams.ts";
import { ckaByUnits } from "./cka-units.ts";
import type { MetricGradient } from "./gradient.ts";

/**
 * Of CKA(X, Y) = ⟨K, L⟩/(‖K‖ ‖L‖), K and L centred as the metric centres them,
 *
 *   ∂CKA/∂K = (L/‖L‖ − CKA · K/‖K‖)/‖K‖ = M,
 *
 * for centring is a projection and M lies in its range. Then ∂CKA/∂X = 2·M·X for the linear kernel; for the
 * radial one see `cka-rbf.ts`. In single precision the gradient is that of the value in double precision.
 */
export const ckaGradient: MetricGradient<CkaOptions> = {
  assertOptions({ kernel, epsilon, confound, estimator }) {
    if (kernel !== "linear" && kernel !== "rbf")
      throw refused("kernel", kernel, "with the kernels linear and rbf");
    if (epsilon !== 0) throw refused("epsilon", String(epsilon), "at epsilon 0");
    if (confound !== undefined) throw refused("confound", "one", "without a confound");
    if (estimator !== "plug-in") throw refused("estimator", estimator, "of the plug-in value");
  },
  makesValue: ({ precision }, way) => way === "units" && precision === "double",
  differentiate(x, y, options, kernels, way) {
    const exact = { ...options, precision: "double" } as const;
    const found = way === "units" ? ckaByUnits(x, y, exact, kernels) : undefined;
    return found ?? { gradient: ckaByGrams(x, y, exact, kernels) };
  },
};

function refused(
  option: "kernel" | "epsilon" | "confound" | "estimator",
  got: string,
  where: string,
): OptionError {
  return new OptionError(`gradient: cka has one ${where}; got ${got}.`, option);
}
