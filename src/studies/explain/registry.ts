import type { MetricName, OptionsOf } from "../../metrics/registry.ts";
import type { Explain } from "./explanation.ts";
import { explainAlignedCosine, explainPermutationAlignedCosine } from "./shares/aligned-cosine.ts";
import { explainCca } from "./shares/cca.ts";
import { explainCka, explainRv } from "./shares/cka.ts";
import { explainElementwise } from "./shares/elementwise.ts";
import { explainKernelCca, explainKernelProcrustes } from "./shares/kernel-shapes.ts";
import { explainHardCorrelationMatch, explainPermutation, explainSoftMatching } from "./shares/matching.ts";
import { explainBures, explainNbs, explainProcrustes } from "./shares/procrustes.ts";
import { explainPwcca } from "./shares/pwcca.ts";
import { explainRegression } from "./shares/regression.ts";
import { explainRsa } from "./shares/rsa.ts";
import { explainSvcca } from "./shares/svcca.ts";

/**
 * The metrics whose value is a sum, or has one behind it, each with its explanation. Of those that are not here,
 * stimuli and units are left out one by one. A thread loads this list with the first explanation: a bundle that
 * cuts it in pieces makes more of small scripts than it saves.
 */
export const explanations: { readonly [Name in MetricName]?: Explain<OptionsOf<Name>> } = {
  procrustes: explainProcrustes,
  bures: explainBures,
  nbs: explainNbs,
  "kernel-procrustes": explainKernelProcrustes,
  cca: explainCca,
  "kernel-cca": explainKernelCca,
  svcca: explainSvcca,
  pwcca: explainPwcca,
  "linear-regression": explainRegression,
  permutation: explainPermutation,
  "hard-correlation-match": explainHardCorrelationMatch,
  "aligned-cosine": explainAlignedCosine,
  "permutation-aligned-cosine": explainPermutationAlignedCosine,
  "soft-matching": explainSoftMatching,
  cka: explainCka,
  rv: explainRv,
  rsa: explainRsa,
  elementwise: explainElementwise,
};

/** How that metric explains a pair; undefined where its value is no sum. */
export function explanationOf(metric: string): Explain<object> | undefined {
  return (explanations as Readonly<Record<string, Explain<object> | undefined>>)[metric];
}
