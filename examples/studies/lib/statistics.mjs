// Small statistics of studies, for numbers that have left the library.
import { uniform } from "./random.mjs";

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pearson's correlation. */
export function correlation(x, y) {
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a, ma, b, mb) => a.reduce((sum, value, k) => sum + (value - ma) * (b[k] - mb), 0);
  return dot(x, mx, y, my) / Math.sqrt(dot(x, mx, x, mx) * dot(y, my, y, my));
}

/** Spearman's correlation: that of the ranks. */
export function spearman(x, y) {
  return correlation(ranks(x), ranks(y));
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values) {
  return values.map((value) => {
    const less = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return less + (equal + 1) / 2;
  });
}

/**
 * Interval of the middle 95 % of a statistic over resamples of items with replacement.
 * @param statistic - takes a list of indices, in which items may come several times
 */
export function bootstrap(count, statistic, { samples = 1000, seed = 1 } = {}) {
  const next = uniform(seed);
  const draw = () => Array.from({ length: count }, () => Math.floor(next() * count));
  const values = Array.from({ length: samples }, () => statistic(draw())).sort((a, b) => a - b);
  const at = (share) => values[Math.min(samples - 1, Math.floor(share * samples))];
  return { lower: at(0.025), upper: at(0.975) };
}
