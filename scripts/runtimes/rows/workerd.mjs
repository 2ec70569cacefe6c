// workerd, the runtime of Cloudflare Workers: a worker that is bundled with the package is asked over HTTP.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectPlain, x } from "../asks/plain.mjs";
import { expectBits, expectPool } from "../harness/bits.mjs";
import { Absent } from "../harness/errors.mjs";
import { serveFolder, writeNpy } from "../harness/files.mjs";
import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { nodeProgram } from "./node.mjs";
import { esbuildProgram, esbuildTools } from "./servers.mjs";

/** From which on workerd behaves as it does for a new worker. */
const date = "2026-06-01";

const asks = fileURLToPath(new URL("../asks/", import.meta.url));

const program = async (at) =>
  binaryIn(`${await at.tool("workerd")}/node_modules/@cloudflare`, ["bin/workerd"]);

function layWorker({ folder }) {
  for (const name of ["edge.mjs", "pairs.mjs", "plain.mjs"])
    copyFileSync(`${asks}${name}`, `${folder}/${name}`);
  return "edge.mjs";
}

/** By esbuild: .wasm files become modules of the worker, which workerd compiles itself. @returns the folder */
async function bundle(at, entry) {
  const words = ["--bundle", "--format=esm", "--conditions=workerd,worker", "--loader:.wasm=copy"];
  const made = `${at.folder}/made-${entry}`;
  await at.run(await esbuildProgram(at), [entry, ...words, `--outdir=${made}`]);
  return made;
}

/** By wrangler, as users do, which runs under Node 22. @returns the folder */
async function bundleByWrangler(at, flags) {
  const settings = {
    name: "probes",
    main: layWorker(at),
    compatibility_date: date,
    compatibility_flags: flags,
  };
  writeFileSync(`${at.folder}/wrangler.json`, JSON.stringify(settings));
  const wrangler = `${await at.tool("wrangler")}/node_modules/wrangler/bin/wrangler.js`;
  const env = { WRANGLER_SEND_METRICS: "false", CI: "true", XDG_CONFIG_HOME: at.away };
  const words = [wrangler, "deploy", "--dry-run", "--outdir", "wrangled"];
  await at.run(await nodeProgram(at, 22), words, { env });
  return `${at.folder}/wrangled`;
}

/** A file of another server is read. */
async function expectRead(at, { ask }) {
  writeNpy(`${at.folder}/x.npy`, x);
  const { address, close } = await serveFolder(at.folder);
  try {
    const got = JSON.stringify(await ask("read", { source: `${address}/x.npy` }));
    if (got !== JSON.stringify({ shape: x.shape, data: [...x.data] })) {
      throw new Error("The numbers that were read are not those of the file.");
    }
  } finally {
    close();
  }
}

/** What wrangler makes gives the bits, and reads. */
async function expectWrangled(at, flags) {
  const worker = await serveWorker(at, await bundleByWrangler(at, flags), flags);
  try {
    expectPlain(await worker.ask("plain"));
    expectBits(await worker.ask("probes"));
    await expectRead(at, worker);
  } finally {
    worker.close();
  }
}

/** The configuration of workerd for the files of a folder. */
function configurationOf(folder, flags) {
  const names = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name));
  // The first module is the worker.
  const ordered = names.sort((a, b) => Number(b.endsWith(".js")) - Number(a.endsWith(".js")));
  const kinds = { js: "esModule", wasm: "wasm" };
  const modules = ordered.map(
    (name) => `(name = "${name}", ${kinds[name.split(".").at(-1)]} = embed "${name}")`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [${modules.join(", ")}], compatibilityDate = "${date}", compatibilityFlags = ${JSON.stringify(flags)})),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

/** Starts workerd with the files of a folder. @returns `ask`, the process id, and `close()` */
async function serveWorker(at, folder, flags = []) {
  writeFileSync(`${folder}/config.capnp`, configurationOf(folder, flags));
  const words = ["serve", "config.capnp", "--control-fd=1"];
  const options = { cwd: folder, ready: /"socket":"http","port":(\d+)/ };
  const server = await at.serve(await program(at), words, options);
  const address = `http://127.0.0.1:${server.match[1]}`;
  const ask = async (what, given = {}) => {
    const response = await fetch(`${address}/${what}?${new URLSearchParams(given)}`, { signal: at.signal });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  };
  return { ask, pid: server.pid, close: server.close };
}

/** The largest memory of a process so far, in MiB: Linux tells it. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
  } catch {
    throw new Absent("The memory of a process is read from /proc, which this system has not.");
  }
}

/** A worker that does nothing: what workerd itself takes. */
async function idlePeak(at) {
  const folder = `${at.away}/idle`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/idle.js`, "export default { fetch: () => Response.json(1) };\n");
  const idle = await serveWorker(at, folder);
  try {
    await idle.ask("");
    return peakOf(idle.pid);
  } finally {
    idle.close();
  }
}

/** A job of the size that docs/platforms.md gives for the platform's 128 MB: three million numbers, of many networks. */
const fitting = { networks: 64, stimuli: 350, units: 140 };

async function memory(at) {
  const idle = await idlePeak(at);
  layWorker(at);
  const worker = await serveWorker(at, await bundle(at, "pairs.mjs"));
  try {
    const { count, inRange } = await worker.ask("", fitting);
    if (count !== fitting.networks ** 2 || !inRange) throw new Error("The values are no CKA of all pairs.");
    const taken = Math.round(peakOf(worker.pid) - idle);
    const job = `${fitting.networks} networks of ${fitting.stimuli} × ${fitting.units} by cka took ${taken} MiB`;
    if (taken > 128e6 / 2 ** 20) throw new Error(`${job}; the platform gives 128 MB.`);
    return `${job} of 128 MB`;
  } finally {
    worker.close();
  }
}

export const workerd = {
  runtime: "workerd",
  title: "workerd",
  tools: ["workerd", ...esbuildTools],
  versionOf: async (at) => versionIn(await at.tool("workerd"), "workerd"),
  start: async (at) => serveWorker(at, await bundle(at, layWorker(at))),
  features: {
    plain: async (at, { ask }) => expectPlain(await ask("plain")),
    probes: async (at, { ask }) => {
      expectBits(await ask("probes"));
      expectPool(await ask("pool"), { threads: 0 });
    },
    read: expectRead,
    bundled: (at) => expectWrangled(at, []),
    nodejs_compat: (at) => expectWrangled(at, ["nodejs_compat"]),
    inline: async (_at, { ask }) => expectPlain(await ask("inline")),
    memory,
  },
  without: {
    pool: "The platform has no worker threads: jobs are computed on the calling thread, with the same bits.",
    cli: "The platform runs no programs.",
  },
  small: ["plain", "probes"],
};
