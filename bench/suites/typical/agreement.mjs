// Both sides must have found the same: the time of a wrong answer means nothing.
import { numbersIn } from "./inputs.mjs";

/**
 * Every number of one file against that of another.
 * @param tolerance - largest difference
 * @throws {Error} naming the first two that differ.
 */
export function sameNumbers(own, their, tolerance) {
  const [ours, theirs] = [own, their].map(numbersIn);
  if (ours.length !== theirs.length)
    throw new Error(`ours are ${ours.length} numbers, the script's ${theirs.length}.`);
  const at = ours.findIndex((value, k) => !(Math.abs(value - theirs[k]) <= tolerance));
  if (at >= 0) throw new Error(`number ${at} is ${ours[at]}, the script's ${theirs[at]}.`);
}

/**
 * Two samples of the same distributions: means and spreads of the columns of samples × columns.
 * @throws {Error} if they differ by more than chance.
 */
export function sameDistributions(own, their, columns) {
  const [ours, theirs] = [own, their].map((path) => momentsOf(numbersIn(path), columns));
  for (const [k, [mean, deviation, count]] of ours.entries()) {
    const [otherMean, otherDeviation, otherCount] = theirs[k];
    const error = Math.hypot(deviation / Math.sqrt(count), otherDeviation / Math.sqrt(otherCount));
    const isSame = Math.abs(mean - otherMean) <= 5 * error && Math.abs(deviation / otherDeviation - 1) < 0.25;
    if (!isSame)
      throw new Error(
        `column ${k} is ${mean} ± ${deviation}, the script's ${otherMean} ± ${otherDeviation}.`,
      );
  }
}

function momentsOf(values, columns) {
  const count = values.length / columns;
  return Array.from({ length: columns }, (_, c) => {
    const column = Array.from({ length: count }, (_, row) => values[row * columns + c]);
    const mean = column.reduce((sum, value) => sum + value, 0) / count;
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return [mean, Math.sqrt(squares / (count - 1)), count];
  });
}

/**
 * Two p-values of each unit from other resamples of the same test.
 * @throws {Error} if they differ by more than chance.
 */
export function samePValues(own, their, samples) {
  const [ours, theirs] = [own, their].map(numbersIn);
  const squares = ours.reduce((sum, p, k) => sum + (p - theirs[k]) ** 2, 0);
  const [found, likely] = [Math.sqrt(squares / ours.length), Math.sqrt(0.5 / samples)];
  if (!(ours.length === theirs.length && found <= 1.5 * likely))
    throw new Error(`p-values differ by ${found} (root of the mean square); by chance about ${likely}.`);
}
