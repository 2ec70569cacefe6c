import { matrix, type Matrix } from "../../../base/matrix.ts";

/**
 * Sample covariance of columns.
 * @param samples - N × k, N ≥ 2
 * @param ddof - divides by N − ddof
 */
export function covariance({ rows, cols, data }: Matrix, ddof = 1): Matrix {
  const means = new Float64Array(cols);
  for (let n = 0; n < rows; n++) for (let k = 0; k < cols; k++) means[k]! += data[n * cols + k]! / rows;
  const result = matrix(cols, cols);
  for (let n = 0; n < rows; n++) {
    for (let a = 0; a < cols; a++) {
      const left = data[n * cols + a]! - means[a]!;
      for (let b = 0; b < cols; b++)
        result.data[a * cols + b]! += (left * (data[n * cols + b]! - means[b]!)) / (rows - ddof);
    }
  }
  return result;
}

/** Variances that tests need. */
export interface Variances {
  /** Of each model's value. */
  readonly model: Float64Array;
  /** Of the difference of each pair of models: (0, 1), (0, 2), … */
  readonly difference: Float64Array;
  /** Of each model's value minus the lower, and minus the upper, noise ceiling. */
  readonly toLower: Float64Array;
  readonly toUpper: Float64Array;
}

/**
 * Variances from a covariance of M models, followed by the two bounds of the ceiling if those
 * were resampled too; a ceiling that was not counts as known.
 */
export function variancesOf(covariances: Matrix, models: number): Variances {
  const { cols, data } = covariances;
  const at = (a: number, b: number) => data[a * cols + b]!;
  const contrast = (a: number, b: number) => at(a, a) - 2 * at(a, b) + at(b, b);
  const each = (f: (m: number) => number) => Float64Array.from({ length: models }, (_, m) => f(m));
  const bound = (b: number) => each((m) => (cols > models ? contrast(m, models + b) : at(m, m)));
  return {
    model: each((m) => at(m, m)),
    difference: Float64Array.from(pairsOf(models), ([a, b]) => contrast(a, b)),
    toLower: bound(0),
    toUpper: bound(1),
  };
}

/** Pairs (0, 1), (0, 2), …, (1, 2), … of so many models. */
export function pairsOf(models: number): [number, number][] {
  const all = Array.from({ length: models }, (_, a) => a);
  return all.flatMap((a) => all.slice(a + 1).map((b): [number, number] => [a, b]));
}

/** The same computation on each kind of variance. */
export function mapVariances(
  given: readonly Variances[],
  f: (values: readonly number[]) => number,
): Variances {
  const over = (kind: keyof Variances) =>
    given[0]![kind].map((_, k) => f(given.map((variances) => variances[kind][k]!)));
  return {
    model: over("model"),
    difference: over("difference"),
    toLower: over("toLower"),
    toUpper: over("toUpper"),
  };
}

/** n / (n − 1): what a bootstrap over n items underestimates a variance by. */
export function besselFactor(items: number): number {
  return items > 1 ? items / (items - 1) : 1;
}

/**
 * The variance over new subjects and new stimuli, from three bootstraps. Drawing both at once
 * counts the measurement noise of each entry twice, three times over all; with v_b, v_s, v_i of
 * both, subjects and stimuli, and Bessel's factors r and p of each,
 *
 *   v = r·v_s + p·v_i − r·p·(v_b − v_s − v_i),   at least r·v_s and p·v_i, at most v_b.
 *
 * Source: Schütt, Kipnis, Diedrichsen & Kriegeskorte, eLife 12:e82566, 2023, Methods,
 * "Estimating the variance of model evaluations by the dual bootstrap".
 */
export function dualVariance(
  [both, subjects, stimuli]: readonly number[],
  sizes: { subjects: number; stimuli: number },
): number {
  const [r, p] = [besselFactor(sizes.subjects), besselFactor(sizes.stimuli)];
  const single = Math.max(r * subjects!, p * stimuli!);
  const corrected = r * subjects! + p * stimuli! - r * p * (both! - subjects! - stimuli!);
  return Math.min(Math.max(corrected, single), both!);
}

/**
 * The covariance that infinitely many divisions per resample would give, from `repeats` of
 * them: (repeats · covariance of the means − mean covariance of single ones) / (repeats − 1).
 * Source: as `dualVariance`, "bootstrap-wrapped cross-validation".
 * @param single - for each repeat, samples × k
 */
export function crossvalidatedCovariance(single: readonly Matrix[]): Matrix {
  const repeats = single.length;
  const { rows, cols } = single[0]!;
  const means = matrix(rows, cols);
  for (const { data } of single) data.forEach((value, k) => (means.data[k]! += value / repeats));
  const ofMeans = covariance(means);
  if (repeats === 1) return ofMeans;
  const ofSingle = single.map((samples) => covariance(samples));
  const data = ofMeans.data.map((value, k) => {
    const average = ofSingle.reduce((sum, one) => sum + one.data[k]!, 0) / repeats;
    return (repeats * value - average) / (repeats - 1);
  });
  return matrix(cols, cols, data);
}
