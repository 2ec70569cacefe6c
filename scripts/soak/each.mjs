// node --expose-gc scripts/soak/each.mjs [--calls N] [--seconds N] [--library URL]
//
// Repeats every function of an engine of two threads, and prints as JSON how much the heap and the process grew in each.
import { parseArgs } from "node:util";
import { growthOf, heldNow } from "./held.mjs";
import { jobsFor } from "./jobs.mjs";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "300" },
    seconds: { type: "string", default: "2" },
    library: { type: "string", default: new URL("../../dist/src/index.js", import.meta.url).href },
  },
});

const library = await import(values.library);
const engine = await library.createEngine({ threads: 2 });
const jobs = await jobsFor(engine, library);
for (const job of Object.values(jobs)) await job();

const start = await heldNow();
const grown = [];
for (const [name, job] of Object.entries(jobs)) {
  grown.push({ name, ...(await growthOf(job, { calls: +values.calls, seconds: +values.seconds })) });
}
const end = await heldNow();
engine.close();
console.log(JSON.stringify({ grown, heap: end.heap - start.heap, resident: end.resident - start.resident }));
