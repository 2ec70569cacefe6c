import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import type { Axis, Kind } from "../../../src/data/kinds.ts";
import type { Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply } from "../../support/data.ts";

/** What the responses of a network look like. */
export const textures = ["plain", "low-rank", "badly-scaled"] as const;
export type Texture = (typeof textures)[number];

/** One network to be drawn. */
export interface Draft {
  name: string;
  stimuli: number;
  units: number;
  texture: Texture;
  /** Of low-rank responses. */
  rank: number;
}

/** The axes between stimuli and units of each kind of input: a new kind is one entry here. */
export const between: Record<Kind, readonly Axis[]> = {
  matrix: [],
  images: ["height", "width"],
  repeats: ["repeats"],
  gaussians: [],
  trajectories: ["repeats", "time"],
  courses: ["time"],
};

/** Small, but above 1, where a kind has an axis for something to vary along. */
export function drawLength(random: Random): number {
  return 2 + random.below(2);
}

/** A network of one kind. @param lengths - of the axes `between` stimuli and units */
export function drawNetwork(
  kind: Kind,
  draft: Draft,
  lengths: readonly number[],
  random: Random,
): Representation {
  const { name, stimuli, units } = draft;
  const rows = lengths.reduce((product, length) => product * length, stimuli);
  const scales = scalesOf(draft, random);
  const { data } = scaled(responses(draft, rows, random), scales);
  const layout = kind === "images" ? { layout: "nhwc" as const } : {};
  const network = { name, shape: [stimuli, ...lengths, units], data, ...layout };
  return kind === "gaussians" ? { ...network, covariances: covariances(draft, scales, random) } : network;
}

/** rows × units: correlated units of unequal variance, off the origin, as activations are. */
function responses({ texture, rank, units }: Draft, rows: number, random: Random): Matrix {
  const directions = texture === "low-rank" ? Math.min(rank, units) : units;
  const x = multiply(gaussian(random, rows, directions), gaussian(random, directions, units));
  x.data.forEach((value, k) => (x.data[k] = value + 0.3 * (k % units)));
  return x;
}

/** How large each unit's responses are: within a factor of a million of each other, and all of any size. */
function scalesOf({ texture, units }: Draft, random: Random): Float64Array {
  const whole = 10 ** (8 * random.uniform() - 4);
  return Float64Array.from({ length: units }, () =>
    texture === "badly-scaled" ? whole * 10 ** (6 * random.uniform() - 3) : 1,
  );
}

function scaled(x: Matrix, scales: Float64Array): Matrix {
  return { ...x, data: x.data.map((value, k) => value * scales[k % x.cols]!) };
}

/** For each stimulus A·Aᵀ, of low rank where the responses are. */
function covariances({ texture, rank, units, stimuli }: Draft, scales: Float64Array, random: Random) {
  const data = new Float64Array(stimuli * units * units);
  for (let i = 0; i < stimuli; i++) {
    const half = scaled(gaussian(random, texture === "low-rank" ? rank : units + 2, units), scales);
    data.set(crossProduct(half).data, i * units * units);
  }
  return { shape: [stimuli, units, units], data };
}

/** AᵀA / rows. */
function crossProduct(a: Matrix): Matrix {
  const c = matrix(a.cols, a.cols);
  for (let row = 0; row < a.rows; row++) {
    const x = a.data.subarray(row * a.cols, (row + 1) * a.cols);
    c.data.forEach((_, k) => (c.data[k]! += (x[Math.floor(k / a.cols)]! * x[k % a.cols]!) / a.rows));
  }
  return c;
}
