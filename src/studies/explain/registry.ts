import type { MetricName, OptionsOf } from "../../metrics/registry.ts";
import type { Explain } from "./explanation.ts";

/**
 * The metrics whose value is a sum, or has one behind it, each with what loads its explanation. Of those
 * that are not here, stimuli and units are left out one by one.
 */
export const explanations: { readonly [Name in MetricName]?: () => Promise<Explain<OptionsOf<Name>>> } = {
  procrustes: async () => (await import("./shares/procrustes.ts")).explainProcrustes,
  bures: async () => (await import("./shares/procrustes.ts")).explainBures,
  nbs: async () => (await import("./shares/procrustes.ts")).explainNbs,
  "kernel-procrustes": async () => (await import("./shares/kernel-shapes.ts")).explainKernelProcrustes,
  cca: async () => (await import("./shares/cca.ts")).explainCca,
  "kernel-cca": async () => (await import("./shares/kernel-shapes.ts")).explainKernelCca,
  svcca: async () => (await import("./shares/svcca.ts")).explainSvcca,
  pwcca: async () => (await import("./shares/pwcca.ts")).explainPwcca,
  "linear-regression": async () => (await import("./shares/regression.ts")).explainRegression,
  permutation: async () => (await import("./shares/matching.ts")).explainPermutation,
  "soft-matching": async () => (await import("./shares/matching.ts")).explainSoftMatching,
  cka: async () => (await import("./shares/cka.ts")).explainCka,
  rv: async () => (await import("./shares/cka.ts")).explainRv,
  rsa: async () => (await import("./shares/rsa.ts")).explainRsa,
  elementwise: async () => (await import("./shares/elementwise.ts")).explainElementwise,
};

/** How that metric explains a pair; undefined where its value is no sum. */
export async function explanationOf(metric: string): Promise<Explain<object> | undefined> {
  const load = explanations[metric as MetricName];
  return load && ((await load()) as Explain<object>);
}
