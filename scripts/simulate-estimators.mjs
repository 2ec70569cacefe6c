// Draws docs/estimators.svg and prints the figures of docs/estimators.md: what plug-in values and estimators say of samples of
// stimuli and units from populations whose value is known. node scripts/simulate-estimators.mjs [--draws 200]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createEngine } from "../dist/src/index.js";
import { createRandom } from "../dist/src/base/random.js";
import { gaussian, multiply } from "./docs/simulated.mjs";

const { values: flags } = parseArgs({ options: { draws: { type: "string", default: "200" } } });
const draws = Number(flags.draws);
const engine = await createEngine({ threads: 0 });

/** Two networks of m stimuli and n units: some signal is shared, and each unit mixes it in its own way. */
function networks(seed, m, n, { shared, own, noise }) {
  const random = createRandom(3, seed);
  const common = gaussian(random, m, shared);
  return [0, 1].map(() => {
    const parts = [
      multiply(common, gaussian(random, shared, n)),
      multiply(gaussian(random, m, own), gaussian(random, own, n)),
      gaussian(random, m, n, noise),
    ];
    return { rows: m, cols: n, data: parts[0].data.map((v, k) => v + parts[1].data[k] + parts[2].data[k]) };
  });
}

const mixture = { shared: 6, own: 6, noise: 0.5 };
/** ⟨K, L⟩ of the populations over √(‖K‖² ‖L‖²): both share `shared` of `shared + own` directions of one size. */
const truthOfCka = mixture.shared / (mixture.shared + mixture.own);

/** Every direction has the same signal, and noise of its own: the cosine of the population is known. */
function isotropic(seed, m, n, noise) {
  const random = createRandom(4, seed);
  const signal = Float64Array.from({ length: m * n }, () => random.normal());
  return [0, 1].map(() => ({ rows: m, cols: n, data: signal.map((v) => v + noise * random.normal()) }));
}

const noiseOfShapes = 0.5;
const truthOfShapes = 1 / (1 + noiseOfShapes * noiseOfShapes);

const studies = [
  {
    title: "cka, 60 stimuli",
    truth: truthOfCka,
    sizes: [10, 20, 40, 80, 160],
    axis: "units",
    make: (seed, n) => networks(seed, 60, n, mixture),
    estimators: {
      "plug-in": (x, y) => plain(x, y, { metric: "cka" }),
      "debiased (stimuli)": (x, y) => jackknifed(x, y, { metric: "cka", debiased: true }),
      "estimator units, debiased": (x, y) =>
        jackknifed(x, y, { metric: "cka", debiased: true, estimator: "units" }),
      extrapolated: (x, y, n) => (n < 20 ? undefined : extrapolated(x, y, { metric: "cka" })),
    },
  },
  {
    title: "nbs, 50 units",
    truth: truthOfShapes,
    sizes: [25, 50, 100, 200],
    axis: "stimuli",
    make: (seed, m) => isotropic(seed, m, 50, noiseOfShapes),
    estimators: {
      "plug-in": (x, y) => plain(x, y, { metric: "nbs" }),
      "estimator moments": async (x, y) => engine.estimate(x, y, { metric: "nbs", estimator: "moments" }),
    },
    share: 0.25,
  },
];

async function plain(x, y, spec) {
  return { value: await engine.compare(x, y, spec), standardError: NaN };
}

async function jackknifed(x, y, spec) {
  return engine.estimate(x, y, spec);
}

async function extrapolated(x, y, spec) {
  const { extrapolation } = await engine.pairwise([x, y], { ...spec, extrapolate: ["stimuli", "units"] });
  return { value: extrapolation.limit.at(0, 1), standardError: extrapolation.standardError.at(0, 1) };
}

