import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import type { Eigh } from "../pcoa.ts";
import { multiply, type Grams } from "./grams.ts";

/** Axes of the mean Gram matrix whose eigenvalue is below this part of the largest are none. */
const weakest = 1e-12;

/** Coordinates that the mean Gram matrix has: items × dimensions; axes that it lacks are 0. */
export function meanCoordinates(grams: Grams, dimensions: number, eigh: Eigh): Matrix {
  const { values, vectors } = eigh(grams.mean);
  const n = vectors.rows;
  const coordinates = matrix(n, dimensions);
  for (let r = 0; r < dimensions; r++) {
    const value = values[n - 1 - r]!;
    if (!(value > weakest * values[n - 1]!)) break;
    for (let i = 0; i < n; i++)
      coordinates.data[i * dimensions + r] = Math.sqrt(value) * vectors.data[(n - 1 - r) * n + i]!;
  }
  return coordinates;
}

/**
 * Where a search begins: the coordinates of the mean, turned. If the matrices have the same axes with different weights,
 * then in coordinates that make the mean the identity they are all diagonal in one basis, which the eigenvectors of any
 * mixture of them show. Start 0 takes the mixture in which they differ most, the others a random one.
 */
export function consensusStart(
  grams: Grams,
  dimensions: number,
  index: number,
  seed: number,
  eigh: Eigh,
): Matrix {
  const coordinates = meanCoordinates(grams, dimensions, eigh);
  const random = createRandom(seed, index);
  const whitened = grams.all.map((gram) => inAxes(gram, coordinates));
  const mixture =
    index === 0 ? mostDifferent(whitened, eigh) : Float64Array.from(whitened, () => random.normal());
  const mixed = matrix(dimensions, dimensions);
  whitened.forEach(({ data }, v) => data.forEach((value, at) => (mixed.data[at]! += mixture[v]! * value)));
  const { vectors } = eigh(mixed);
  const turned = multiply(coordinates, transposed(vectors));
  return withoutEmpty(turned, () => random.normal());
}

/** A Gram matrix in the axes in which the mean is the identity, dimensions × dimensions. @param x - coordinates of the mean */
function inAxes(gram: Matrix, { rows: n, cols: k, data: x }: Matrix): Matrix {
  const sizes = new Float64Array(k);
  for (let i = 0; i < n; i++) for (let r = 0; r < k; r++) sizes[r]! += x[i * k + r]! * x[i * k + r]!;
  const moved = multiply(gram, matrix(n, k, x)).data;
  const within = matrix(k, k);
  for (let r = 0; r < k; r++) {
    for (let s = 0; s < k; s++) {
      if (sizes[r] === 0 || sizes[s] === 0) continue;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x[i * k + r]! * moved[i * k + s]!;
      within.data[r * k + s] = sum / (sizes[r]! * sizes[s]!);
    }
  }
  return within;
}

/** The first principal component over the matrices. */
function mostDifferent(matrices: readonly Matrix[], eigh: Eigh): Float64Array {
  const count = matrices.length;
  const length = matrices[0]!.data.length;
  const mean = new Float64Array(length);
  for (const { data } of matrices) data.forEach((value, at) => (mean[at]! += value / count));
  const products = matrix(count, count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let sum = 0;
      for (let at = 0; at < length; at++)
        sum += (matrices[a]!.data[at]! - mean[at]!) * (matrices[b]!.data[at]! - mean[at]!);
      products.data[a * count + b] = sum;
    }
  }
  const { vectors } = eigh(products);
  return vectors.data.slice((count - 1) * count);
}

/** Axes of zeros would stay so: they begin small, and random. */
function withoutEmpty({ rows: n, cols: k, data }: Matrix, draw: () => number): Matrix {
  for (let r = 0; r < k; r++) {
    let size = 0;
    for (let i = 0; i < n; i++) size += Math.abs(data[i * k + r]!);
    if (size === 0) for (let i = 0; i < n; i++) data[i * k + r] = 1e-3 * draw();
  }
  return matrix(n, k, data);
}

function transposed({ rows, cols, data }: Matrix): Matrix {
  const result = matrix(cols, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result.data[j * rows + i] = data[i * cols + j]!;
  return result;
}
