import * as repgeom from "repgeom";
import * as probes from "../probes.mjs";

export const runtime = "edge";
export const dynamic = "force-dynamic";

export async function GET() {
  const engine = await repgeom.createEngine({ deterministic: true });
  const found = await probes.runProbes(repgeom, engine);
  return Response.json({ probes: found, pool: await probes.poolJob(repgeom, engine), answered: 0 });
}
