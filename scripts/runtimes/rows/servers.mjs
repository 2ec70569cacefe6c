// What Node, Deno and Bun have in common: files, threads, a command line, programs of one file.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectPlain, x, y } from "../asks/plain.mjs";
import { expectBits, expectPool } from "../harness/bits.mjs";
import { serveFolder, writeNpy } from "../harness/files.mjs";
import { binaryIn } from "../harness/platforms.mjs";

const asks = fileURLToPath(new URL("../asks/", import.meta.url));

/** Puts the programs that answer into a row's folder, and what a bundle starts as its threads. @returns the first one's name */
export function layAsk({ folder }) {
  for (const name of ["server.mjs", "plain.mjs", "inline.mjs", "require.cjs"])
    copyFileSync(`${asks}${name}`, `${folder}/${name}`);
  writeFileSync(`${folder}/worker.mjs`, 'import "repgeom/worker";\n');
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
    async inline(at) {
      layAsk(at);
      expectPlain(JSON.parse(await start(at, "inline.mjs", [])));
    },
    async require(at) {
      layAsk(at);
      expectPlain(JSON.parse(await start(at, "require.cjs", [])));
    },
    metric: async (at) => expectPlain(await answer(at, "metric")),
    report: async (at) => expectPage(await answer(at, "report")),
    async cli(at) {
      const files = [writeNpy(`${at.folder}/x.npy`, x), writeNpy(`${at.folder}/y.npy`, y)];
      const main = mainOf(at.project);
      expectPlain(Number(await start(at, main, ["compare", ...files, "--metric", "cka"])));
      await expectRefusal(start(at, main, ["compare", files[0], "moon.npy", "--metric", "cka"]));
      await start(at, main, ["compare", "--help"]); // needs no more than the command itself
    },
  };
}

/** The file behind the command `repgeom`. */
function mainOf(project) {
  const pack = `${project}/node_modules/repgeom`;
  return `${pack}/${JSON.parse(readFileSync(`${pack}/package.json`, "utf8")).bin.repgeom}`;
}

/** A file that is not there ends the command with 1 and one line that names it, in every runtime. */
async function expectRefusal(ended) {
  const message = await ended.then(
    () => "It ended with 0.",
    (error) => error.message,
  );
  if (!/ended with 1\. (repgeom: )?moon\.npy/.test(message)) {
    throw new Error(`A file that is not there: expected the exit code 1 and its name, got: ${message}`);
  }
}

/** A page with a title, a figure's data and the script that draws it. */
function expectPage(html) {
  const has = (text) => html.includes(text);
  if (!has("<title>Two networks</title>") || !has("network 1") || html.length < 50_000) {
    throw new Error(`The page of ${html.length} characters lacks its title, its networks or its script.`);
  }
}

function expectMatrices(got) {
  const wanted = [x, y].map(({ shape, data }) => ({ shape, data: [...data] }));
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error("The numbers that were read are not those of the files.");
  }
}

/**
 * A program of one file answers, far from the package, and a second file gives it threads.
 * @param {(words: string[]) => Promise<string>} start
 * @param {string} worker - the second file, as the program sees it
 */
export async function expectProgram(start, worker) {
  const answer = async (...words) => JSON.parse(await start(words));
  expectPlain(await answer("plain"));
  expectBits(await answer("probes"));
  expectPage(await answer("report"));
  expectPool(await answer("pool"), { threads: 0 });
  expectPool(await answer("pool", worker));
}

export const esbuildTools = ["esbuild"];

export const esbuildProgram = async (at) =>
  binaryIn(`${await at.tool("esbuild")}/node_modules/@esbuild`, ["bin/esbuild", "esbuild.exe"]);

/** What `esbuild --bundle --platform=node` makes, in a folder far from the package: a program, and its threads. */
export async function bundleFor(at, entry) {
  const words = ["--bundle", "--platform=node", "--format=esm", "--out-extension:.js=.mjs"];
  await at.run(await esbuildProgram(at), [
    `one=${entry}`,
    "worker=repgeom/worker",
    ...words,
    `--outdir=${at.away}`,
  ]);
  return { one: `${at.away}/one.mjs`, worker: "./worker.mjs" };
}
