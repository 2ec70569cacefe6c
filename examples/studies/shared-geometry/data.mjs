// The recordings: which networks, layers and checkpoints there are, and which images alignment is fitted to.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { read, selectRows } from "repgeom";
import { shuffledIndices } from "./draws.mjs";

export const architectures = ["conv-small", "conv-large", "residual-small", "residual-large"];
export const titles = {
  "conv-small": "convolutional, small",
  "conv-large": "convolutional, large",
  "residual-small": "residual, small",
  "residual-large": "residual, large",
};

/** Images of each digit, and how many of them alignment is fitted to. */
const [perDigit, fitted] = [20, 12];

const path = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));

/**
 * @returns what train.py says of the training; the pixels, images × 64; and for each architecture its layers,
 *   with `networks(layer, step)`: the responses of its eight networks, images × units each
 */
export async function readStudy(signal) {
  const training = JSON.parse(await readFile(path("training.json"), "utf8"));
  const [pixels] = await read([path("stimuli.npz")], {}, { signal });
  const kinds = {};
  for (const name of architectures) kinds[name] = await readKind(name, training, signal);
  return { training, pixels, kinds };
}

async function readKind(name, training, signal) {
  const { layers, widths, networks } = training.architectures[name];
  const arrays = await read([path(`${name}.npz`)], {}, { signal });
  const byName = new Map(arrays.map((array) => [array.name.slice(array.name.indexOf(":") + 1), array]));
  const one = (seed, layer, step) => byName.get(`net-${seed}.${layer}.step-${String(step).padStart(3, "0")}`);
  return {
    name,
    title: titles[name],
    layers,
    widths,
    last: layers.at(-1),
    facts: networks,
    networks: (layer, step = training.steps) =>
      networks.map(({ seed }) => ({ ...one(seed, layer, step), name: `seed ${seed}`, stimuli: imageNames })),
  };
}

/** "3 (17)": the eighteenth image of a three. */
const imageNames = Array.from({ length: 10 * perDigit }, (_, i) => `${digitOf(i)} (${i % perDigit})`);

function digitOf(image) {
  return Math.floor(image / perDigit);
}

/** For each image, whether alignment is fitted to it: the first twelve of each digit, or with a seed any twelve. */
export function splitOf(seed) {
  const orders = Array.from({ length: 10 }, (_, digit) =>
    seed === undefined ? [...Array(perDigit).keys()] : shuffledIndices(perDigit, 10 * seed + digit),
  );
  return imageNames.map((_, i) =>
    orders[digitOf(i)].indexOf(i % perDigit) < fitted ? "fitted" : "held out",
  );
}

/** The responses to the images of one part of a split. */
export function imagesOf(network, split, part) {
  return selectRows({ representation: network, labels: { part: split } }, { part: [part] }).representation;
}

export function heldOut(networks, split) {
  return networks.map((one) => imagesOf(one, split, "held out"));
}

/** The responses to the images of one digit. */
export function imagesOfDigit(network, digit) {
  const labels = { digit: imageNames.map((_, i) => String(digitOf(i))) };
  return selectRows({ representation: network, labels }, { digit: [String(digit)] }).representation;
}

/** Sizes of the blocks of a matrix of held-out images, by digit. */
export const blocks = Array.from({ length: 10 }, (_, digit) => ({
  name: String(digit),
  size: perDigit - fitted,
}));
