/** Seeded networks for checks, and what invariances do to them. Numbers are small: a check takes seconds. */
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Random } from "../../base/random.ts";
import { acceptedKinds, type Kind } from "../../data/kinds.ts";
import type { Representation } from "../../data/representation.ts";
import type { Invariance } from "../../metrics/metric.ts";

/** Positions of images. */
const [height, width] = [2, 3];

/** Axes between stimuli and units of the inputs that are drawn. */
const between: Readonly<Record<Kind, readonly number[]>> = {
  matrix: [],
  images: [height, width],
  repeats: [3],
  gaussians: [],
  trajectories: [3, 2],
  courses: [3],
};

type Accepts = Kind | readonly Kind[];

/** Rows of a matrix that make one stimulus. */
export function rowsOf(accepts: Accepts): number {
  return between[acceptedKinds(accepts)[0]!].reduce((product, length) => product * length, 1);
}

/** A matrix as a metric accepts it, of the first of its kinds. */
export function inputOf(accepts: Accepts, name: string, x: Matrix): Representation {
  const kind = acceptedKinds(accepts)[0]!;
  const layout = kind === "images" ? { layout: "nhwc" as const } : {};
  return { name, shape: [x.rows / rowsOf(accepts), ...between[kind], x.cols], data: x.data, ...layout };
}

/** rows × cols standard normal numbers. */
export function gaussian(random: Random, rows: number, cols: number): Matrix {
  const data = Float64Array.from({ length: rows * cols }, () => random.normal());
  return matrix(rows, cols, data);
}

/** Correlated units of unequal variance, off the origin: what activations look like. */
export function activations(random: Random, rows: number, units: number): Matrix {
  const mixed = product(gaussian(random, rows, units), gaussian(random, units, units));
  return mapped(mixed, (value, unit) => value + 0.3 * unit);
}

/** A · B. */
function product(a: Matrix, b: Matrix): Matrix {
  const c = matrix(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.cols; k++)
      for (let j = 0; j < b.cols; j++)
        c.data[i * b.cols + j]! += a.data[i * a.cols + k]! * b.data[k * b.cols + j]!;
  return c;
}

export function mapped(x: Matrix, of: (value: number, unit: number) => number): Matrix {
  return matrix(x.rows, x.cols, x.data.map((value, k) => of(value, k % x.cols))); // prettier-ignore
}

/** A random reflection of the space of units, I − 2vvᵀ. Two of them are a rotation. */
function reflected(x: Matrix, random: Random): Matrix {
  const v = gaussian(random, 1, x.cols).data;
  const length = v.reduce((sum, value) => sum + value * value, 0);
  const moved = matrix(x.rows, x.cols, x.data.slice());
  for (let i = 0; i < x.rows; i++) {
    const row = moved.data.subarray(i * x.cols, (i + 1) * x.cols);
    const along = (2 * row.reduce((sum, value, j) => sum + value * v[j]!, 0)) / length;
    row.forEach((value, j) => (row[j] = value - along * v[j]!));
  }
  return moved;
}

/** What may be done to a network without changing the value, for each invariance that a metric may promise. */
export const motions: Readonly<Record<Invariance, (x: Matrix, random: Random) => Matrix>> = {
  permutation: (x) => {
    const order = Array.from({ length: x.cols }, (_, unit) => x.cols - 1 - unit);
    const swapped = x.cols > 2 ? [order[1]!, order[0]!, ...order.slice(2)] : order;
    return matrix(x.rows, x.cols, x.data.map((_, k) => x.data[k - (k % x.cols) + swapped[k % x.cols]!]!)); // prettier-ignore
  },
  orthogonal: (x, random) => reflected(reflected(reflected(x, random), random), random),
  "isotropic-scaling": (x) => mapped(x, (value) => 37.25 * value),
  translation: (x, random) => {
    const shift = gaussian(random, 1, x.cols).data;
    return mapped(x, (value, unit) => value + 4 * shift[unit]!);
  },
  "invertible-linear": (x, random) => product(x, gaussian(random, x.cols, x.cols)),
  "circular-shift": (x) => {
    const rolled = (row: number) => {
      const [i, j] = [Math.floor(row / width) % height, row % width];
      return row + (((i + 1) % height) - i) * width + (((j + 2) % width) - j);
    };
    const elementOf = (k: number) => x.data[rolled(Math.floor(k / x.cols)) * x.cols + (k % x.cols)]!;
    return matrix(x.rows, x.cols, x.data.map((_, k) => elementOf(k))); // prettier-ignore
  },
};

/** Frobenius norm. */
export function normOf({ data }: Matrix): number {
  return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
}
