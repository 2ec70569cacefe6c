// What Node, Deno and Bun have in common: files, threads, a command line, programs of one file.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectPlain, x, y } from "../asks/plain.mjs";
import { expectBits, expectPool } from "../harness/bits.mjs";
import { serveFolder, writeNpy } from "../harness/files.mjs";
import { binaryIn } from "../harness/platforms.mjs";

const asks = fileURLToPath(new URL("../asks/", import.meta.url));

/** Puts the program that answers into a row's folder. @returns its name */
export function layAsk({ folder }) {
  for (const name of ["server.mjs", "plain.mjs"]) copyFileSync(`${asks}${name}`, `${folder}/${name}`);
  return "server.mjs";
}

/**
 * The features of a runtime that starts programs as `program ...words file`.
 * @param {(at: import("../rows.mjs").At, file: string, words: string[]) => Promise<string>} start - runs a file with
 *   these words. @returns what it printed on stdout
 */
export function serverFeatures(start) {
  const answer = async (at, ...words) => JSON.parse(await start(at, layAsk(at), words));
  return {
    plain: async (at) => expectPlain(await answer(at, "plain")),
    probes: async (at) => expectBits(await answer(at, "probes")),
    pool: async (at) => expectPool(await answer(at, "pool")),
    async read(at) {
      const files = [writeNpy(`${at.folder}/x.npy`, x), writeNpy(`${at.folder}/y.npy`, y)];
      const { address, close } = await serveFolder(at.folder);
      try {
        expectMatrices(await answer(at, "read", files[0], `${address}/y.npy`));
      } finally {
        close();
      }
    },
    async cli(at) {
      const files = [writeNpy(`${at.folder}/x.npy`, x), writeNpy(`${at.folder}/y.npy`, y)];
      const main = `${at.project}/node_modules/repgeom/dist/src/main.js`;
      expectPlain(Number(await start(at, main, ["compare", ...files, "--metric", "cka"])));
    },
  };
}

function expectMatrices(got) {
  const wanted = [x, y].map(({ shape, data }) => ({ shape, data: [...data] }));
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error("The numbers that were read are not those of the files.");
  }
}

/**
 * A program of one file answers, far from the package.
 * @param {(words: string[]) => Promise<string>} start
 * @returns whether its jobs run on threads
 */
export async function expectProgram(start) {
  expectPlain(JSON.parse(await start(["plain"])));
  expectBits(JSON.parse(await start(["probes"])));
  const pool = JSON.parse(await start(["pool"]));
  expectPool(pool, { threads: 0 });
  return pool.threads < 2 ? "computes on the calling thread" : undefined;
}

export const esbuildTools = ["esbuild"];

export const esbuildProgram = async (at) =>
  binaryIn(`${await at.tool("esbuild")}/node_modules/@esbuild`, ["bin/esbuild", "esbuild.exe"]);

/** One file, as `esbuild --bundle --platform=node` makes it, in a folder far from the package. @returns its path */
export async function bundleFor(at, entry) {
  const one = `${at.away}/one.mjs`;
  await at.run(await esbuildProgram(at), [
    entry,
    "--bundle",
    "--platform=node",
    "--format=esm",
    `--outfile=${one}`,
  ]);
  return one;
}
