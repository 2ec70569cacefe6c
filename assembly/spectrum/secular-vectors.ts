// Vectors of a diagonal matrix plus a matrix of rank one, from the differences between
// its poles and its eigenvalues.

import { at, bytes, fma, put, sumLanes } from "../vector/lanes";
import { poleGap } from "./secular";

/** product_j := product_j · delta_j / (p_j − p_i) for j ≠ i, and product_i := product_i · delta_i. */
function multiplyRatios(k: i32, i: i32, d: usize, squared: bool, deltas: usize, product: usize): void {
  const own = at<f64>(product, i) * at<f64>(deltas, i);
  const di = f64x2.splat(at<f64>(d, i));
  let j = 0;
  for (; j + 1 < k; j += 2) {
    const o = bytes<f64>(j);
    const dj = v128.load(d + o);
    let gap = f64x2.sub(dj, di);
    if (squared) gap = f64x2.mul(gap, f64x2.add(dj, di));
    const ratio = f64x2.div(v128.load(deltas + o), gap);
    v128.store(product + o, f64x2.mul(v128.load(product + o), ratio));
  }
  if (j < k) {
    const ratio = at<f64>(deltas, j) / poleGap(squared, at<f64>(d, j), at<f64>(d, i));
    put<f64>(product, j, at<f64>(product, j) * ratio);
  }
  put<f64>(product, i, own);
}

/**
 * The components ẑ for which the computed roots are exact: |ẑ_j|² is the product of all
 * (p_j − λ_i) over the product of (p_j − p_i), i ≠ j. With them the vectors are orthogonal
 * to rounding, however close the roots are.
 *
 * @param deltas - k rows of differences p_j − λ_i, row i for root i
 * @param z - k components; replaced by ẑ, with the signs of z
 *
 * Source: Gu & Eisenstat, SIAM J. Matrix Anal. Appl. 15, 1994, §3.
 */
export function correctedComponents(
  k: i32,
  d: usize,
  squared: bool,
  deltas: usize,
  stride: usize,
  z: usize,
  product: usize,
): void {
  for (let j = 0; j < k; j++) put<f64>(product, j, 1);
  for (let i = 0; i < k; i++) multiplyRatios(k, i, d, squared, deltas + <usize>i * stride, product);
  for (let j = 0; j < k; j++) {
    put<f64>(z, j, copysign(sqrt(abs(at<f64>(product, j))), at<f64>(z, j)));
  }
}

/** quotient := z / deltas, element by element. @returns the sum of squares of the quotients */
export function divideByDeltas(k: i32, z: usize, deltas: usize, quotient: usize): f64 {
  let squares = f64x2.splat(0);
  let j = 0;
  for (; j + 1 < k; j += 2) {
    const o = bytes<f64>(j);
    const x = f64x2.div(v128.load(z + o), v128.load(deltas + o));
    v128.store(quotient + o, x);
    squares = fma<f64>(x, x, squares);
  }
  let sum = sumLanes<f64>(squares);
  if (j < k) {
    const x = at<f64>(z, j) / at<f64>(deltas, j);
    put<f64>(quotient, j, x);
    sum += x * x;
  }
  return sum;
}

/** row[places[j]] := factor · x_j. */
export function scatter(k: i32, factor: f64, x: usize, places: usize, row: usize): void {
  for (let j = 0; j < k; j++) put<f64>(row, at<i32>(places, j), factor * at<f64>(x, j));
}

/**
 * Unit vector of one root, in place of its differences.
 * @param deltas - k differences p_j − λ; replaced by the vector, component j at places[j]
 * @param spare - k doubles of scratch
 */
export function vectorRow(k: i32, deltas: usize, z: usize, places: usize, spare: usize): void {
  const squares = divideByDeltas(k, z, deltas, spare);
  scatter(k, 1 / sqrt(squares), spare, places, deltas);
}
