// The main job on real data, for `npm start`: how alike are fifteen recurrent networks
// that learned one task? Three measures, all cores, and a picture to open at the end.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import {
  groupDistances,
  mergeTables,
  metrics,
  networkTable,
  pairwise,
  tableFromPattern,
  toDistances,
} from "repgeom";
import { reportSections, resultSections } from "repgeom/report";
import { readFiles, withControl } from "../dist/src/cli/engine.js";
import { describeError, exitCodeOf } from "../dist/src/cli/errors.js";
import { writeAtomically } from "../dist/src/cli/files.js";
import { print, stderr } from "../dist/src/cli/stdout.js";
import { formatTable } from "../dist/src/cli/table.js";

const folder = "examples/rnn-dms";
const chosen = ["procrustes", "cka", "rsa"];
const look = { color: "condition", order: "condition" };

async function main(signal) {
  const started = performance.now();
  const files = readdirSync(folder).filter((name) => name.endsWith(".npy") && !name.includes(".repeats."));
  const networks = await readFiles(
    files.map((name) => `${folder}/${name}`),
    {},
  );
  const table = tableOf(networks.map(({ name }) => name));
  const { results, sections } = await withControl({}, signal, async (control) => {
    const results = await inTurn(chosen, (metric) => pairwise(networks, { metric }, control));
    return { results, sections: await resultSections(results, control, { table, ...look }) };
  });
  for (const result of results) await print([heading(result), formatTable(result), "\n"]);
  await print(["Mean distance of two networks\n", groupLines(results, table), "\n"]);
  const written = await writeAll(results, sections, table, signal);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const pairs = (networks.length * (networks.length - 1)) / 2;
  await print([
    `${results.length} × ${pairs} pairs in ${seconds} s. Wrote ${written.join(", ")}: open the last one.\n`,
    "These networks by eight methods, and their single trials: npm run example rnn-noise\n",
  ]);
}

/** What the file knows of the networks, and what their names tell: control-01 is of the condition control. */
function tableOf(names) {
  const known = networkTable(JSON.parse(readFileSync(`${folder}/networks.json`, "utf8")));
  return mergeTables(known, tableFromPattern(names, "{condition}-{number}")).table;
}

/** Control networks among themselves, those trained with noise, and one with the other, by each measure. */
function groupLines(results, { columns }) {
  const line = (name, cells) => `${name.padEnd(12)}${cells.map((cell) => cell.padStart(18)).join("")}\n`;
  const lines = results.map((result) => {
    const { means } = groupDistances(toDistances(result).square, columns.condition);
    const [control, between, , noise] = means.data;
    return line(
      result.metric,
      [control, noise, between].map((mean) => mean.toFixed(3)),
    );
  });
  return [line("", ["within control", "within noise", "between them"]), ...lines].join("");
}

/** One after the other: each already takes every core. */
async function inTurn(items, work) {
  const done = [];
  for (const item of items) done.push(await work(item));
  return done;
}

function heading({ metric, kind, range }) {
  const [low, high] = range.map((bound) => Number(bound.toFixed(3)));
  return `${metrics[metric].title} (${metric}): ${kind}, ${low} to ${high}\n`;
}

async function writeAll(results, sections, table, signal) {
  mkdirSync("out", { recursive: true });
  const contents = results.map((result) => [`out/D-${result.metric}.npy`, result.toNpy()]);
  contents.push([
    "out/report.html",
    await reportSections(sections, { title: "Fifteen recurrent networks, one task", table, ...look }),
  ]);
  for (const [path, content] of contents) await writeAtomically(path, content, signal);
  return contents.map(([path]) => path);
}

/** @returns the exit code; what went wrong has been said on stderr */
export async function startExample(signal) {
  try {
    await main(signal);
    return 0;
  } catch (error) {
    if (!signal.aborted) stderr.write(describeError(error));
    return exitCodeOf(error);
  }
}
