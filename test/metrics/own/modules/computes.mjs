import { createEngine, defineMetric } from "repgeom";

export const mine = defineMetric({
  name: "computes",
  module: import.meta.url,
  operations: () => 1e9,
  compare: (x, y) => x.data[0] - y.data[0],
});

const engine = await createEngine({ threads: 1 });
const x = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 5) };
export const values = (await engine.pairwise([x, x], mine)).values;
engine.close();
