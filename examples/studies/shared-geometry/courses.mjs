// Claim 6: correlations of units between networks over images (ISC), before and after alignment.
import { isc } from "repgeom";
import { bootstrap, mean } from "../lib/statistics.mjs";
import { unitsShuffled } from "./draws.mjs";
import { sharedSpace } from "./spaces.mjs";

const relabellings = 99;

/** ISC of the last layer on held-out images: mean over units (or features) and pairs of networks. */
export async function betweenNetworks(kind, split, control) {
  const networks = kind.networks(kind.last);
  const { native, aligned } = await sharedSpace(networks, split, {}, control);
  const [before, after] = [await pairs(native, control), await pairs(aligned, control)];
  const forced = await sharedSpace(networks, split, { shuffle: 1 }, control);
  return {
    native: { ...estimate(before), ...(await againstRelabelled(native, mean(before.values), control)) },
    shared: estimate(after),
    forced: estimate(await pairs(forced.aligned, control)),
    gain: estimate({ ...after, values: after.values.map((value, k) => value - before.values[k]) }),
    units: { native: await ofUnits(native, control), shared: await ofUnits(aligned, control) },
    patterns: { native: await ofPatterns(native, control), shared: await ofPatterns(aligned, control) },
  };
}

/** For each pair of networks the mean correlation over units; a unit that is silent in one of them has none. */
async function pairs(networks, control) {
  const { values } = await isc(networks, { method: "pairwise", summary: "none" }, control);
  const count = networks.length;
  const of = [...Array(values.rows).keys()].map((row) =>
    mean(defined(values.data.subarray(row * values.cols, (row + 1) * values.cols))),
  );
  const ends = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) ends.push([i, j]);
  return { values: of, ends, count };
}

/** Mean over pairs; the interval draws networks, and no pair is of a network with itself. */
function estimate({ values, ends, count }) {
  const of = (drawn) => {
    const weights = drawn.reduce((counts, i) => counts.with(i, counts[i] + 1), Array(count).fill(0));
    let [sum, total] = [0, 0];
    ends.forEach(([i, j], k) => {
      sum += weights[i] * weights[j] * values[k];
      total += weights[i] * weights[j];
    });
    return sum / total;
  };
  return { value: mean(values), ...bootstrap(count, of) };
}

/** p of the native value among those with the units of each network in another order, two-sided. */
async function againstRelabelled(native, value, control) {
  let asFar = 0;
  for (let seed = 1; seed <= relabellings; seed++) {
    const { values } = await pairs(unitsShuffled(native, seed), control);
    if (Math.abs(mean(values)) >= Math.abs(value)) asFar++;
  }
  return { p: (1 + asFar) / (1 + relabellings) };
}

/** Of each unit, the mean over networks of its correlation with the mean of the others. */
async function ofUnits(networks, control) {
  return defined((await isc(networks, {}, control)).summary);
}

/** Of each image, of the pattern over units: the mean over images. */
async function ofPatterns(networks, control) {
  return mean(defined((await isc(networks, { spatial: true }, control)).summary));
}

function defined(values) {
  return Array.from(values).filter((value) => !Number.isNaN(value));
}
