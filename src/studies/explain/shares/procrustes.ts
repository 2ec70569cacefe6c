import type { BuresOptions } from "../../../metrics/procrustes/bures.ts";
import type { NbsOptions } from "../../../metrics/procrustes/nbs.ts";
import type { ProcrustesOptions } from "../../../metrics/procrustes/options.ts";
import type { Explain } from "../explanation.ts";
import { sharedCosine } from "../shapes/cosine.ts";
import { sharedGap } from "../shapes/gap.ts";
import { whitenedShape } from "../shapes/shape.ts";

export const explainProcrustes: Explain<ProcrustesOptions> = (x, y, options, kernels) => {
  const { ground, group, estimator, ...how } = options;
  if (estimator !== "plug-in") return {}; // an estimate is no sum over stimuli
  return sharedGap(whitenedShape(x, how, kernels), whitenedShape(y, how, kernels), ground, kernels, group);
};

export const explainBures: Explain<BuresOptions> = (x, y, { center, estimator }, kernels) => {
  if (estimator !== "plug-in") return {};
  const how = { alpha: 1, center };
  return sharedGap(whitenedShape(x, how, kernels), whitenedShape(y, how, kernels), "euclidean", kernels);
};

/** The similarity is a sum: NBS = Σᵢ ⟨aᵢ, bᵢ⟩ of both at norm 1, after the best rotation. */
export const explainNbs: Explain<NbsOptions> = (given, other, { ground, center, estimator }, kernels) => {
  if (estimator !== "plug-in") return {};
  const how = { alpha: 1, center };
  const [x, y] = [whitenedShape(given, how, kernels), whitenedShape(other, how, kernels)];
  return ground === "angular" ? sharedGap(x, y, ground, kernels) : sharedCosine(x, y, similarity, kernels);
};

const similarity = "the similarity itself, the inner product of both at norm 1 after the best rotation";
