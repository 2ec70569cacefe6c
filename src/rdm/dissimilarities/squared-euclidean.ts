import type { Dissimilarity } from "./dissimilarity.ts";
import { linearProduct } from "./shared/inner-products.ts";
import { centredRows, squaredBetween } from "./shared/rows.ts";

export const squaredEuclidean: Dissimilarity = {
  title: "Squared Euclidean distance",
  equation: "‖a − b‖²",
  accepts: "matrix",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 2,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["orthogonal", "translation"] }),
  prepare: centredRows,
  between: squaredBetween,
  innerProduct: (_, kernels) => linearProduct(kernels),
};
