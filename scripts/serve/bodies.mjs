// What the load tests send.
import { createRandom } from "../../dist/src/base/random.js";

/** A representation as JSON takes it, numbers as base64. */
function network(seed, stimuli, units) {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: stimuli * units }, () => random.normal());
  const text = Buffer.from(data.buffer).toString("base64");
  return { name: `net-${seed}`, shape: [stimuli, units], dtype: "float64", data: text };
}

/** Two small networks. */
export const pair = JSON.stringify({ x: network(1, 100, 32), y: network(2, 100, 32), metric: "cka" });

/** Eight of them. */
export const eight = JSON.stringify({
  representations: Array.from({ length: 8 }, (_, k) => network(k + 1, 100, 32)),
  metric: "procrustes",
});
