// Weights of pairs by their distance: a step of reweighted least squares (Weiszfeld).

import { at, bytes, put, sumLanes } from "../vector/lanes";

/** The weight of one distance. */
// @ts-ignore: decorator
@inline
function weightOf(distance: f64, floor: f64, pairs: f64): f64 {
  return 1 / (pairs * max(distance, floor));
}

/**
 * Replaces m × n distances d by weights 1 / (m·n·max(d, floor)).
 * @param table - m × n f64
 * @param sums - receives the sum of each row of weights: m f64
 * @returns the sum of the distances
 */
export function pullWeights(m: i32, n: i32, table: usize, floor: f64, sums: usize): f64 {
  const pairs = <f64>m * <f64>n;
  const one = f64x2.splat(1);
  const counts = f64x2.splat(pairs);
  const floors = f64x2.splat(floor);
  let total: f64 = 0;
  for (let i = 0; i < m; i++, table += bytes<f64>(n)) {
    let distances = f64x2.splat(0);
    let weights = distances;
    let j = 0;
    for (; j + 2 <= n; j += 2) {
      const place = table + bytes<f64>(j);
      const d = v128.load(place);
      const w = f64x2.div(one, f64x2.mul(counts, f64x2.pmax(floors, d)));
      v128.store(place, w);
      distances = f64x2.add(distances, d);
      weights = f64x2.add(weights, w);
    }
    let sum = sumLanes<f64>(weights);
    total += sumLanes<f64>(distances);
    if (j < n) {
      const d = at<f64>(table, j);
      const w = weightOf(d, floor, pairs);
      put<f64>(table, j, w);
      total += d;
      sum += w;
    }
    put<f64>(sums, i, sum);
  }
  return total;
}
