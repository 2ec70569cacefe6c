import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import type { Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

/** A − the mean of each column, by the definition. */
export function centred({ rows, cols, data }: Matrix): Matrix {
  const out = matrix(rows, cols, data.slice());
  for (let j = 0; j < cols; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += data[i * cols + j]! / rows;
    for (let i = 0; i < rows; i++) out.data[i * cols + j]! -= mean;
  }
  return out;
}

export function asMatrix({ shape, data }: Representation): Matrix {
  return matrix(shape[0]!, shape[1]!, Float64Array.from(data));
}

/** Σ (a − b)². */
export function squaredGap(a: Matrix, b: Matrix): number {
  return a.data.reduce((sum, value, k) => sum + (value - b.data[k]!) ** 2, 0);
}

export function sumOfSquares({ data }: Matrix): number {
  return data.reduce((sum, value) => sum + value * value, 0);
}

/** Largest |a − b|. */
export function worstGap(a: Matrix, b: Matrix): number {
  return a.data.reduce((worst, value, k) => Math.max(worst, Math.abs(value - b.data[k]!)), 0);
}

/** Pearson's correlation by the definition. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const mean = (v: ArrayLike<number>) => Array.from(v).reduce((sum, value) => sum + value, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    xy += (x[k]! - mx) * (y[k]! - my);
    xx += (x[k]! - mx) ** 2;
    yy += (y[k]! - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

export function row({ cols, data }: Matrix, i: number): Float64Array {
  return data.slice(i * cols, (i + 1) * cols);
}

/** The poster's simulation: one network's activity in the axes of each of `count` networks, and noise. */
export function rotatedCopies(
  random: Random,
  count: number,
  m: number,
  n: number,
  noise = 0,
): Representation[] {
  const activity = gaussian(random, m, n);
  for (let k = 0; k < activity.data.length; k++) activity.data[k]! += (0.5 * (k % n)) / n; // units have means
  return Array.from({ length: count }, (_, k) => {
    const rotated = multiply(activity, orthogonal(random, n));
    const disturbed = gaussian(random, m, n).data.map((value, i) => rotated.data[i]! + noise * value);
    return representation(`net ${k}`, matrix(m, n, disturbed));
  });
}

/** Networks of several widths that share `features` responses, with noise. */
export function sharing(
  random: Random,
  m: number,
  widths: readonly number[],
  features: number,
  noise: number,
): Representation[] {
  const shared = gaussian(random, m, features);
  return widths.map((n, k) => {
    const x = multiply(shared, gaussian(random, features, n));
    const extra = gaussian(random, m, n).data;
    return representation(
      `net ${k}`,
      matrix(
        m,
        n,
        x.data.map((value, i) => value + noise * extra[i]! + 2),
      ),
    );
  });
}
