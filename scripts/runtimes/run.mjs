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
import { cellsOf, exitCodeOf } from "./harness/cells.mjs";
import { installPacked } from "./harness/pack.mjs";
import { planOf } from "./harness/plan.mjs";
import { endAll } from "./harness/processes.mjs";
import { markdownTable, plainTable, withTable } from "./harness/table.mjs";
import { rows } from "./rows.mjs";

const page = fileURLToPath(new URL("../../docs/platforms.md", import.meta.url));

const { chosen, json, tarball, writes } = planOf(process.argv.slice(2), rows);
const folder = mkdtempSync(join(tmpdir(), "repgeom-runtimes-"));
process.once("exit", () => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const tell = ({ runtime, feature, result, why }) =>
  process.stderr.write(`${runtime}, ${feature}: ${result}${why ? `: ${why}` : ""}\n`);

const project = await installPacked(folder, tarball);
const done = [];
for (const { row, features } of chosen) {
  const at = (signal) => atOf({ project, runtime: row.runtime, signal });
  done.push({ ...row, ...(await cellsOf(row, { features, at, tell })) });
}
const cells = done.flatMap((row) => row.cells);
process.stdout.write(json ? `${JSON.stringify({ cells }, undefined, 2)}\n` : plainTable(done));
if (writes) {
  writeFileSync(page, withTable(readFileSync(page, "utf8"), markdownTable(done)));
  process.stderr.write("Wrote the table into docs/platforms.md.\n");
}
process.exit(exitCodeOf(cells));
