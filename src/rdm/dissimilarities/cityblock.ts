import type { Dissimilarity } from "./dissimilarity.ts";
import { uncentredRows } from "./shared/rows.ts";

export const cityblock: Dissimilarity = {
  title: "City block distance, L1",
  equation: "Σ |aₖ − bₖ|",
  accepts: "matrix",
  options: ["perUnit"],
  range: [0, Infinity],
  degree: 1,
  properties: () => ({ kind: "distance", invariantTo: ["translation"] }),
  prepare: (input, kernels, { perUnit }) => uncentredRows(input, kernels, perUnit ? 1 : 0),
  between: (rows, count, kernels) => kernels.minkowskiBetweenRows(rows, count, 1),
};
