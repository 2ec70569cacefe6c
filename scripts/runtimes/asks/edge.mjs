// Runs in an edge runtime, bundled with the package: answers GET /WHAT with JSON.
import * as repgeom from "repgeom";
import { plain } from "./plain.mjs";
import { poolJob, runProbes } from "./probes.mjs";

async function withEngine(work) {
  const engine = await repgeom.createEngine({ deterministic: true });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const answers = {
  plain: () => plain(repgeom),
  probes: () => withEngine((engine) => runProbes(repgeom, engine)),
  pool: () =>
    withEngine(async (engine) => ({ hash: await poolJob(repgeom, engine), threads: engine.threads })),
  async read({ source }) {
    const [{ shape, data }] = await repgeom.read(source);
    return { shape, data: [...data] };
  },
  /** All pairs of some networks by linear CKA. @returns the number of values */
  async pairs({ networks, stimuli, units }) {
    const size = stimuli * units;
    const all = Array.from({ length: Number(networks) }, (_, n) => ({
      name: `${n}`,
      shape: [Number(stimuli), Number(units)],
      data: Float32Array.from({ length: size }, (_, k) => Math.imul(k + 7 * n + 1, 2654435761) / 2 ** 31),
    }));
    const { square } = await repgeom.pairwise(all, { metric: "cka" });
    if (!square.data.every((value) => value >= 0 && value <= 1)) throw new Error("A value is no CKA.");
    return square.data.length;
  },
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    try {
      return Response.json(await answers[pathname.slice(1)](Object.fromEntries(searchParams)));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
