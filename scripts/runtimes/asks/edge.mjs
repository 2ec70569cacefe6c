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
  inline: async () => plain(await import("repgeom/inline")),
  probes: () => withEngine((engine) => runProbes(repgeom, engine)),
  pool: () =>
    withEngine(async (engine) => ({ hash: await poolJob(repgeom, engine), threads: engine.threads })),
  async read({ source }) {
    const [{ shape, data }] = await repgeom.read(source);
    return { shape, data: [...data] };
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
