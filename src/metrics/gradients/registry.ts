import { OptionError } from "../../base/errors.ts";
import type { AnyGradient } from "./gradient.ts";

/** How the gradient of each metric that has one is loaded, by the name of the metric. */
export const gradients = {
  cka: async () => (await import("./cka.ts")).ckaGradient,
  rv: async () => (await import("./rv.ts")).rvGradient,
  procrustes: async () => (await import("./procrustes.ts")).procrustesGradient,
  nbs: async () => (await import("./procrustes.ts")).nbsGradient,
  bures: async () => (await import("./procrustes.ts")).buresGradient,
  "linear-regression": async () => (await import("./linear-regression.ts")).linearRegressionGradient,
  rsa: async () => (await import("./rsa/rsa.ts")).rsaGradient,
  "soft-knn": async () => (await import("./soft-knn.ts")).softKnnGradient,
} as const;

/** A metric that has a gradient. */
export type GradientMetricName = keyof typeof gradients;

/** Their names. */
export const gradientNames = Object.keys(gradients) as [GradientMetricName, ...GradientMetricName[]];

/** @throws {OptionError} for a metric without one, with those that have one. */
export async function loadGradient(metric: string): Promise<AnyGradient> {
  if (Object.hasOwn(gradients, metric)) return gradients[metric as GradientMetricName]();
  throw new OptionError(
    `gradient: ${metric} has none; metrics that have one: ${gradientNames.join(", ")}.`,
    "metric",
  );
}
