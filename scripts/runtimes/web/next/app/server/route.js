import { Worker } from "node:worker_threads";
import * as repgeom from "repgeom";
import * as probes from "../probes.mjs";

export const dynamic = "force-dynamic";

/** Workers that were sent something. */
const sent = new Set();
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (...given) {
  sent.add(this);
  return postMessage.apply(this, given);
};

export async function GET() {
  const engine = await repgeom.createEngine({ deterministic: true, threads: 2 });
  try {
    const found = await probes.runProbes(repgeom, engine);
    sent.clear(); // only those of the job count
    const pool = await probes.poolJob(repgeom, engine);
    return Response.json({ probes: found, pool, answered: sent.size });
  } finally {
    engine.close();
  }
}
