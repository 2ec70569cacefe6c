// One run of the matrix: from the words of its command line to its exit code.
import { cellsOf, exitCodeOf } from "./cells.mjs";
import { planOf } from "./plan.mjs";
import { markdownOf, plainTable } from "./table.mjs";

/**
 * @param {string[]} words
 * @param {import("../rows.mjs").Row[]} rows - all that there are
 * @param {object} host - where it runs
 * @param {(name: string) => Promise<string>} host.tool - installs a tool
 * @param {(tarball?: string) => Promise<(row: object, signal: AbortSignal) => object>} host.install - packs and installs
 *   the package. @returns what makes the `at` of a row
 * @param {(text: string) => void} host.print - stdout
 * @param {(text: string) => void} host.tell - stderr
 * @param {({ table: string, notes: string }) => Promise<void>} host.write - into the docs
 * @returns {Promise<0 | 1>} 1 if a cell is not yes
 */
export async function runMatrix(words, rows, { tool, install, print, tell, write }) {
  const { chosen, json, tarball, writes } = planOf(words, rows);
  // What later rows need comes while earlier ones run; who needs it sees whether it came.
  for (const { row } of chosen) for (const name of row.tools) tool(name).catch(() => {});
  const atOf = await install(tarball).catch((error) => () => {
    throw error; // none of the rows can be tried
  });
  const done = [];
  for (const { row, features } of chosen) {
    const at = (signal) => atOf(row, signal);
    const tellCell = (cell) => tell(`${lineOf(cell)}\n`);
    done.push({ ...row, ...(await cellsOf(row, { features, at, tell: tellCell })) });
  }
  const cells = done.flatMap((row) => row.cells);
  print(json ? `${JSON.stringify({ cells }, undefined, 2)}\n` : plainTable(done));
  if (writes) await write(markdownOf(done));
  return exitCodeOf(cells);
}

const lineOf = ({ runtime, feature, result, why }) =>
  `${runtime}, ${feature}: ${result}${why ? `: ${why}` : ""}`;
