import type { Dissimilarity } from "./dissimilarity.ts";
import { uncentredRows } from "./shared/rows.ts";

export const chebyshev: Dissimilarity = {
  title: "Chebyshev distance",
  equation: "max |aₖ − bₖ|",
  accepts: "matrix",
  options: [],
  range: [0, Infinity],
  degree: 1,
  properties: () => ({ kind: "distance", invariantTo: ["translation"] }),
  prepare: (input, kernels) => uncentredRows(input, kernels, 0),
  between: (rows, count, kernels) => kernels.minkowskiBetweenRows(rows, count, Infinity),
};
