import type { BuresOptions } from "../../../metrics/procrustes/bures.ts";
import type { NbsOptions } from "../../../metrics/procrustes/nbs.ts";
import type { ProcrustesOptions } from "../../../metrics/procrustes/options.ts";
import type { Explain } from "../explanation.ts";
import { pictureOf, sharedGap } from "../shapes/gap.ts";
import { matched } from "../shapes/matched.ts";
import { sharedOverlap } from "../shapes/overlap.ts";
import { atNormOne, whitenedShape } from "../shapes/shape.ts";

export const explainProcrustes: Explain<ProcrustesOptions> = (x, y, { ground, ...how }, kernels) =>
  sharedGap(whitenedShape(x, how, kernels), whitenedShape(y, how, kernels), ground, kernels);

export const explainBures: Explain<BuresOptions> = (x, y, { center }, kernels) => {
  const how = { alpha: 1, center };
  return sharedGap(whitenedShape(x, how, kernels), whitenedShape(y, how, kernels), "euclidean", kernels);
};

/** The similarity is a sum: NBS = Σᵢ ⟨aᵢ, bᵢ⟩ of both at norm 1, after the best rotation. */
export const explainNbs: Explain<NbsOptions> = (given, other, { ground, center }, kernels) => {
  const how = { alpha: 1, center };
  const [x, y] = [whitenedShape(given, how, kernels), whitenedShape(other, how, kernels)];
  if (ground === "angular") return sharedGap(x, y, "angular", kernels);
  const [a, b] = [atNormOne(x, kernels), atNormOne(y, kernels)];
  const both = matched(a, b, kernels);
  return {
    ...sharedOverlap({ x: a, y: b, both }, new Float64Array(both.values.length).fill(1), similarity, kernels),
    ...pictureOf(both, 0, kernels),
  };
};

const similarity = "the similarity itself, the inner product of both at norm 1 after the best rotation";
