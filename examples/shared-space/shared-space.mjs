// node examples/shared-space/shared-space.mjs [report.html]
//
// Can two networks have the same geometry although their units differ? First a simulation: eight
// copies of the activity of one network, each with its own random rotation of the units. The copies
// then have no common native coordinates, but the same similarities between stimuli. A shared
// response model finds the common space again; with more noise it does so less well. Then the same
// analysis of fifteen trained networks (examples/rnn-dms), without a simulated rotation.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { correlateRsms, irsm, read, rsmsAgainst, srm, wrsm } from "repgeom";
import { reportSections } from "repgeom/report";
import { generator, orthonormal } from "../studies/lib/random.mjs";

const path = (name) => fileURLToPath(new URL(`../rnn-dms/${name}.npy`, import.meta.url));
const numbered = (word, count) =>
  Array.from({ length: count }, (_, k) => `${word}-${String(k + 1).padStart(count > 9 ? 2 : 1, "0")}`);

const nets = await read([...numbered("control", 10), ...numbered("noise", 5)].map(path));
const normal = generator(7);

const activity = everyFourth(nets[0]);
const size = Math.sqrt(activity.data.reduce((sum, value) => sum + value * value, 0) / activity.data.length);
const levels = [0, 0.1, 0.3, 1, 3];
const simulated = [];
for (const level of levels) {
  const copies = Array.from({ length: 8 }, (_, k) => turned(activity, `copy ${k + 1}`, level * size));
  simulated.push({ level, ...(await nativeAndShared(copies, "all", "cosine")) });
}
print("Copies of one network: correlation of similarities within and between networks (cosine)");
for (const { level, native, shared, gap } of simulated) {
  const exactly = level === 0 ? `; largest difference of the matrices ${gap.toExponential(1)}` : "";
  print(`  noise ${level}: native ${shown(native)}, shared ${shown(shared)}${exactly}`);
}

// Simulated training: at the start each copy has its own activity; at the end all have the same
// activity, each in its own axes. Similarities at each checkpoint are compared with the final ones.
const checkpoints = [0, 0.25, 0.5, 0.75, 1];
const final = (await wrsm([turned(activity, "trained", 0)], { similarity: "cosine" })).of(0);
const training = [];
for (const share of checkpoints) {
  const copies = Array.from({ length: 8 }, (_, k) => learning(share, `copy ${k + 1}`));
  const { within, before, after } = await nativeAndShared(copies, "all", "cosine");
  const alike = async (stack) => mean(await rsmsAgainst(stack, final));
  training.push({ within: await alike(within), native: await alike(before), shared: await alike(after) });
}
print("Across simulated training: likeness to the final similarities within a network");
training.forEach(({ within, native, shared }, k) =>
  print(
    `  ${100 * checkpoints[k]} %: within ${within.toFixed(3)}, between native ${native.toFixed(3)}, between shared ${shared.toFixed(3)}`,
  ),
);

const real = await nativeAndShared(nets.map(everyFourth), 20, "correlation");
print("Fifteen trained networks, 20 shared features (correlation)");
print(`  native ${shown(real.native)}, shared ${shown(real.shared)}`);
const likeness = await rsmsAgainst(real.within, real.within.of(9));
print("Likeness of each network's similarities to those of control-10");
nets.forEach(({ name }, k) => print(`  ${name} ${likeness[k].toFixed(3)}`));

const [, , report] = process.argv;
if (report !== undefined) await writeFile(report, await page());

/** Similarities within networks, and between them before and after alignment. */
async function nativeAndShared(networks, features, similarity) {
  const { aligned } = await srm(networks, { features });
  const moved = aligned.map((one, k) => ({ ...one, name: networks[k].name }));
  const within = await wrsm(networks, { similarity });
  const [before, after] = [await irsm(networks, { similarity }), await irsm(moved, { similarity })];
  const gap = within.data.reduce((worst, value, k) => Math.max(worst, Math.abs(value - after.data[k])), 0);
  const [native, shared] = [await correlateRsms(within, before), await correlateRsms(within, after)];
  return { within, before, after, native, shared, gap };
}

/** 50 of the 200 moments, for small figures. */
function everyFourth({ name, shape: [rows, cols], data }) {
  const kept = Array.from({ length: rows / 4 }, (_, i) => [
    ...data.subarray(4 * i * cols, (4 * i + 1) * cols),
  ]);
  return { name, rows: kept.length, cols, data: Float64Array.from(kept.flat()) };
}

/** The responses in random axes, with added noise of this standard deviation. */
function turned({ rows, cols, data }, name, deviation) {
  const axes = orthonormal(cols, normal);
  const out = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      let sum = deviation * normal();
      for (let k = 0; k < cols; k++) sum += data[i * cols + k] * axes[j][k];
      out[i * cols + j] = sum;
    }
  }
  return { name, rows, cols, data: out };
}

/** A mixture in random axes: this share of the final activity, and for the rest noise of the same size. */
function learning(share, name) {
  const noise = activity.data.map(() => size * normal());
  const data = activity.data.map((value, k) => share * value + (1 - share) * noise[k]);
  return turned({ ...activity, data }, name, 0);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function page() {
  const series = (name, of) => ({
    name,
    x: levels,
    y: simulated.map((one) => of(one).value),
    low: simulated.map((one) => of(one).lower),
    high: simulated.map((one) => of(one).upper),
  });
  const matrices = ({ within, before, after }) => {
    const panel = (title, stack) => ({
      title,
      rowNames: stack.stimuli,
      colNames: stack.stimuli,
      values: stack.mean().data,
    });
    return {
      kind: "heat-maps",
      title: "Similarity of moments",
      wide: true,
      scale: { word: within.similarity, around: 0, domain: [-1, 1] },
      panels: [panel("within", within), panel("between, native", before), panel("between, shared", after)],
    };
  };
  const lines = {
    kind: "lines",
    title: "Correlation of similarities within and between copies",
    caption: "95 % bootstrap intervals over copies.",
    wide: true,
    x: { label: "noise, relative to the responses" },
    y: { label: "correlation" },
    series: [series("native", ({ native }) => native), series("shared", ({ shared }) => shared)],
  };
  const course = (name, of) => ({ name, x: checkpoints, y: training.map(of) });
  const learned = {
    kind: "lines",
    title: "Likeness to the similarities at the end of training",
    caption: "Within networks, and between them in native units and in a shared space.",
    wide: true,
    x: { label: "training", format: "percent" },
    y: { label: "correlation with the final similarities" },
    series: [
      course("within", ({ within }) => within),
      course("between, native", ({ native }) => native),
      course("between, shared", ({ shared }) => shared),
    ],
  };
  const sections = [
    { heading: "Eight turned copies of one network", figures: [matrices(simulated[0]), lines, learned] },
    { heading: "Fifteen trained networks", figures: [matrices(real)] },
  ];
  return reportSections(sections, { title: "Native and shared coordinates" });
}

function shown({ value, lower, upper }) {
  return `${value.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
