import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { expectProgram, layAsk, serverFeatures } from "./servers.mjs";

const program = async (at) => binaryIn(`${await at.tool("deno")}/node_modules/@deno`, ["deno", "deno.exe"]);

/** No permission but to read files and, for a file that is far, to ask this machine. */
const permissions = ["--no-prompt", "--allow-read", "--allow-net=127.0.0.1"];

const start = async (at, file, words) =>
  (await at.run(await program(at), ["run", ...permissions, file, ...words])).stdout;

export const deno = {
  runtime: "deno",
  title: "Deno",
  tools: ["deno"],
  versionOf: async (at) => versionIn(await at.tool("deno"), "deno"),
  features: {
    ...serverFeatures(start),
    async bundled(at) {
      const one = `${at.away}/one`;
      const words = ["compile", ...permissions, "--output", one, layAsk(at)];
      await at.run(await program(at), words);
      return expectProgram(async (given) => (await at.run(one, given, { cwd: at.away })).stdout);
    },
  },
  small: ["plain", "probes", "pool"],
};
