import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import { correlation, type WorstPair } from "../goodness.ts";
import { distanceBetween } from "../coordinates.ts";

/** A pair of items; the first has the lower number. */
export type ItemPair = readonly [row: number, col: number];

/** Pairs, each drawn from all n(n−1)/2 with the same probability, independently: one may come twice. */
export function drawPairs(n: number, count: number, seed: number): ItemPair[] {
  const random = createRandom(seed, 1); // not the numbers that chose the landmarks
  return Array.from({ length: n > 1 ? count : 0 }, () => {
    const a = random.below(n);
    const b = (a + 1 + random.below(n - 1)) % n;
    return a < b ? [a, b] : [b, a];
  });
}

/** How well points show the distances of pairs that were drawn. */
export interface SampledFit {
  /** √(Σ (embedded − distance)² / Σ distance²) over the sample: an estimate of that over all pairs. */
  readonly stress: number;
  readonly shepard?: number;
  /** The worst of the sample. */
  readonly worstPair?: WorstPair;
  readonly sample: {
    /** Pairs that were drawn. */
    readonly pairs: number;
    /** Standard error of the stress. */
    readonly standardError: number;
  };
}

/**
 * The stress over a sample, with its standard error: that of a ratio of means,
 * var R ≈ Σ (e² − R d²)² / (m (m − 1) mean(d²)²), and the root of R has half of its relative error.
 *
 * @param distances - of the pairs
 *
 * Source: Cochran, Sampling Techniques, 3rd ed., equation 6.13 (ratio estimate), without the finite population.
 */
export function fitOfSample(points: Matrix, pairs: readonly ItemPair[], distances: Float64Array): SampledFit {
  const embedded = Float64Array.from(pairs, ([i, j]) => distanceBetween(points.data, points.cols, i, j));
  const errors = embedded.map((shown, k) => square(shown - distances[k]!));
  const squares = distances.map(square);
  const [error, total] = [sumOf(errors), sumOf(squares)];
  const ratio = total > 0 ? error / total : 0;
  const m = pairs.length;
  const spread = sumOf(errors.map((value, k) => square(value - ratio * squares[k]!)));
  const deviation = m > 1 && total > 0 ? Math.sqrt((spread * m) / (m - 1)) / total : 0;
  const shepard = m > 0 ? correlation(distances, embedded) : undefined;
  const worst = errors.reduce((best, value, k) => (value > errors[best]! ? k : best), 0);
  const stress = Math.sqrt(ratio);
  return {
    stress,
    ...(shepard === undefined ? {} : { shepard }),
    ...(m > 0 ? { worstPair: worstOf(pairs[worst]!, distances[worst]!, embedded[worst]!) } : {}),
    sample: { pairs: m, standardError: stress > 0 ? deviation / (2 * stress) : 0 },
  };
}

function worstOf([row, col]: ItemPair, distance: number, embedded: number): WorstPair {
  return { row, col, distance, embedded };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
