// Runs in Node, Deno and Bun, beside the installed package: prints what probes and pool give, as one line of JSON.
import * as repgeom from "repgeom";
import { poolJob, runProbes } from "./probes.mjs";

const [what] = process.argv.slice(2);
const engine = await repgeom.createEngine({ deterministic: true, threads: what === "pool" ? 2 : 0 });
const answer = what === "pool" ? await poolJob(repgeom, engine) : await runProbes(repgeom, engine);
await engine.close();
console.log(JSON.stringify(answer));
