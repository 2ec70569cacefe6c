// Draws docs/stochastic-convergence.svg: what the stochastic metrics say of two networks,
// and of one network recorded twice, as repeats grow. node scripts/plot-convergence.mjs
import { writeFileSync } from "node:fs";
import { createEngine } from "repgeom";

const [stimuli, units, draws] = [12, 5, 5];
const counts = [4, 8, 16, 32, 64, 128];
const panels = [
  { title: "gaussian-wasserstein", spec: { metric: "gaussian-wasserstein", restarts: 4 } },
  { title: "energy (unbiased)", spec: { metric: "energy", restarts: 4 } },
  { title: "energy (biased)", spec: { metric: "energy", within: "biased", restarts: 4 } },
];
const colours = { "two networks": "#2f6fb2", "one network, twice": "#b2522f" };

/** Seeded normal numbers. */
function normals(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A network: means, and a mixing of noise for each stimulus. */
function network(seed) {
  const normal = normals(seed);
  const means = Float64Array.from({ length: stimuli * units }, normal);
  const mixings = Float64Array.from({ length: stimuli * units * units }, () => 0.5 * normal());
  return { means, mixings };
}

function record({ means, mixings }, repeats, seed) {
  const normal = normals(seed);
  const data = new Float64Array(stimuli * repeats * units);
  for (let row = 0; row < stimuli * repeats; row++) {
    const s = Math.floor(row / repeats);
    const noise = Array.from({ length: units }, normal);
    for (let i = 0; i < units; i++) {
      const mixed = noise.reduce((sum, z, j) => sum + z * mixings[(s * units + i) * units + j], 0);
      data[row * units + i] = means[s * units + i] + mixed;
    }
  }
  return { name: `recording ${seed}`, shape: [stimuli, repeats, units], data };
}

async function estimates(engine, spec) {
  const [a, b] = [network(1), network(2)];
  const points = [];
  for (const repeats of counts) {
    for (let draw = 0; draw < draws; draw++) {
      const seed = 1000 * repeats + 10 * draw;
      const [x, again, y] = [
        record(a, repeats, seed),
        record(a, repeats, seed + 1),
        record(b, repeats, seed + 2),
      ];
      points.push({ of: "two networks", repeats, value: await engine.compare(x, y, spec) });
      points.push({ of: "one network, twice", repeats, value: await engine.compare(x, again, spec) });
    }
  }
  return points;
}

const [width, height, left, top] = [250, 200, 40, 30];

function drawPanel({ title }, points, index) {
  const largest = 1.1 * Math.max(...points.map(({ value }) => value));
  const x = (repeats) =>
    left + (Math.log2(repeats / counts[0]) / Math.log2(counts.at(-1) / counts[0])) * (width - 60);
  const y = (value) => top + (1 - value / largest) * (height - 70);
  const mean = (of, repeats) => {
    const values = points
      .filter((point) => point.of === of && point.repeats === repeats)
      .map(({ value }) => value);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const dots = points.map(
    ({ of, repeats, value }) =>
      `<circle cx="${x(repeats).toFixed(1)}" cy="${y(value).toFixed(1)}" r="2" fill="${colours[of]}" fill-opacity="0.5"/>`,
  );
  const lines = Object.entries(colours).map(([of, colour]) => {
    const path = counts
      .map((repeats) => `${x(repeats).toFixed(1)},${y(mean(of, repeats)).toFixed(1)}`)
      .join(" ");
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
  });
  const ticks = [
    ...counts.map(
      (repeats) => `<text x="${x(repeats)}" y="${height - 24}" text-anchor="middle">${repeats}</text>`,
    ),
    ...[0, largest / 2, largest].map(
      (value) => `<text x="${left - 6}" y="${y(value) + 3}" text-anchor="end">${value.toFixed(1)}</text>`,
    ),
  ];
  const axes = `<path d="M${left},${top}V${height - 40}H${width - 10}" fill="none" stroke="#888"/>`;
  const label = `<text x="${left}" y="16" font-weight="bold">${title}</text><text x="${width / 2}" y="${height - 8}" text-anchor="middle">repeats</text>`;
  return `<g transform="translate(${index * width},0)">${[axes, label, ...ticks, ...dots, ...lines].join("\n")}</g>`;
}

const engine = await createEngine();
const drawn = [];
for (const [index, panel] of panels.entries()) {
  drawn.push(drawPanel(panel, await estimates(engine, panel.spec), index));
}
engine.close();
const legend = Object.entries(colours).map(
  ([name, colour], k) => `<text x="${left + k * 130}" y="${height + 12}" fill="${colour}">${name}</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panels.length * width} ${height + 24}" font-family="sans-serif" font-size="10">
<rect width="100%" height="100%" fill="white"/>
${[...drawn, ...legend].join("\n")}
</svg>
`;
writeFileSync(new URL("../docs/stochastic-convergence.svg", import.meta.url), svg);
