import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { createRandom, type Random } from "../../src/base/random.ts";
import { acceptedKinds, type Kind } from "../../src/data/kinds.ts";
import type { Representation } from "../../src/data/representation.ts";

/** rows × cols standard normal numbers. */
export function gaussian(random: Random, rows: number, cols: number): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}

export function representation(name: string, { rows, cols, data }: Matrix): Representation {
  return { name, shape: [rows, cols], data };
}

/** Class scores as probabilities, row by row. */
export function softmax(x: Matrix): Matrix {
  const rows = Array.from({ length: x.rows }, (_, i) => x.data.subarray(i * x.cols, (i + 1) * x.cols));
  const shares = rows.flatMap((row) => {
    const powers = Array.from(row, (score) => Math.exp(score - Math.max(...row)));
    const sum = powers.reduce((all, power) => all + power, 0);
    return powers.map((power) => power / sum);
  });
  return { ...x, data: Float64Array.from(shares) };
}

/** Positions of the images that `inputOf` makes. */
export const [height, width] = [2, 3];

/** Axes between stimuli and units of the inputs that `inputOf` makes. */
const between: Readonly<Record<Kind, readonly number[]>> = {
  matrix: [],
  images: [height, width],
  repeats: [3],
  gaussians: [],
  trajectories: [3, 2],
  courses: [4],
};

type Accepts = Kind | readonly Kind[];

/** Rows that each stimulus of an input has in the matrix that it is made from. */
export function rowsPerStimulus(accepts: Accepts): number {
  return between[acceptedKinds(accepts)[0]!].reduce((product, length) => product * length, 1);
}

/**
 * A matrix as a metric accepts it, of the first kind: images are of height × width positions,
 * a row each; repeats, and trajectories of repeats × time, likewise. `rows` is divisible by their number.
 */
export function inputOf(accepts: Accepts, name: string, x: Matrix): Representation {
  const axes = between[acceptedKinds(accepts)[0]!];
  const layout = acceptedKinds(accepts)[0] === "images" ? { layout: "nhwc" as const } : {};
  return { name, shape: [x.rows / rowsPerStimulus(accepts), ...axes, x.cols], data: x.data, ...layout };
}

/** A · B by the definition. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const c = matrix(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.cols; j++) {
      let sum = 0;
      for (let k = 0; k < a.cols; k++) sum += a.data[i * a.cols + k]! * b.data[k * b.cols + j]!;
      c.data[i * b.cols + j] = sum;
    }
  }
  return c;
}

/** A random n × n orthogonal matrix: Gram–Schmidt, twice, on Gaussian rows. */
export function orthogonal(random: Random, n: number): Matrix {
  const q = gaussian(random, n, n);
  for (let i = 0; i < n; i++) {
    const row = q.data.subarray(i * n, (i + 1) * n);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < i; k++) {
        const other = q.data.subarray(k * n, (k + 1) * n);
        const along = row.reduce((sum, value, j) => sum + value * other[j]!, 0);
        row.forEach((value, j) => (row[j] = value - along * other[j]!));
      }
      const norm = Math.hypot(...row);
      row.forEach((value, j) => (row[j] = value / norm));
    }
  }
  return q;
}

/** A stream for the test of that name. */
export function streamFor(name: string): Random {
  let seed = 0;
  for (const character of name) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) | 0;
  return createRandom(seed);
}
