// Orders at random, of images and of units: what is left when the one or the other no longer correspond.
import { uniform } from "../lib/random.mjs";

/** 0 … n − 1 in random order (Fisher–Yates). */
export function shuffledIndices(n, seed) {
  const next = uniform(seed);
  const order = [...Array(n).keys()];
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The rows in another order, under the names of before. */
export function withRows(network, order) {
  const [, units] = network.shape;
  const data = Float64Array.from(
    network.data,
    (_, k) => network.data[order[Math.floor(k / units)] * units + (k % units)],
  );
  return { ...network, data };
}

/** These units alone, in this order. */
export function withUnits(network, chosen) {
  const [images, units] = network.shape;
  const data = new Float64Array(images * chosen.length);
  for (let i = 0; i < images; i++)
    chosen.forEach((unit, k) => (data[i * chosen.length + k] = network.data[i * units + unit]));
  return { ...network, shape: [images, chosen.length], data };
}

/** Each network with its images in an order of its own. */
export function imagesShuffled(networks, seed) {
  return networks.map((one, k) => withRows(one, shuffledIndices(one.shape[0], 1000 * seed + k)));
}

/** Each network with its units in an order of its own, or with so many of them. */
export function unitsShuffled(networks, seed, count = networks[0].shape[1]) {
  return networks.map((one, k) =>
    withUnits(one, shuffledIndices(one.shape[1], 1000 * seed + k).slice(0, count)),
  );
}
