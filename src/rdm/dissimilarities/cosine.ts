import type { Dissimilarity } from "./dissimilarity.ts";
import { directionOfAll, directions } from "./shared/directions.ts";

export const cosine: Dissimilarity = {
  title: "Cosine distance",
  equation: "1 − a·b / (‖a‖ ‖b‖)",
  accepts: "matrix",
  options: [],
  range: [0, 2],
  degree: 0,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["orthogonal", "isotropic-scaling"] }),
  prepare: (input, kernels) => directions(input, false, kernels),
  between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
  vectors: { ignoresScale: true, prepare: (input, kernels) => directionOfAll(input, false, kernels) },
};
