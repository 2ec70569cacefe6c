// What a metric can be fooled by: responses that start as noise and climb one metric against a region, until it is high.
// Then the other metrics are asked, and whether the task can still be decoded.
//
//   node examples/fooled/fooled.mjs [--report fooled.html] [--high 0.95] [--steps 2000]
//
// After Cloos et al., "Differentiable Optimization of Similarity Scores Between Models and Brains", arXiv:2407.07059.
// The region is SIMULATED: 30 units, of which most of the variance is one wave through all stimuli, and a task (two
// classes of stimuli) that has little of it.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compare, gradient, pairwise } from "repgeom";
import { reportSections } from "repgeom/report";

const { values: flags } = parseArgs({
  options: {
    report: { type: "string" },
    high: { type: "string", default: "0.95" },
    steps: { type: "string", default: "2000" },
  },
});
const [stimuli, units, high, steps] = [100, 30, Number(flags.high), Number(flags.steps)];

/** Seeded normal numbers: sums of twelve uniform ones. */
function normals(seed) {
  let state = seed;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
const normal = normals(1);
const matrix = (name, rows, cols, make) => ({
  name,
  rows,
  cols,
  data: Float64Array.from({ length: rows * cols }, (_, at) => make(Math.floor(at / cols), at % cols)),
});

/** Sizes of the components: a strong wave, slower ones that fall, the task, noise. */
const classOf = (i) => (i % 2 === 0 ? 1 : -1);
const components = [
  [3, (i) => Math.sin((2 * Math.PI * i) / stimuli)],
  ...[2, 3, 4, 5, 6].map((k) => [2 / k, (i) => Math.cos((2 * Math.PI * k * i) / stimuli)]),
  [0.25, classOf],
].map(([size, course]) => ({ size, course, pattern: Array.from({ length: units }, normal) }));
const region = matrix("region", stimuli, units, (i, unit) =>
  components.reduce(
    (sum, { size, course, pattern }) => sum + size * course(i) * pattern[unit],
    0.05 * normal(),
  ),
);
const task = matrix("task", stimuli, 1, classOf);

const measures = {
  CKA: { metric: "cka" },
  "RSA (euclidean, pearson)": { metric: "rsa", dissimilarity: "euclidean" },
  NBS: { metric: "nbs" },
  "soft k-NN": { metric: "soft-knn", neighbors: "euclidean" },
};

/** Of held-out stimuli, how much of the variance of the task a ridge regression explains. */
async function decoded(x) {
  const found = await pairwise([x, task], { metric: "linear-regression", ridge: 1 }, { folds: 5, seed: 1 });
  return Math.max(0, found.at(0, 1));
}

async function measured(x) {
  const values = Object.entries(measures).map(async ([name, spec]) => [name, await compare(x, region, spec)]);
  return { ...Object.fromEntries(await Promise.all(values)), "decoding the task": await decoded(x) };
}

/** Climbs by Adam (Kingma & Ba 2015) from noise. @returns all measures on the way, and at the end */
async function climbed(spec) {
  const start = normals(2);
  const x = matrix("fooled", stimuli, units, start);
  const [mean, square] = [new Float64Array(x.data.length), new Float64Array(x.data.length)];
  const course = [];
  for (let step = 1; ; step++) {
    const { value, gradient: slopes } = await gradient(x, region, spec);
    const isDone = value >= high || step > steps;
    if (isDone || step % 20 === 1) course.push({ step, ...(await measured(x)) });
    if (isDone) return { value, course };
    slopes.data.forEach((slope, k) => {
      mean[k] = 0.9 * mean[k] + 0.1 * slope;
      square[k] = 0.999 * square[k] + 0.001 * slope * slope;
      const size = Math.sqrt(square[k] / (1 - 0.999 ** step));
      x.data[k] += (0.02 * mean[k]) / (1 - 0.9 ** step) / (size + 1e-12);
    });
  }
}

const [rows, figures] = [[], []];
const names = [...Object.keys(measures), "decoding the task"];
rows.push(["the region itself", 0, ...Object.values(await measured({ ...region, name: "itself" }))]);
for (const [name, spec] of Object.entries(measures)) {
  const { course } = await climbed(spec);
  const end = course.at(-1);
  rows.push([`climbed ${name}`, end.step - 1, ...names.map((one) => end[one])]);
  figures.push({
    kind: "lines",
    title: `Noise that climbs ${name}`,
    caption: `All measures of it against the simulated region, until ${name} is ${high}. One line that is high alone is what it can be fooled by.`,
    x: { label: "step" },
    y: { label: "value" },
    series: names.map((one) => ({
      name: one,
      x: course.map(({ step }) => step - 1),
      y: course.map((at) => at[one]),
    })),
  });
}
const cells = ([first, ...numbers]) =>
  [
    first.padEnd(34),
    ...numbers.map((value, k) => (k === 0 ? String(value) : value.toFixed(2)).padStart(9)),
  ].join(" ");
console.log(
  [" ".repeat(34), "steps".padStart(9), ...names.map((one) => one.slice(0, 9).padStart(9))].join(" "),
);
for (const row of rows) console.log(cells(row));

if (flags.report) {
  const table = {
    kind: "table",
    title: "Where each climb ended",
    caption: "Rows: what was climbed. Columns: what is measured.",
    columns: ["", "steps", ...names],
    rows,
  };
  const section = {
    heading: "Noise that climbs one metric",
    text: [
      `The region is simulated: ${stimuli} stimuli, ${units} units. Noise climbs one metric until it is ${high}.`,
    ],
    figures: [table, ...figures],
  };
  writeFileSync(
    flags.report,
    await reportSections([section], {
      title: "What a metric can be fooled by",
      notes: ["After Cloos et al., arXiv:2407.07059, with a simulated region."],
    }),
  );
}
