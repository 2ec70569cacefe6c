// Question 1: ten networks that differ in their initialisation only.
import { bootstrap, mean } from "../lib/statistics.mjs";
import { pairsOf } from "./compute.mjs";

/** Share of the distance by chance: mean, interval over networks, least and most; and how uneven the pairs are. */
export function apartBy({ name, method, reading, square }, chance, quiet) {
  const pairs = pairsOf(square, quiet);
  const average = mean(pairs);
  const spread = Math.sqrt(mean(pairs.map((value) => (value - average) ** 2)));
  const between = (draw) => mean(pairsOf(square, draw).filter((_, k) => distinct(draw)[k]));
  const { lower, upper } = bootstrap(quiet.length, (draw) => between(draw.map((k) => quiet[k])) / chance);
  return {
    name,
    method,
    reading,
    mean: average,
    chance,
    share: average / chance,
    interval: { lower, upper },
    least: Math.min(...pairs) / chance,
    most: Math.max(...pairs) / chance,
    unevenness: spread / average,
    farthest: farthest(square, quiet),
  };
}

/** Whether each pair of a draw is one of two networks. */
function distinct(draw) {
  return draw.flatMap((i, a) => draw.slice(a + 1).map((j) => i !== j));
}

/** The network that is farthest from the others, by index. */
function farthest(square, items) {
  const sums = items.map((i) => items.reduce((sum, j) => sum + square[i][j], 0));
  return items[sums.indexOf(Math.max(...sums))];
}
