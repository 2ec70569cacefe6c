// Claim 2: layers that keep positions, when pictures or layers are moved.
import { compare, cross, pairwise, table } from "repgeom";
import { uniform } from "../lib/random.mjs";
import { mean } from "../lib/statistics.mjs";

const ways = [
  { name: "convolutional", spec: { metric: "convolutional" } },
  { name: "convolutional without shifts", spec: { metric: "convolutional", positions: "stimuli" } },
  { name: "flattened", spec: { metric: "convolutional", positions: "units" } },
];

/** Rows and columns by which a recorded layer is moved around. */
const [down, right] = [2, 3];

/** Which place of a layer comes to each, by its number: all moved around, or in any order. */
const motions = [
  { name: "rolled", from: (height, width) => rolledPlaces(height, width) },
  { name: "scrambled", from: (height, width) => scrambledPlaces(height * width) },
];

/**
 * Of each way: the distance of a layer to itself moved around, to itself with its places in any order, to that of the
 * same network for pictures two pixels away, and to other networks; and how often a moved layer is nearest to its own.
 */
export async function compareShifts(layers, moved, control) {
  const found = [];
  for (const { name, spec } of ways) {
    const among = await pairwise(layers, spec, control);
    const away = await cross(moved, layers, spec, control);
    const own = moved.map((one) => layers.findIndex((layer) => layer.name === one.name));
    const toThemselves = {};
    for (const { name: motion, from } of motions)
      toThemselves[motion] = await distancesTo(layers, (one) => withPlaces(one, from), spec, control);
    found.push({
      name,
      among,
      ...toThemselves,
      moved: own.map((k, i) => away.at(i, k)),
      others: meanBetween(among),
      recognised: own.filter((k, i) => layers.every((_, j) => away.at(i, j) >= away.at(i, k))).length,
    });
  }
  return { found, tables: await shiftTables(layers, moved, control) };
}

function distancesTo(layers, change, spec, control) {
  return Promise.all(layers.map((one) => compare(one, change(one), spec, control)));
}

/** Of each network: the distance for every shift of the layer of the moved pictures, and where it is least. */
async function shiftTables(layers, moved, control) {
  const tables = [];
  for (const one of moved) {
    const own = layers.find(({ name }) => name === one.name);
    const { rows, cols, data } = await table(one, own, { metric: "convolutional" }, control);
    const least = data.indexOf(data.reduce((a, b) => Math.min(a, b)));
    const shift = [Math.floor(least / cols) - Math.floor(rows / 2), (least % cols) - Math.floor(cols / 2)];
    tables.push({ name: one.name, rows, cols, data, shift });
  }
  return tables;
}

function meanBetween(among) {
  const n = among.rowNames.length;
  return mean([...among.values].filter((_, at) => at % n !== Math.floor(at / n)));
}

/** What leaves at one side enters at the other. */
function rolledPlaces(height, width) {
  return Array.from({ length: height * width }, (_, k) => {
    const [y, x] = [Math.floor(k / width), k % width];
    return ((y + height - down) % height) * width + ((x + width - right) % width);
  });
}

function scrambledPlaces(count) {
  const next = uniform(5);
  const keys = Array.from({ length: count }, next);
  return [...keys.keys()].sort((a, b) => keys[a] - keys[b]);
}

/** The same order of places for every stimulus. Layers are stimuli × height × width × channels. */
export function withPlaces({ shape, data, ...rest }, from) {
  const [stimuli, height, width, channels] = shape;
  const places = from(height, width);
  const changed = new Float64Array(data.length);
  for (let s = 0; s < stimuli; s++)
    places.forEach((source, target) => {
      const [a, b] = [source, target].map((place) => (s * places.length + place) * channels);
      for (let c = 0; c < channels; c++) changed[b + c] = data[a + c];
    });
  return { ...rest, shape, data: changed };
}
