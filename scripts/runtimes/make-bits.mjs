/** Writes `bits.json`: what every runtime must give for `probes.mjs`. Made under Node, with the kernels that are deterministic. */
import { writeFile } from "node:fs/promises";
import * as repgeom from "repgeom";
import { poolJob, runProbes } from "./probes.mjs";

const engine = await repgeom.createEngine({ threads: 0, deterministic: true });
try {
  const probes = await runProbes(repgeom, engine);
  const failed = Object.entries(probes).filter(([, hash]) => hash.startsWith("failed"));
  if (failed.length > 0) throw new Error(failed.map(([name, why]) => `${name} ${why}`).join("\n"));
  const bits = { probes, poolJob: await poolJob(repgeom, engine) };
  await writeFile(new URL("bits.json", import.meta.url), `${JSON.stringify(bits, null, 2)}\n`);
} finally {
  engine.close();
}
