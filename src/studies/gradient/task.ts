import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { placeResponses } from "../../data/responses.ts";
import { loadMetricOf, metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { defineTask } from "../../run/tasks/task.ts";

interface Setup {
  readonly pair: readonly [Representation, Representation];
  /** With the way in which `compare` computes this pair. */
  readonly spec: ResolvedSpec;
}

/** ∂value/∂x, and the value where it was made on the way. */
interface Found {
  readonly gradient: Matrix;
  readonly value: number | undefined;
}

/** The gradient of one pair. */
export const gradientOfPair = defineTask<Setup, null, Found>("gradient-of-pair", {
  async open({ pair: [x, y], spec }, kernels) {
    await loadMetricOf(spec);
    const { loadGradient } = await import("../../metrics/gradients/registry.ts");
    const differential = await loadGradient(spec.metric);
    const { missing } = metricOf(spec);
    const hasMissing = missing?.(spec.options) ?? false;
    return () =>
      kernels.scope(() => {
        const [one, other] = [placeResponses(x, kernels, hasMissing), placeResponses(y, kernels, hasMissing)];
        const { gradient, value } = differential.differentiate(one, other, spec.options, kernels, spec.way);
        return { gradient: kernels.detach(gradient), value };
      });
  },
});
