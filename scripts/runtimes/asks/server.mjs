// Runs in Node, Deno and Bun, beside the installed package or bundled with it: answers one question with a line of JSON.
import { Worker } from "node:worker_threads";
import * as repgeom from "repgeom";
import { plain, x, y } from "./plain.mjs";
import { poolJob, runProbes } from "./probes.mjs";

/** Workers that were sent something, and those that answered: one that cannot start never does. */
const [sent, answered] = [new Set(), new Set()];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (...given) {
  if (!sent.has(this)) this.on("message", () => answered.add(this));
  sent.add(this);
  return postMessage.apply(this, given);
};

async function withEngine(options, work) {
  const engine = await repgeom.createEngine({ deterministic: true, ...options });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const answers = {
  plain: () => plain(repgeom),
  async metric() {
    const { cka } = await import("repgeom/metrics/cka");
    return repgeom.compare({ name: "x", ...x }, { name: "y", ...y }, { metric: cka });
  },
  probes: () => withEngine({ threads: 0 }, (engine) => runProbes(repgeom, engine)),
  /** @param [file] - of the worker, beside this one */
  pool(file) {
    const worker = file && new URL(file, import.meta.url);
    return withEngine({ threads: 2, worker }, async (engine) => {
      const hash = await poolJob(repgeom, engine);
      return { hash, threads: answered.size };
    });
  },
  async report() {
    const { report } = await import("repgeom/report");
    const two = [x, y].map((one, n) => ({ name: `network ${n}`, ...one }));
    return report([await repgeom.pairwise(two, { metric: "cka" })], { title: "Two networks" });
  },
  async read(...sources) {
    const found = await repgeom.read(sources);
    return found.map(({ shape, data }) => ({ shape, data: [...data] }));
  },
};

const [what, ...given] = process.argv.slice(2);
console.log(JSON.stringify(await answers[what](...given)));
