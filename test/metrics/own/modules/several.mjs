import { defineMetric, loadMetric } from "repgeom";

export const first = defineMetric({
  name: "first-of-two",
  module: import.meta.url,
  operations: () => 1e9,
  compare: (x, y) => x.data[0] - y.data[0],
});

/** Inner products of the responses themselves, by kernels. */
export const second = defineMetric({
  name: "second-of-two",
  module: import.meta.url,
  form: "inner-product",
  kind: "similarity",
  symmetric: true,
  operations: () => 1e9,
  prepare: (x, _options, kernels) => ({ gram: kernels.syrk(x) }),
  blocks: (stimuli) => [{ start: 0, end: stimuli, length: stimuli * stimuli }],
  features: ({ gram }) => [gram],
  finish: (inner, selfX, selfY) => inner / Math.sqrt(selfX * selfY),
});

export const unrelated = { loadMetric };
