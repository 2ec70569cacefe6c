import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import type { Invariance } from "../../../src/metrics/metric.ts";
import { shuffled, type Random } from "../../../src/base/random.ts";
import type { ArrayPart, Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";

/** One random element of a group, applied. */
export type Motion = (x: Representation, random: Random) => Representation;

/**
 * What each declared invariance means for responses whose last axis is units, whatever
 * the axes between stimuli and units: every position there moves in the same way.
 */
export const motions: Record<Invariance, Motion> = {
  permutation: (x, random) => times(x, permutation(random, unitsOf(x))),
  orthogonal: (x, random) => times(x, orthogonal(random, unitsOf(x))),
  "isotropic-scaling": (x, random) => {
    const factor = 10 ** (6 * random.uniform() - 3);
    return times(x, diagonal(new Float64Array(unitsOf(x)).fill(factor)));
  },
  translation: (x, random) => {
    const [units, size] = [unitsOf(x), largest(x)];
    const shift = gaussian(random, 1, units).data;
    return { ...x, data: Float64Array.from(x.data, (value, k) => value + size * shift[k % units]!) };
  },
  "invertible-linear": (x, random) => times(x, invertible(random, unitsOf(x))),
  "circular-shift": (x, random) => {
    const [, height, width] = x.shape as [number, number, number];
    return roll(x, random.below(height), random.below(width));
  },
};

export function unitsOf({ shape }: Representation): number {
  return shape.at(-1)!;
}

/** Largest absolute response. */
export function largest({ data }: Representation): number {
  return Float64Array.from(data).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** All responses in rows of units. */
export function rowsOf(x: Representation): Matrix {
  return matrix(x.data.length / unitsOf(x), unitsOf(x), Float64Array.from(x.data));
}

/** Rows of units in the axes of `like`; the number of units may have changed. */
export function asRows(like: Representation, { cols, data }: Matrix): Representation {
  return { ...like, shape: [...like.shape.slice(0, -1), cols], data };
}

/** A linear map of the units: x → x·A, and of a covariance beside it Σ → Aᵀ·Σ·A. */
function times(x: Representation, map: Matrix): Representation {
  const moved = asRows(x, multiply(rowsOf(x), map));
  return x.covariances ? { ...moved, covariances: conjugate(x.covariances, map) } : moved;
}

function conjugate({ shape, data }: ArrayPart, map: Matrix): ArrayPart {
  const [stimuli, n] = shape as [number, number];
  const all = new Float64Array(data.length);
  for (let i = 0; i < stimuli; i++) {
    const one = matrix(n, n, Float64Array.from(data.subarray(i * n * n, (i + 1) * n * n)));
    all.set(multiply(transposed(map), multiply(one, map)).data, i * n * n);
  }
  return { shape, data: all };
}

function transposed(a: Matrix): Matrix {
  return matrix(
    a.cols,
    a.rows,
    a.data.map((_, k) => a.data[(k % a.rows) * a.cols + Math.floor(k / a.rows)]!),
  );
}

function diagonal(entries: Float64Array): Matrix {
  const n = entries.length;
  const d = matrix(n, n);
  entries.forEach((entry, k) => (d.data[k * n + k] = entry));
  return d;
}

function permutation(random: Random, n: number): Matrix {
  const p = matrix(n, n);
  for (const [from, to] of shuffled(n, random).entries()) p.data[from * n + to] = 1;
  return p;
}

/** Two rotations and a stretch between them: condition number 100 at most, so that few digits are lost. */
function invertible(random: Random, n: number): Matrix {
  const stretch = Float64Array.from({ length: n }, () => 10 ** (2 * random.uniform() - 1));
  return multiply(multiply(orthogonal(random, n), diagonal(stretch)), orthogonal(random, n));
}

/** Images moved down and right; what leaves on one side enters on the other. */
function roll(x: Representation, down: number, right: number): Representation {
  const [stimuli, height, width, units] = x.shape as [number, number, number, number];
  const data = new Float64Array(x.data.length);
  for (let row = 0; row < stimuli * height * width; row++) {
    const image = Math.floor(row / (height * width));
    const [i, j] = [Math.floor(row / width) % height, row % width];
    const to = (image * height + ((i + down) % height)) * width + ((j + right) % width);
    data.set(x.data.subarray(row * units, (row + 1) * units), to * units);
  }
  return { ...x, data };
}
