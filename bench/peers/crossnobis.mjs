// One crossnobis RDM of 600 stimuli × 3 runs × 7000 units in a process of its own: seconds
// and the most memory that the process ever had, data included. Argument: the noise.
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const shape = [600, 3, 7000];
const random = createRandom(1);
const data = Float64Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.normal());
const engine = await createEngine({ threads: 0 });
const start = performance.now();
await engine.rdm({ name: "brain", shape, data }, { dissimilarity: "crossnobis", noise: process.argv[2] });
const time = (performance.now() - start) / 1000;
const peak = process.resourceUsage().maxRSS / 2 ** 20;
console.log(JSON.stringify({ time, peak }));
