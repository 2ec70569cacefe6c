// The main job on real data, for `npm start`: how alike are fifteen recurrent networks
// that learned one task? Three measures, all cores, a picture to open at the end; and how
// their single trials move apart with noise.
import { mkdirSync, readdirSync } from "node:fs";
import { metrics, pairwise } from "repgeom";
import { reportSections, resultSections } from "repgeom/report";
import { readFiles, withControl } from "../dist/src/cli/engine.js";
import { describeError, exitCodeOf } from "../dist/src/cli/errors.js";
import { writeAtomically } from "../dist/src/cli/files.js";
import { print, stderr } from "../dist/src/cli/stdout.js";
import { formatTable } from "../dist/src/cli/table.js";
import { noiseSection, noiseTable, studyNoise } from "../examples/rnn-dms/noise.mjs";

const folder = "examples/rnn-dms";
const chosen = ["procrustes", "cka", "rsa"];

async function main(signal) {
  const started = performance.now();
  const files = readdirSync(folder).filter((name) => name.endsWith(".npy") && !name.includes(".repeats."));
  const networks = await readFiles(
    files.map((name) => `${folder}/${name}`),
    {},
  );
  const { results, sections, noise } = await withControl({}, signal, async (control) => {
    const results = await inTurn(chosen, (metric) => pairwise(networks, { metric }, control));
    const noise = await studyNoise(control);
    return { results, sections: await resultSections(results, control), noise };
  });
  for (const result of results) await print([heading(result), formatTable(result), "\n"]);
  await print(["Single trials: mean distance to two quiet networks\n", noiseTable(noise), "\n"]);
  const written = await writeAll(results, [...sections, noiseSection(noise)], signal);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const pairs = (networks.length * (networks.length - 1)) / 2;
  await print([
    `${results.length} × ${pairs} pairs in ${seconds} s. Wrote ${written.join(", ")}: open the last one.\n`,
  ]);
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

async function writeAll(results, sections, signal) {
  mkdirSync("out", { recursive: true });
  const contents = results.map((result) => [`out/D-${result.metric}.npy`, result.toNpy()]);
  contents.push([
    "out/report.html",
    await reportSections(sections, { title: "Fifteen recurrent networks, one task" }),
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
