import { binaryIn } from "../harness/platforms.mjs";
import { versionIn } from "../harness/tools.mjs";
import { expectProgram, layAsk, serverFeatures } from "./servers.mjs";

const program = async (at) =>
  binaryIn(`${await at.tool("bun")}/node_modules/@oven`, ["bin/bun", "bin/bun.exe"]);

const start = async (at, file, words) => (await at.run(await program(at), [file, ...words])).stdout;

export const bun = {
  runtime: "bun",
  title: "Bun",
  tools: ["bun"],
  versionOf: async (at) => versionIn(await at.tool("bun"), "bun"),
  features: {
    ...serverFeatures(start),
    async bundled(at) {
      const words = ["build", "--target=bun", layAsk(at), "worker.mjs", "--outdir", at.away];
      await at.run(await program(at), words);
      return expectProgram((given) => start(at, `${at.away}/server.js`, given), "./worker.js");
    },
    async compiled(at) {
      const one = `${at.away}/one`;
      await at.run(await program(at), ["build", "--compile", layAsk(at), "worker.mjs", "--outfile", one]);
      const run = async (given) => (await at.run(one, given, { cwd: at.away })).stdout;
      return expectProgram(run, "./worker.mjs");
    },
  },
  small: ["plain", "probes", "pool"],
};
