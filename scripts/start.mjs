// The main job on real data, as `npm start`: how alike are fifteen recurrent networks
// that learned one task? Three measures, all cores, a picture to open at the end; and how
// their single trials move apart with noise.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
if (!existsSync("dist/src/main.js")) {
  process.stderr.write("repgeom: not built yet. Run `npm ci` (or `npm run build`) first.\n");
  process.exit(1);
}
const { metrics, pairwise } = await import("repgeom");
const { readFiles, withControl } = await import("../dist/src/cli/engine.js");
const { describeError, exitCodeOf } = await import("../dist/src/cli/errors.js");
const { writeAtomically } = await import("../dist/src/cli/files.js");
const { interruptCode, interruptible } = await import("../dist/src/cli/interrupt.js");
const { reportSections, resultSections } = await import("repgeom/report");
const { noiseSection, noiseTable, studyNoise } = await import("../examples/rnn-dms/noise.mjs");
const { exit, print, tolerateClosedPipes } = await import("../dist/src/cli/stdout.js");
const { formatTable } = await import("../dist/src/cli/table.js");

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

tolerateClosedPipes([process.stdout, process.stderr]);
const signal = interruptible();
const code = await main(signal).then(
  () => 0,
  (error) => {
    if (!signal.aborted) process.stderr.write(describeError(error));
    return exitCodeOf(error);
  },
);
await exit(interruptCode(signal) ?? code);
