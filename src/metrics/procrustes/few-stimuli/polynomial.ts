import { exp } from "../../../base/math/exp.ts";
import { square } from "../../../base/math/powers.ts";
import { solved } from "../../../base/math/solve.ts";
import { mostPowers } from "./moments.ts";

/**
 * A polynomial without constant term in place of the square root: Σ √λ over the eigenvalues λ of C·Cᵀ is then a sum of
 * traces, Σ coefficients[p − 1] · tr (C·Cᵀ)ᵖ.
 */
export interface Polynomial {
  /** Of x … x^powers, for eigenvalues in units of the largest. */
  readonly coefficients: Float64Array;
  /** Σ |√x − p(x)| is no more than this for any eigenvalues in [0, 1] of no larger sum and number. */
  readonly maxBias: number;
  /** Variance of the sum of traces. */
  readonly variance: number;
}

export interface Problem {
  /** Σ x: the first trace, in units of the largest eigenvalue. */
  readonly sum: number;
  /** How many eigenvalues there may be. */
  readonly count: number;
  /** Covariances of the traces, powers × powers. */
  readonly covariances: readonly Float64Array[];
}

/** Eigenvalues at which the root and the polynomial are compared: dense near 0, where the root is steep. */
const grid = Float64Array.from({ length: 201 }, (_, k) => square(k / 200));
/** x^(k/2) of its points, for each k that least squares need: they are asked for thousands of times. */
const halfPowers = Array.from({ length: 4 * mostPowers + 1 }, (_, k) => grid.map((x) => halfPower(x, k / 2)));

/** Rounds that move weight to where the polynomial is farthest from the root (Lawson's method). */
const rounds = 30;
/** From least squares alone to next to no variance. */
const penalties = Array.from({ length: 25 }, (_, k) => exp((k - 16) * 1.2));

/**
 * The polynomial whose worst bias, squared, and variance together are least; with `maxBias` that of the least variance whose
 * worst bias is no more. Both are found among those that trade the one for the other in different measures, of every degree.
 *
 * @returns undefined where none keeps to `maxBias`
 */
export function bestPolynomial(problem: Problem, maxBias: number | undefined): Polynomial | undefined {
  let [best, least] = [undefined as Polynomial | undefined, Infinity];
  const highest = problem.covariances.length;
  for (let degree = 1; degree <= highest; degree++)
    for (const penalty of penalties) {
      const one = polynomialOf(problem, degree, penalty);
      const cost =
        maxBias === undefined
          ? square(one.maxBias) + one.variance
          : one.maxBias <= maxBias
            ? one.variance
            : Infinity;
      if (cost < least) [best, least] = [one, cost];
    }
  return best;
}

function polynomialOf(problem: Problem, degree: number, penalty: number): Polynomial {
  const { covariances } = problem;
  const weights = new Float64Array(grid.length).fill(1 / grid.length);
  let coefficients = new Float64Array(degree);
  for (let round = 0; round < rounds; round++) {
    coefficients = leastSquares(weights, covariances, degree, penalty);
    let total = 0;
    for (let g = 0; g < grid.length; g++)
      total += weights[g] = weights[g]! * (Math.abs(errorAt(g, coefficients)) + 1e-6);
    for (let g = 0; g < grid.length; g++) weights[g]! /= total;
  }
  return {
    coefficients,
    maxBias: worstBias(problem, coefficients),
    variance: varianceOf(covariances, coefficients),
  };
}

/** Of the root at point g of the grid. */
function errorAt(g: number, coefficients: Float64Array): number {
  const x = grid[g]!;
  let value = 0;
  for (let p = coefficients.length - 1; p >= 0; p--) value = (value + coefficients[p]!) * x;
  return halfPowers[1]![g]! - value;
}

/** min Σ w (√x − p(x))² + penalty · variance. */
function leastSquares(
  weights: Float64Array,
  covariances: readonly Float64Array[],
  degree: number,
  penalty: number,
): Float64Array<ArrayBuffer> {
  // Entry (p, q) of the normal equations depends on p + q alone.
  const sums = Array.from({ length: 2 * degree - 1 }, (_, k) => weighted(weights, k + 2));
  const equations = Array.from({ length: degree }, (_, p) =>
    Float64Array.from({ length: degree + 1 }, (_column, q) => {
      if (q === degree) return weighted(weights, p + 1.5);
      return sums[p + q]! + penalty * covariances[p]![q]! + (p === q ? 1e-15 : 0);
    }),
  );
  return solved(equations);
}

/** Σ w x^power, power a multiple of one half. */
function weighted(weights: Float64Array, power: number): number {
  const powers = halfPowers[2 * power]!;
  let sum = 0;
  for (let g = 0; g < grid.length; g++) sum += weights[g]! * powers[g]!;
  return sum;
}

function halfPower(x: number, power: number): number {
  let value = Number.isInteger(power) ? 1 : Math.sqrt(x);
  for (let k = 1; k <= power; k++) value *= x;
  return value;
}

/**
 * The largest Σ |e(xᵢ)| over `count` eigenvalues in [0, 1] whose sum is `sum`: for any slope, no more than
 * slope · sum + count · max (|e(x)| − slope · x), and for the best slope just that.
 */
function worstBias({ sum, count }: Problem, coefficients: Float64Array): number {
  const errors = grid.map((_, g) => Math.abs(errorAt(g, coefficients)));
  let least = Infinity;
  for (let k = -40; k <= 40; k++) {
    const slope = k === -40 ? 0 : exp(k * 0.3);
    let most = 0; // an eigenvalue of 0 costs nothing
    for (let g = 0; g < grid.length; g++) most = Math.max(most, errors[g]! - slope * grid[g]!);
    least = Math.min(least, slope * sum + count * most);
  }
  return least;
}

function varianceOf(covariances: readonly Float64Array[], coefficients: Float64Array): number {
  let sum = 0;
  for (const [p, a] of coefficients.entries())
    for (const [q, b] of coefficients.entries()) sum += a * b * covariances[p]![q]!;
  return Math.max(0, sum);
}
