import type { Dissimilarity } from "./dissimilarity.ts";
import { uncentredRows } from "./shared/rows.ts";

export const minkowski: Dissimilarity = {
  title: "Minkowski distance",
  equation: "(Σ |aₖ − bₖ|ᵖ)^(1/p)",
  accepts: "matrix",
  options: ["p", "perUnit"],
  range: [0, Infinity],
  degree: 1,
  properties: ({ p }) => ({
    // Below p = 1 the triangle inequality does not hold.
    kind: p >= 1 ? "distance" : "dissimilarity",
    invariantTo: p === 2 ? ["orthogonal", "translation"] : ["translation"],
  }),
  prepare: (input, kernels, { perUnit, p }) => uncentredRows(input, kernels, perUnit ? 1 / p : 0),
  between: (rows, count, kernels, { p }) => kernels.minkowskiBetweenRows(rows, count, p),
};
