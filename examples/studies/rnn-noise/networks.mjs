// The networks of examples/rnn-dms in the forms that the methods take.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rdm, read } from "repgeom";
import { uniform } from "../lib/random.mjs";

export const folder = new URL("../../rnn-dms/", import.meta.url);

/**
 * Ten quiet networks, then five with growing noise.
 * @returns `names`, noise `levels`, `classes`; `means` (stimuli × units), `trials` (stimuli × trials × units)
 */
export async function readNetworks() {
  const { networks, classes } = JSON.parse(await readFile(new URL("networks.json", folder), "utf8"));
  const names = networks.map(({ name }) => name);
  const all = (ending) => read(names.map((name) => fileURLToPath(new URL(`${name}${ending}.npy`, folder))));
  const [means, trials] = [await all(""), await all(".repeats")];
  const named = trials.map((one, k) => ({ ...one, name: names[k] }));
  return { names, classes, levels: networks.map(({ noise }) => noise), means, trials: named };
}

/** Single trials as rows: (stimuli · trials) × units. */
export function asRows({ name, shape: [m, trials, n], data }) {
  return { name, shape: [m * trials, n], data };
}

/** What is left of single trials without their means: how they vary around them. */
export function withoutMeans({ name, shape, data }) {
  const [m, trials, n] = shape;
  const left = Float64Array.from(data);
  for (let s = 0; s < m; s++) {
    for (let unit = 0; unit < n; unit++) {
      const places = Array.from({ length: trials }, (_, k) => (s * trials + k) * n + unit);
      const mean = places.reduce((sum, place) => sum + data[place], 0) / trials;
      for (const place of places) left[place] -= mean;
    }
  }
  return { name, shape, data: left };
}

/** The RDM of each trial, as one response: 1 × trials × pairs of stimuli. */
export async function trialRdms({ name, shape: [m, trials, n], data }, control) {
  const rdms = [];
  for (let k = 0; k < trials; k++) {
    const rows = Array.from({ length: m }, (_, s) =>
      data.subarray((s * trials + k) * n, (s * trials + k + 1) * n),
    );
    const trial = { name: `trial ${k + 1}`, shape: [m, n], data: concat(rows) };
    rdms.push((await rdm(trial, { dissimilarity: "euclidean" }, control)).condensed);
  }
  return { name, shape: [1, trials, rdms[0].length], data: concat(rdms) };
}

/** The same responses with the items of one axis in a random order: what is left if that axis means nothing. */
export function shuffled({ name, shape, data }, axis, seed) {
  const order = randomOrder(shape[axis], uniform(seed));
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const blocks = Array.from({ length: data.length / inner }, (_, at) => {
    const from = at - (at % shape[axis]) + order[at % shape[axis]];
    return data.subarray(from * inner, (from + 1) * inner);
  });
  return { name, shape, data: concat(blocks) };
}

/** Responses to one class: rows of that quarter. */
export function ofClass({ name, shape: [m, n], data }, k, classes) {
  const rows = m / classes.length;
  const label = `${classes[k]} ${name}`;
  return { name: label, shape: [rows, n], data: data.slice(k * rows * n, (k + 1) * rows * n) };
}

/** Root mean square of the responses around their mean over stimuli, over all units. */
export function sizeOf({ shape: [m, n], data }) {
  let sum = 0;
  for (let unit = 0; unit < n; unit++) {
    const values = Array.from({ length: m }, (_, s) => data[s * n + unit]);
    const mean = values.reduce((total, value) => total + value, 0) / m;
    sum += values.reduce((total, value) => total + (value - mean) ** 2, 0);
  }
  return Math.sqrt(sum / (m * n));
}

function concat(parts) {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Fisher–Yates. */
function randomOrder(count, next) {
  const order = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(next() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
