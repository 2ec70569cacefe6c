// Intervals over networks that the library does not have.
import { bootstrap, mean } from "../lib/statistics.mjs";

/** The mean of one value a network, with a bootstrap interval over networks. */
export function meanOf(values) {
  const all = Array.from(values);
  return { value: mean(all), ...bootstrap(all.length, (drawn) => mean(drawn.map((k) => all[k]))) };
}

/**
 * A statistic of networks with its 95 % jackknife interval (Student's t). For statistics in which a network that
 * is drawn twice would explain itself, or fewer networks explain less: percentiles of a bootstrap are biased there.
 *
 * @param without - the statistic of all networks (undefined), or of all but one (its number)
 */
export function jackknife(count, without) {
  const value = without();
  const left = Array.from({ length: count }, (_, k) => without(k));
  const error = errorOf(left);
  return { value, error, ...around(value, error, count - 1) };
}

/** The difference of two such statistics of separate groups of networks of one size. */
export function difference(a, b, count) {
  const value = a.value - b.value;
  return { value, ...around(value, Math.hypot(a.error, b.error), 2 * (count - 1)) };
}

function errorOf(left) {
  const centre = mean(left);
  return Math.sqrt(
    ((left.length - 1) / left.length) * left.reduce((sum, one) => sum + (one - centre) ** 2, 0),
  );
}

function around(value, error, degrees) {
  const reach = studentT(degrees) * error;
  return { lower: value - reach, upper: value + reach };
}

/** The 97.5 % quantile of Student's t, by its expansion in 1 / degrees (three digits from 5 degrees on). */
function studentT(degrees) {
  const z = 1.959964;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, k) => sum + term / degrees ** (k + 1), z);
}
