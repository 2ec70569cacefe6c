import { cpSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectBits } from "../harness/bits.mjs";
import { versionIn } from "../harness/tools.mjs";

const ask = fileURLToPath(new URL("../asks/server.mjs", import.meta.url));

/** Deno from its npm package: the binary itself. */
async function program(at) {
  const folder = `${await at.tool("deno")}/node_modules/@deno`;
  return `${folder}/${readdirSync(folder)[0]}/deno`;
}

async function answer(at, what) {
  cpSync(ask, `${at.folder}/ask.mjs`);
  const { stdout } = await at.run(await program(at), ["run", "--allow-all", "ask.mjs", what]);
  return JSON.parse(stdout);
}

export const deno = {
  runtime: "deno",
  title: "Deno",
  tools: ["deno"],
  versionOf: async (at) => versionIn(await at.tool("deno"), "deno"),
  features: {
    probes: async (at) => expectBits(await answer(at, "probes")),
  },
  small: ["probes"],
};
