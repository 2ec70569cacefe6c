import { Absent } from "../harness/errors.mjs";
import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { bundleFor, esbuildTools, expectProgram, layAsk, serverFeatures } from "./servers.mjs";

const program = async (at) => binaryIn(`${await at.tool("deno")}/node_modules/@deno`, ["deno", "deno.exe"]);

/** No permission but to read files and, for a file that is far, to ask this machine. */
const permissions = ["--no-prompt", "--allow-read", "--allow-net=127.0.0.1"];

const start = async (at, file, words) =>
  (await at.run(await program(at), ["run", ...permissions, file, ...words])).stdout;

/** `deno compile` takes its runtime from dl.deno.land, which is not the registry; `DENORT_BIN` says where one lies. */
async function compiled(at) {
  const one = `${at.away}/one`;
  const words = ["compile", "--no-check", ...permissions, "--output", one, layAsk(at)];
  await at.run(await program(at), words).catch((error) => {
    if (!/dns error|denort|dl\.deno\.land|client error/.test(error.message)) throw error;
    throw new Absent("deno compile takes its runtime from dl.deno.land, which did not answer.");
  });
  return expectProgram(async (given) => (await at.run(one, given, { cwd: at.away })).stdout);
}

export const deno = {
  runtime: "deno",
  title: "Deno",
  tools: ["deno", ...esbuildTools],
  versionOf: async (at) => versionIn(await at.tool("deno"), "deno"),
  features: {
    ...serverFeatures(start),
    bundled: async (at) => {
      const one = await bundleFor(at, layAsk(at));
      return expectProgram((words) => start(at, one, words));
    },
    compiled,
  },
  small: ["plain", "probes", "pool"],
};