const rows = [];
for (const { title, truth, sizes, axis, make, estimators, share = 1 } of studies)
  for (const size of sizes)
    for (const [name, estimate] of Object.entries(estimators)) {
      const of = name === "extrapolated" ? Math.ceil(draws / 8) : Math.ceil(draws * share);
      const found = [];
      let failed = 0;
      for (let seed = 0; seed < of; seed++) {
        try {
          const one = await estimate(...make(seed, size), size);
          if (one) found.push(one);
        } catch (error) {
          if (error.name !== "NumericalError") throw error;
          failed++;
        }
      }
      if (found.length === 0) continue;
      const mean = average(found.map(({ value }) => value));
      const spread = Math.sqrt(average(found.map(({ value }) => (value - mean) ** 2)));
      const within = average(
        found.map(
          ({ value, standardError, maxBias = 0 }) =>
            +(Math.abs(value - truth) <= 1.96 * standardError + maxBias),
        ),
      );
      const covered = Number.isNaN(found[0].standardError) ? undefined : within;
      const bound = found[0].maxBias === undefined ? undefined : average(found.map(({ maxBias }) => maxBias));
      rows.push({
        title,
        truth,
        axis,
        size,
        name,
        mean,
        bias: mean - truth,
        spread,
        covered,
        bound,
        failed,
        draws: of,
      });
      const last = rows.at(-1);
      console.log(
        `| ${title} | ${size} ${axis} | ${name} | ${truth.toFixed(2)} | ${last.bias.toFixed(3)} | ${spread.toFixed(3)} | ${covered === undefined ? "" : covered.toFixed(2)} | ${bound === undefined ? "" : bound.toFixed(2)} | ${of}${failed ? `, ${failed} undefined` : ""} |`,
      );
    }
engine.close();
writeFileSync(new URL("../docs/estimators.svg", import.meta.url), drawing());

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A panel a study: means with one standard deviation, and the value of the population. */
function drawing() {
  const [width, height] = [330, 260];
  const colours = ["#b2522f", "#2f6fb2", "#3a8f5c", "#7b52ab"];
  const panels = studies.map(({ title, truth, sizes, axis, estimators }, index) => {
    const own = rows.filter((row) => row.title === title);
    const [low, high] = [0, 1.15];
    const x = (size) => 45 + (sizes.indexOf(size) / (sizes.length - 1)) * (width - 80);
    const y = (value) => 30 + (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low)) * 150;
    const lines = Object.keys(estimators).map((name, k) => {
      const points = own.filter((row) => row.name === name);
      const path = points
        .map((row, at) => `${at ? "L" : "M"}${x(row.size).toFixed(1)} ${y(row.mean).toFixed(1)}`)
        .join("");
      const bars = points.map(
        (row) =>
          `M${x(row.size).toFixed(1)} ${y(row.mean - row.spread).toFixed(1)}V${y(row.mean + row.spread).toFixed(1)}`,
      );
      return `<path d="${path}${bars.join("")}" fill="none" stroke="${colours[k]}" stroke-width="1.5"/><text x="45" y="${212 + 12 * k}" fill="${colours[k]}">${name}</text>`;
    });
    const ticks = sizes.map((size) => `<text x="${x(size)}" y="193" text-anchor="middle">${size}</text>`);
    const marks = [0, 0.5, 1].map(
      (value) => `<text x="38" y="${y(value) + 3}" text-anchor="end">${value}</text>`,
    );
    return `<g transform="translate(${index * width} 0)"><text x="45" y="16" font-weight="bold">${title}, by ${axis}</text><path d="M45 ${y(truth)}H${width - 30}" stroke="#888" stroke-dasharray="4 3"/>${lines.join("")}${ticks.join("")}${marks.join("")}</g>`;
  });
  const size = `${width * studies.length} ${height}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" font-family="sans-serif" font-size="10" role="img" aria-label="Means of plug-in values and estimators over samples, with one standard deviation; dashed: the value of the population"><rect width="100%" height="100%" fill="#fff"/>${panels.join("")}</svg>\n`;
}
