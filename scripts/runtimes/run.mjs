// npm run runtimes [-- ROW ...] [--small] [--json] [--write] [--tarball FILE]
//
// Does the package do what it promises in every runtime? Packs it, installs the tarball as a user would, and tries
// it in each row of rows.mjs: the probes with the same bits, a job on threads, and what else the row offers. Programs
// that are not part of this project come from the registry, at the versions of tools/*/package-lock.json.
// Prints runtime × feature, and exits with 1 if a cell is not yes, with 2 for a wrong command line: what was skipped is not known to work.
// A run of all rows (or --write) writes the table into the docs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { atOf } from "./harness/at.mjs";
import { Usage } from "./harness/errors.mjs";
import { runMatrix } from "./harness/matrix.mjs";
import { installPacked } from "./harness/pack.mjs";
import { endAll } from "./harness/processes.mjs";
import { hasPlace, withTable } from "./harness/table.mjs";
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

/** The docs show the table with its remarks. */
async function write({ table, notes }) {
  const name = "docs/platforms.md";
  const text = `${table}\n\n${notes}`.trim();
  const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const page = readFileSync(path, "utf8");
  if (!hasPlace(page)) return tell(`${name} has no place for the table.\n`);
  const written = withTable(page, text);
  writeFileSync(path, await format(written, { ...(await resolveConfig(path)), filepath: path }));
  return tell(`Wrote the table into ${name}.\n`);
}

const print = (text) => process.stdout.write(text);
const ended = runMatrix(process.argv.slice(2), rows, { tool, install, print, tell, write });
process.exit(
  await ended.catch((error) => {
    if (!(error instanceof Usage)) throw error;
    tell(`${error.message}\nnpm run runtimes -- [ROW ...] [--small] [--json] [--write] [--tarball FILE]\n`);
    return 2;
  }),
);
