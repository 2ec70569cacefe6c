// Eight ways to compare networks, at two levels, and how similar these ways are.
//
//   node examples/eight-ways/eight-ways.mjs [--stochastic] [--report page.html]
//
// --stochastic adds two ways that compare whole distributions of responses. It then takes minutes, not a second.
import { readdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compareMetrics, pairwise, read } from "repgeom";
import { report } from "repgeom/report";

const { values: flags } = parseArgs({
  options: { stochastic: { type: "boolean", default: false }, report: { type: "string" } },
});
const folder = new URL("../rnn-dms/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".npy"));
const load = (wanted) => read(files.filter(wanted).map((file) => new URL(file, folder).pathname));
const means = await load((file) => !file.includes("repeats"));
const repeats = flags.stochastic ? (await load((file) => file.includes("repeats"))).map(atTheEnd) : [];

/** The last of six time points of each class: 4 × trials × units. */
function atTheEnd({ shape: [rows, trials, units], data, ...rest }) {
  const size = trials * units;
  const ends = Array.from({ length: rows / 6 }, (_, k) =>
    data.subarray((6 * k + 5) * size, (6 * k + 6) * size),
  );
  return {
    ...rest,
    shape: [ends.length, trials, units],
    data: Float64Array.from(ends.flatMap((end) => [...end])),
  };
}

/** Distances between all responses, or between the RDMs of the stimuli. */
const distances = [
  ["L2", { name: "euclidean" }],
  ["L1", { name: "cityblock" }],
  ["minkowski 3", { name: "minkowski", p: 3 }],
  ["chebyshev", { name: "chebyshev" }],
  ["nan-euclidean", { name: "nan-euclidean" }],
];
const ways = [
  ...distances.map(([label, { name, p }]) => [
    `${label}, first order`,
    means,
    { metric: "elementwise", dissimilarity: name, ...(p ? { p } : {}) },
  ]),
  ["correlation, first order", means, { metric: "elementwise", dissimilarity: "correlation" }],
  ...distances.map(([label, { name, p }]) => [
    `${label}, second order`,
    means,
    { metric: "rsa", dissimilarity: "euclidean", comparator: name, ...(p ? { comparatorP: p } : {}) },
  ]),
  ["correlation, second order", means, { metric: "rsa", dissimilarity: "euclidean", comparator: "pearson" }],
  // Whole distributions of responses, up to a rotation of the units.
  ["wasserstein", repeats, { metric: "gaussian-wasserstein", restarts: 1 }],
  ["energy", repeats, { metric: "energy", restarts: 1 }],
].filter(([, networks]) => networks.length > 0);

const results = [];
for (const [name, networks, spec] of ways) {
  const result = await pairwise(networks, spec);
  // The names of the networks, without the ending that tells the two kinds of files apart
  results.push({
    ...result,
    metric: name,
    rowNames: result.rowNames.map((one) => one.replace(".repeats", "")),
  });
}

const alike = await compareMetrics(
  results.map((result) => ({ ...result, options: {} })),
  { comparator: "cosine", mantel: 1000, seed: 1 },
);
const linear = await compareMetrics(
  results.map((result) => ({ ...result, options: {} })),
  { comparator: "pearson" },
);

console.log(
  "Cosine of the distances over pairs of networks (above), Pearson correlation (below the diagonal)\n",
);
const width = Math.max(...alike.names.map((name) => name.length));
for (const [i, name] of alike.names.entries()) {
  const cells = alike.names.map((_, j) => (j >= i ? alike : linear).at(i, j).toFixed(2).padStart(6));
  console.log(`${String(i + 1).padStart(2)} ${name.padEnd(width)}${cells.join("")}`);
}

const controls = means.map(({ name }) => name.startsWith("control"));
console.log("\nMean distance of a noisy network to the controls, over that between controls");
for (const result of results.filter(({ kind }) => kind !== "similarity")) {
  const mean = (wanted) => {
    const values = controls.flatMap((one, i) =>
      controls.flatMap((other, j) => (j > i && wanted(one, other) ? [result.at(i, j)] : [])),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const ratio = mean((one, other) => one !== other) / mean((one, other) => one && other);
  console.log(`${result.metric.padEnd(width)} ${ratio.toFixed(2)}`);
}

if (flags.report) {
  const title = "Eight ways to compare fifteen networks";
  writeFileSync(
    flags.report,
    await report([{ ...alike, metric: "cosine of the ways" }, ...results], { title }),
  );
}
