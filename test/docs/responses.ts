/** Responses of simulated networks for the pages: all see the same stimuli, and each mixes them in its own way. */
import { createRandom } from "../../src/base/random.ts";

export const sizes = { stimuli: 40, units: 20, latent: 6, repeats: 5 } as const;

/** An array of any number of axes. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

function normals(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

/** Stimuli × units: positions that all networks see, mixed by random weights, and some noise. */
export function network(seed: number, units: number = sizes.units, stimuli: number = sizes.stimuli): Numbers {
  const latent = normals(stimuli * sizes.latent, 11);
  const weights = normals(sizes.latent * units, seed + 1);
  const noise = normals(stimuli * units, seed + 2);
  const data = noise.map((value, k) => {
    let sum = 0.2 * value;
    const [i, j] = [Math.floor(k / units), k % units];
    for (let l = 0; l < sizes.latent; l++) sum += latent[i * sizes.latent + l]! * weights[l * units + j]!;
    return sum;
  });
  return { shape: [stimuli, units], data };
}

/** Stimuli × repeats × units: a network of few units, with new noise in each repeat. */
export function repeats(seed: number): Numbers {
  const units = 8;
  const { data: means } = network(seed, units);
  const noise = normals(sizes.stimuli * sizes.repeats * units, seed + 3);
  const data = noise.map(
    (value, k) => value + means[Math.floor(k / (sizes.repeats * units)) * units + (k % units)]!,
  );
  return { shape: [sizes.stimuli, sizes.repeats, units], data };
}

/** Euclidean distances of points in the plane. */
export function distances(count: number, seed: number): Numbers {
  const points = normals(2 * count, seed);
  const data = Float64Array.from({ length: count * count }, (_, k) => {
    const [i, j] = [2 * Math.floor(k / count), 2 * (k % count)];
    return Math.sqrt((points[i]! - points[j]!) ** 2 + (points[i + 1]! - points[j + 1]!) ** 2);
  });
  return { shape: [count, count], data };
}

/** Similarities of the same points, 1 for a point with itself. */
export function similarities(count: number, seed: number): Numbers {
  const { shape, data } = distances(count, seed);
  return { shape, data: data.map((value) => 1 / (1 + value * value)) };
}

/** RDMs of stimuli, a row each, as condensed matrices. */
export function rdms(count: number, seed: number, stimuli: number = sizes.stimuli): Numbers {
  const pairs = (stimuli * (stimuli - 1)) / 2;
  const rows = Array.from({ length: count }, (_, k) => {
    const { data } = distances(stimuli, seed + k);
    const row = (i: number) => [...data.subarray(i * stimuli + i + 1, (i + 1) * stimuli)];
    return Array.from({ length: stimuli }, (__, i) => row(i)).flat();
  });
  return { shape: [count, pairs], data: Float64Array.from(rows.flat()) };
}
