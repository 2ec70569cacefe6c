// Intervals over networks (`correlateRsms`, `rsmAgreement`) and over voxels (`predictivity`): how often
// they hold the population value, by simulation.
import { correlateRsms, predictivity, wrsm } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";

const sets = 300;

/** @see run.mjs */
export async function calibrate(report = () => {}) {
  const rows = [];
  for (const networks of [5, 10, 20]) {
    for (const row of await ofRsms(networks)) {
      rows.push(row);
      report(row);
    }
  }
  rows.push(await ofVoxels());
  report(rows.at(-1));
  return rows;
}

const [stimuli, units] = [12, 20];

/** Networks share a part of their responses; the truth is the value of very many networks. */
async function ofRsms(networks) {
  const shared = responses(createRandom(1), stimuli, 6);
  const other = responses(createRandom(2), stimuli, 6);
  const stackOf = (random, count, latent) =>
    wrsm(Array.from({ length: count }, () => network(random, latent)));
  const truth = (
    await correlateRsms(
      await stackOf(createRandom(3), 400, shared),
      await stackOf(createRandom(4), 400, mixed(shared, other)),
      { samples: 2 },
    )
  ).value;
  const found = [];
  for (let seed = 0; seed < sets; seed++) {
    const random = createRandom(5, seed);
    const a = await stackOf(random, networks, shared);
    const b = await stackOf(random, networks, mixed(shared, other));
    found.push(await correlateRsms(a, b, { samples: 400, seed }));
  }
  const expectation = found.reduce((sum, { value }) => sum + value, 0) / sets;
  const holding = (of) => found.filter(({ lower, upper }) => lower <= of && of <= upper).length;
  const test = "correlateRsms bootstrap";
  return [
    rowOf(test, `${networks} networks, for the value of endlessly many`, holding(truth)),
    rowOf(test, `${networks} networks, for the mean value of as many`, holding(expectation)),
  ];
}

/** The median over voxels of one population of voxels. */
async function ofVoxels() {
  const voxelsOf = async (random, count, seed) => {
    const units = responses(random, 40, 8);
    const weights = Array.from({ length: count }, () => Array.from({ length: 8 }, () => random.normal()));
    const data = new Float64Array(40 * 4 * count);
    for (let i = 0; i < 40; i++)
      for (let r = 0; r < 4; r++)
        for (let v = 0; v < count; v++) {
          const signal = weights[v].reduce((sum, w, k) => sum + w * units[i][k], 0);
          data[(i * 4 + r) * count + v] = signal + 3 * random.normal();
        }
    return predictivity(
      units,
      { name: "voxels", shape: [40, 4, count], data },
      { samples: 400, seed, splits: 4 },
    );
  };
  const truths = await Promise.all([1, 2, 3].map((seed) => voxelsOf(createRandom(21, seed), 600, seed)));
  const truth = truths.reduce((sum, { median }) => sum + median, 0) / truths.length;
  let covered = 0;
  const count = sets / 2;
  for (let seed = 0; seed < count; seed++) {
    const { interval } = await voxelsOf(createRandom(22, seed), 60, seed);
    if (interval.lower <= truth && truth <= interval.upper) covered++;
  }
  return rowOf("predictivity interval", "60 voxels, 40 new stimuli each time", covered, count);
}

function rowOf(test, options, covered, count = sets) {
  const coverage = covered / count;
  return { test, options, coverage, error: Math.sqrt((coverage * (1 - coverage)) / count) };
}

function responses(random, rows, cols) {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => random.normal()));
}

function mixed(a, b) {
  return a.map((row, i) => row.map((value, k) => value + b[i][k]));
}

/** A random view of the latent responses, with noise. */
function network(random, latent) {
  const map = responses(random, latent[0].length, units);
  return latent.map((row) =>
    Array.from(
      { length: units },
      (_, u) => row.reduce((sum, x, k) => sum + x * map[k][u], 0) + random.normal(),
    ),
  );
}
