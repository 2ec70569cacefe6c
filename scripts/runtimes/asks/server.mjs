// Runs in Node, Deno and Bun, beside the installed package or bundled with it: answers one question with a line of JSON.
import { Worker } from "node:worker_threads";
import * as repgeom from "repgeom";
import { plain } from "./plain.mjs";
import { poolJob, runProbes } from "./probes.mjs";

/** Workers that were sent something. */
const sent = new Set();
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (...given) {
  sent.add(this);
  return postMessage.apply(this, given);
};

async function withEngine(threads, work) {
  const engine = await repgeom.createEngine({ deterministic: true, threads });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const answers = {
  plain: () => plain(repgeom),
  probes: () => withEngine(0, (engine) => runProbes(repgeom, engine)),
  pool: () =>
    withEngine(2, async (engine) => {
      const hash = await poolJob(repgeom, engine);
      return { hash, threads: sent.size };
    }),
  async read(...sources) {
    const found = await repgeom.read(sources);
    return found.map(({ shape, data }) => ({ shape, data: [...data] }));
  },
};

const [what, ...given] = process.argv.slice(2);
console.log(JSON.stringify(await answers[what](...given)));
