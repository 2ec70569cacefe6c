// How far are networks with noisy dynamics from quiet ones, if we compare their single trials
// instead of their means? Part of `npm start`; to run it alone: node examples/rnn-dms/noise.mjs
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cross, read } from "repgeom";

/** The quiet networks to which distances are measured. */
const references = ["control-01", "control-02"];
const compared = ["control-03", "noise-1", "noise-2", "noise-3", "noise-4", "noise-5"];

/** Few starts and steps, so that it takes only seconds. Distances are accurate to about a percent. */
export const measures = [
  { name: "Wasserstein", spec: { metric: "gaussian-wasserstein", restarts: 1, iterations: 6 } },
  {
    name: "covariances only (alpha 0)",
    spec: { metric: "gaussian-wasserstein", alpha: 0, restarts: 1, iterations: 6 },
  },
  { name: "energy", spec: { metric: "energy", restarts: 2, tolerance: 1e-6 } },
  {
    name: "energy around the means",
    spec: { metric: "energy", restarts: 2, tolerance: 1e-6 },
    around: "means",
  },
];

/**
 * Mean distance of each network to the references, by measure.
 * @param control - signal and onProgress of the runs
 * @returns names and noise levels of the networks, and `series`: {name, distances} of each measure
 */
export async function studyNoise(control = {}) {
  const { networks } = JSON.parse(await readFile(new URL("networks.json", import.meta.url), "utf8"));
  const levels = compared.map((name) => networks.find((one) => one.name === name).noise);
  const [quiet, noisy] = await Promise.all([references, compared].map(readRepeats));
  const series = [];
  for (const { name, spec, around } of measures) {
    const inputs = [quiet, noisy].map((some) => (around ? some.map(withoutMeans) : some));
    const result = await cross(...inputs, spec, control);
    const distances = compared.map(
      (_, j) => references.reduce((sum, _reference, i) => sum + result.at(i, j), 0) / references.length,
    );
    series.push({ name, metric: spec.metric, distances });
  }
  return { references, names: compared, levels, series };
}

function readRepeats(names) {
  return read(names.map((name) => fileURLToPath(new URL(`${name}.repeats.npy`, import.meta.url))));
}

/** Subtracts from each trial the mean over the trials of its stimulus. What is left varies between trials. */
function withoutMeans({ name, shape, data }) {
  const [m, r, n] = shape;
  const deviations = Float64Array.from(data);
  for (let s = 0; s < m; s++) {
    for (let unit = 0; unit < n; unit++) {
      const places = Array.from({ length: r }, (_, k) => (s * r + k) * n + unit);
      const mean = places.reduce((sum, place) => sum + data[place], 0) / r;
      for (const place of places) deviations[place] -= mean;
    }
  }
  return { name, shape, data: deviations };
}

/** The study as lines of text. */
export function noiseTable({ names, levels, series }) {
  const width = Math.max(...series.map(({ name }) => name.length), 12);
  const line = (name, values) =>
    `${name.padEnd(width)}${values.map((value) => value.padStart(12)).join("")}\n`;
  return [
    line("", names),
    line(
      "noise level",
      levels.map((level) => level.toFixed(2)),
    ),
    ...series.map(({ name, distances }) =>
      line(
        name,
        distances.map((distance) => distance.toFixed(3)),
      ),
    ),
  ].join("");
}

/** The study as a section of a report. */
export function noiseSection({ references, levels, series }) {
  const lines = (title, metric) => ({
    kind: "lines",
    title,
    x: { label: "noise in the dynamics (standard deviation)" },
    y: { label: `mean distance to ${references.join(" and ")}` },
    series: series
      .filter((one) => one.metric === metric)
      .map(({ name, distances }) => ({ name, x: levels, y: distances })),
  });
  return {
    heading: "Single trials: distance against noise",
    text: [
      "Sixteen single trials of each stimulus, compared after the best rotation. The means of two quiet networks " +
        "differ as much as those of a quiet and a noisy one. The variations around the means differ more with more noise.",
    ],
    figures: [
      lines("Wasserstein between Gaussians", "gaussian-wasserstein"),
      lines("Energy distance", "energy"),
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(noiseTable(await studyNoise()));
}
