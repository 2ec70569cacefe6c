// Load on `repgeom serve`, by autocannon: requests a second, times, memory, and what SIGTERM loses.
//   node scripts/serve/load.mjs [--requests 10000] [--connections 10]
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { eight, pair } from "./bodies.mjs";
import { memoryOf, startServer } from "./child.mjs";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "10000" }, connections: { type: "string", default: "10" } },
});
const [requests, connections] = [Number(values.requests), Number(values.connections)];
const post = { method: "POST", headers: { "content-type": "application/json" }, connections };

/** Asks so often. @throws if an answer is not right */
async function asked(server, path, body, amount) {
  const result = await autocannon({ ...post, url: `${server.address}${path}`, body, amount });
  if (result["2xx"] !== amount || result.errors > 0)
    throw new Error(`${path}: ${result["2xx"]} of ${amount} were answered, ${result.errors} errors.`);
  return result;
}

function figures(name, { requests: { average }, latency: { p50, p99 }, duration, "2xx": answered }) {
  const rate = average > 0 ? answered / duration : 0;
  console.log(`${name}: ${rate.toFixed(0)} requests/s, p50 ${p50} ms, p99 ${p99} ms (${answered} requests)`);
}

const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** Times and memory. @returns whether memory stayed */
async function steady() {
  const server = await startServer("--quiet");
  const start = await memoryOf(server);
  const tenth = Math.floor(requests / 10);
  await asked(server, "compare", pair, tenth);
  const first = await memoryOf(server);
  figures(
    `compare, 100 × 32, cka, ${connections} connections`,
    await asked(server, "compare", pair, requests - tenth),
  );
  const last = await memoryOf(server);
  figures("pairwise, 8 networks of 100 × 32, procrustes", await asked(server, "pairwise", eight, tenth));
  const after = await memoryOf(server);
  console.log(
    `memory: ${mib(start)} at the start, ${mib(first)} after ${tenth}, ${mib(last)} after ${requests} compare, ${mib(after)} after ${tenth} pairwise`,
  );
  const code = await server.end();
  if (code !== 0) throw new Error(`The service ended with ${code}.`);
  return last <= first + 64 * 2 ** 20;
}

/** SIGTERM in the middle. @returns whether each request that was accepted was answered, and the answer arrived */
async function interrupted() {
  const server = await startServer();
  const load = autocannon({ ...post, url: `${server.address}compare`, body: pair, duration: 60 });
  const seen = { answered: 0, other: 0 };
  load.on("response", (_client, status) => (status === 200 ? seen.answered++ : seen.other++));
  await new Promise((done) => setTimeout(done, 1500));
  const sent = performance.now();
  const code = await server.end();
  const took = performance.now() - sent;
  load.stop();
  await load;
  const [, accepted, lost] = /ended: (\d+) requests were accepted, (\d+) were not answered/.exec(
    server.said(),
  );
  console.log(
    `SIGTERM under load: ${accepted} accepted, ${lost} not answered, ${seen.answered + seen.other} answers arrived (${seen.other} no 200); ended after ${took.toFixed(0)} ms with ${code}`,
  );
  return code === 0 && Number(lost) === 0 && seen.answered === Number(accepted);
}

const isSteady = await steady();
const isWhole = await interrupted();
if (!isSteady) console.error("The memory has grown.");
if (!isWhole) console.error("Requests were lost.");
process.exitCode = isSteady && isWhole ? 0 : 1;
