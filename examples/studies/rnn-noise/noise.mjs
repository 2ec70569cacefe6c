// Question 2: which methods order five networks by the noise they were trained with?
import { correlation, mean, spearman } from "../lib/statistics.mjs";
import { pairsOf } from "./compute.mjs";

/**
 * What a view sees of the noise.
 *   distances  mean distance of each noisy network to the quiet ones, over that of the quiet ones among themselves
 *   quiet      the same of the quiet network that is farthest from the others
 *   rho        Spearman's of distances and noise; p: share of the 120 orders that reach it
 *   beyond     the noisiest network lies (its distance − mean of the quiet) / (their standard deviation) out
 *   sees       in order (rho from 0.9, p up to 5/120), and the noisiest more than 2 standard deviations out
 *   among      correlation of the distances among the noisy networks with the differences of their noise; amongP: exact
 */
export function noiseBy({ name, method, reading, data, square }, quiet, noisy, levels) {
  const own = quiet.map((i) => mean(quiet.filter((j) => j !== i).map((j) => square[i][j])));
  const usual = mean(own);
  const to = noisy.map((k) => mean(quiet.map((i) => square[i][k])));
  const rho = spearman(to, levels);
  const beyond = (to.at(-1) - usual) / deviation(own);
  return {
    name,
    method,
    reading,
    data,
    distances: to.map((distance) => distance / usual),
    quiet: Math.max(...own) / usual,
    rho,
    p: orderP(to, levels, rho),
    beyond,
    sees: rho > 0.89 && beyond > 2,
    ...amongNoisy(pairsOf(square, noisy), levels),
  };
}

function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Mantel's test, exact: over all orders of the levels. */
function amongNoisy(distances, levels) {
  const differences = (order) => pairsOf(order.map((a) => order.map((b) => Math.abs(a - b))));
  const among = correlation(distances, differences(levels));
  const all = ordersOf(levels).map((order) => correlation(distances, differences(order)));
  return { among, amongP: all.filter((r) => r > among - 1e-9).length / all.length };
}

/** One-sided and exact: over all orders of the levels. */
function orderP(distances, levels, observed) {
  const all = ordersOf(levels).map((order) => spearman(distances, order));
  return all.filter((rho) => rho > observed - 1e-9).length / all.length;
}

function ordersOf(items) {
  if (items.length < 2) return [items];
  return items.flatMap((item, k) => ordersOf(items.filter((_, j) => j !== k)).map((rest) => [item, ...rest]));
}
