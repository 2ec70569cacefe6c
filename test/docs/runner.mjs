// Runs programs of the pages one after the other, in one process, each in a folder of its own:
// node runner.mjs FOLDER < ["a/main.js", …]. Prints a line of JSON for each: { file, error? }.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const limit = 60_000;

process.chdir(folder);
const { pairwise, read } = await import(
  pathToFileURL(join(folder, "node_modules/repgeom/dist/src/index.js")).href
);

/** What every block may use; see `globals` in programs.ts. */
async function setGlobals() {
  const names = readdirSync("nets").toSorted();
  const nets = await read(names.map((name) => `nets/${name}`));
  const D = await pairwise(nets, { metric: "procrustes" });
  Object.assign(globalThis, { nets, x: nets[0], y: nets[1], D });
}

function late() {
  return new Promise((_, refuse) => {
    setTimeout(() => refuse(new Error(`does not end in ${limit / 1000} s`)), limit).unref();
  });
}

const say = (answer) => process.stderr.write(`${JSON.stringify(answer)}\n`);

await setGlobals();
for (const file of files) {
  process.chdir(join(folder, dirname(file)));
  try {
    await Promise.race([import(pathToFileURL(join(folder, file)).href), late()]);
    say({ file });
  } catch (error) {
    say({ file, error: String(error?.stack ?? error) });
  }
}
process.exit(existsSync(folder) ? 0 : 1);
