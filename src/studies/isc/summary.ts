import { atanh, tanh } from "../../base/math/hyperbolic.ts";
import { log } from "../../base/math/log.ts";
import type { IscSummary } from "./options.ts";

/** From this size on, what Fisher's z says of a correlation is rounding: artanh 1 is infinite. */
const perfect = 1 - 1e-12;

/**
 * Whether two courses are the same, up to scale and offset.
 * @param norm - of which the correlation is a multiple
 */
export function isPerfect(correlation: number, norm = 1): boolean {
  return Math.abs(correlation) > perfect * norm;
}

/**
 * One value for many correlations; those that are NaN are left out, NaN if all are.
 *
 *   mean     tanh of the mean of artanh r (Fisher's z); r of ±1 are left out, unless there is nothing else
 *   median   the middle one, or the mean of the middle two
 */
export function summarize(values: ArrayLike<number>, summary: Exclude<IscSummary, "none">): number {
  return summary === "mean" ? fisherMean(values) : median(values);
}

function fisherMean(values: ArrayLike<number>): number {
  let [sum, count, perfectSum, perfectCount] = [0, 0, 0, 0];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isNaN(value)) continue;
    if (isPerfect(value)) {
      perfectSum += Math.sign(value);
      perfectCount++;
      continue;
    }
    sum += atanh(value);
    count++;
  }
  return count > 0 ? tanh(sum / count) : perfectSum / perfectCount;
}

/** Factors that are multiplied before their logarithm is taken: each is above 1e-12, so there is no underflow. */
const factors = 16;

/**
 * Fisher means of many lists of correlations, entry by entry, as `summarize` takes them: the values come list
 * after list. artanh r = ½ log((1 + r) / (1 − r)), so that a sum of them is the logarithm of a product.
 */
export function createFisherMeans(results: Float64Array) {
  const { length } = results;
  const [above, below] = [new Float64Array(length).fill(1), new Float64Array(length).fill(1)];
  const [sums, left] = [new Float64Array(length), new Float64Array(length)];
  const [perfectSums, perfectCounts] = [new Float64Array(length), new Float64Array(length)];
  let given = 0;
  const fold = () => {
    for (let k = 0; k < length; k++) {
      sums[k]! += log(above[k]! / below[k]!) / 2;
      above[k] = below[k] = 1;
    }
  };
  const leaveOut = (value: number, k: number) => {
    left[k]!++;
    if (Number.isNaN(value)) return;
    perfectSums[k]! += Math.sign(value);
    perfectCounts[k]!++;
  };
  return {
    add(values: Float64Array): void {
      for (let k = 0; k < length; k++) {
        const value = values[k]!;
        if (value <= perfect && value >= -perfect) {
          above[k]! *= 1 + value;
          below[k]! *= 1 - value;
        } else leaveOut(value, k);
      }
      if (++given % factors === 0) fold();
    },
    finish(): void {
      fold();
      for (let k = 0; k < length; k++) {
        const count = given - left[k]!;
        results[k] = count > 0 ? tanh(sums[k]! / count) : perfectSums[k]! / perfectCounts[k]!;
      }
    },
  };
}

function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values);
  return middle(sorted, sortFinite(sorted, sorted.length));
}

/**
 * Sorts the first `length` numbers in place, NaN last. Insertion: there are as many as subjects.
 * @returns how many are not NaN
 */
export function sortFinite(values: Float64Array, length: number): number {
  if (length > 64) return sortLong(values, length);
  let count = 0;
  for (let k = 0; k < length; k++) {
    const value = values[k]!;
    if (value !== value) continue;
    let at = count++;
    while (at > 0 && values[at - 1]! > value) {
      values[at] = values[at - 1]!;
      at--;
    }
    values[at] = value;
  }
  return count;
}

function sortLong(values: Float64Array, length: number): number {
  const part = values.subarray(0, length).sort(); // a typed array sorts NaN last
  let count = length;
  while (count > 0 && Number.isNaN(part[count - 1]!)) count--;
  return count;
}

/** Of the first `count` rising numbers; NaN if there is none. */
export function middle(sorted: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  const half = count >> 1;
  return count % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
