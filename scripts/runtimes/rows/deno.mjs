import { Absent } from "../harness/errors.mjs";
import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { bundleFor, esbuildTools, expectProgram, layAsk, serverFeatures } from "./servers.mjs";

const program = async (at) => binaryIn(`${await at.tool("deno")}/node_modules/@deno`, ["deno", "deno.exe"]);

/** No permission but to read files and, for a file that is far, to ask this machine. */
const permissions = ["--no-prompt", "--allow-read", "--allow-net=127.0.0.1"];

/** Deno with a cache of its own, which ends with the run. */
const runDeno = async (at, words) =>
  (await at.run(await program(at), words, { env: { DENO_DIR: `${at.away}/cache` } })).stdout;

const startWith = (flags) => (at, file, words) => runDeno(at, ["run", ...flags, file, ...words]);
const start = startWith(permissions);

/** `deno compile` takes its runtime from dl.deno.land, which is not the registry; `DENORT_BIN` says where one lies. */
async function compiled(at) {
  const one = `${at.away}/one`;
  const words = [
    "compile",
    "--no-check",
    ...permissions,
    "--include=worker.mjs",
    "--output",
    one,
    layAsk(at),
  ];
  await runDeno(at, words).catch((error) => {
    if (!/dns error|error sending request|tcp connect error/.test(error.message)) throw error;
    throw new Absent("deno compile takes its runtime from dl.deno.land, which did not answer.");
  });
  return expectProgram(async (given) => (await at.run(one, given, { cwd: at.away })).stdout, "./worker.mjs");
}

export const deno = {
  runtime: "deno",
  title: "Deno",
  tools: ["deno", ...esbuildTools],
  versionOf: async (at) => versionIn(await at.tool("deno"), "deno"),
  features: {
    ...serverFeatures(start),
    /** Kernels come by import, which needs no permission; threads need none. */
    async unpermitted(at) {
      const { plain, pool } = serverFeatures(startWith(["--no-prompt"]));
      await plain(at);
      await pool(at);
    },
    bundled: async (at) => {
      const { one, worker } = await bundleFor(at, layAsk(at));
      return expectProgram((words) => start(at, one, words), worker);
    },
    compiled,
  },
  small: ["plain", "probes", "pool"],
};
