// npm run runtimes [-- ROW ...] [--small] [--json] [--write] [--tarball FILE]
//
// Does the package do what it promises in every runtime? Packs it, installs the tarball as a user would, and tries
// it in each row of rows.mjs: the probes with the same bits, a job on threads, and what else the row offers. Programs
// that are not part of this project come from the registry, at the versions of tools/*/package-lock.json.
// Prints runtime × feature, and exits with 1 if a cell is not yes: what was skipped is not known to work.
// A run of all rows (or --write) writes the table into the docs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atOf } from "./harness/at.mjs";
import { runMatrix } from "./harness/matrix.mjs";
import { installPacked } from "./harness/pack.mjs";
import { endAll } from "./harness/processes.mjs";
import { withTable } from "./harness/table.mjs";
import { tool } from "./harness/tools.mjs";
import { rows } from "./rows.mjs";

const folder = mkdtempSync(join(tmpdir(), "repgeom-runtimes-"));
process.once("exit", () => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const tell = (text) => process.stderr.write(text);

async function install(tarball) {
  const project = await installPacked(folder, tarball);
  return ({ runtime }, signal) => atOf({ project, runtime, signal });
}

/** The docs and the README show the same table. */
function write(table) {
  for (const name of ["docs/platforms.md", "README.md"]) {
    const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    writeFileSync(path, withTable(readFileSync(path, "utf8"), table));
    tell(`Wrote the table into ${name}.\n`);
  }
}

const print = (text) => process.stdout.write(text);
process.exit(await runMatrix(process.argv.slice(2), rows, { tool, install, print, tell, write }));
