import { OptionError, ShapeError } from "../base/errors.ts";
import { matrix, shapeOf } from "../base/matrix.ts";
import type { Matrix } from "../base/matrix.ts";
import { createRandom } from "../base/random.ts";
import { goodnessOfFit } from "./goodness.ts";
import type { Fit } from "./goodness.ts";
import { squareOf } from "./linkage.ts";

/** How `smacof` searches. */
export interface SmacofOptions {
  /** Axes of the map, a whole number from 1 to n. @default 2 */
  readonly dimensions?: number;
  /** Random starts, beside the given ones; 0 or more, but one start in all at least. @default 8 */
  readonly restarts?: number;
  /** Decides the random starts. @default 1 */
  readonly seed?: number;
  /** Most steps from one start, at least 1. @default 1000 */
  readonly iterations?: number;
  /** A start has ended when a step lowers the stress by less than this share of it; at least 0. @default 1e-9 */
  readonly tolerance?: number;
  /** Starts to try before the random ones, n × dimensions each: principal coordinates are a good one. */
  readonly starts?: readonly Matrix[];
}

/** The best configuration that was found. */
export interface SmacofEmbedding extends Fit {
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
  /** Σ (embedded − distance)² over pairs, the quantity that is minimised; unit² of the distances. */
  readonly rawStress: number;
  /** Steps from the start that won. */
  readonly iterations: number;
  /** Whether it ended by the tolerance and not by the number of steps. */
  readonly converged: boolean;
}

/**
 * Metric multidimensional scaling: points whose Euclidean distances d(X) differ least from given
 * ones δ in Σ (d − δ)². Each step is the Guttman transform, which never raises the stress,
 *
 *   X ← B(X) X / n,   B_ij = −δ_ij / d_ij (0 where d_ij = 0),  rows of B sum to 0.
 *
 * The stress has local minima: every start leads to one, the best is kept.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @throws {OptionError} if an option is out of range.
 * @throws {ShapeError} if the distances are not square or a start has another shape.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: de Leeuw, "Applications of convex analysis to multidimensional scaling", 1977;
 * Borg & Groenen, Modern Multidimensional Scaling, 2nd ed., chapter 8.
 */
export function smacof(distances: Matrix | Float64Array, options: SmacofOptions = {}): SmacofEmbedding {
  const d = squareOf(distances);
  const search = { ...defaults, ...options };
  checkOptions(search, d.rows);
  const unit = powerOfTwoNear(d.data);
  const target = matrix(
    d.rows,
    d.rows,
    d.data.map((distance) => distance / unit),
  );
  let best: Descent | undefined;
  for (const start of startsOf(search, target.rows, unit)) {
    const found = descend(target, start, search);
    if (!best || found.stress < best.stress) best = found;
  }
  const { coordinates, stress, iterations, converged } = best!;
  const fit = goodnessOfFit(target, coordinates, unit);
  coordinates.data.forEach((x, at) => (coordinates.data[at] = x * unit));
  return { coordinates, rawStress: stress * unit * unit, iterations, converged, ...fit };
}

const defaults = {
  dimensions: 2,
  restarts: 8,
  seed: 1,
  iterations: 1000,
  tolerance: 1e-9,
  starts: [] as readonly Matrix[],
};
type Search = Required<SmacofOptions>;

function checkOptions(search: Search, n: number): void {
  const { dimensions, restarts, iterations, tolerance, starts } = search;
  const whole = (name: string, value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const range = most === Infinity ? `at least ${least}` : `from ${least} to ${most}`;
    throw new OptionError(`smacof: ${name} must be a whole number ${range}; got ${value}.`);
  };
  whole("dimensions", dimensions, 1, n);
  whole("restarts", restarts, starts.length > 0 ? 0 : 1, Infinity);
  whole("iterations", iterations, 1, Infinity);
  if (!(tolerance >= 0)) throw new OptionError(`smacof: tolerance must be at least 0; got ${tolerance}.`);
  for (const start of starts) {
    if (start.rows === n && start.cols === dimensions) continue;
    throw new ShapeError(`smacof: a start must be ${n} × ${dimensions}; got ${shapeOf(start)}.`);
  }
}

/** Distances are divided by it, exactly, so that their squares neither overflow nor vanish. */
export function powerOfTwoNear(data: Float64Array): number {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? 2 ** Math.max(-1022, Math.floor(Math.log2(largest))) : 1;
}

function* startsOf(
  { starts, restarts, dimensions, seed }: Search,
  n: number,
  unit: number,
): Generator<Matrix> {
  for (const start of starts) {
    yield matrix(
      n,
      dimensions,
      start.data.map((x) => x / unit),
    );
  }
  const random = createRandom(seed);
  for (let k = 0; k < restarts; k++) {
    yield matrix(
      n,
      dimensions,
      Float64Array.from({ length: n * dimensions }, () => random.normal()),
    );
  }
}

/** Where the steps from one start have led. */
interface Descent {
  coordinates: Matrix;
  stress: number;
  iterations: number;
  converged: boolean;
}

function descend(target: Matrix, start: Matrix, { iterations, tolerance }: Search): Descent {
  let [coordinates, stress] = [start, rawStressOf(target, start)];
  for (let step = 1; step <= iterations; step++) {
    coordinates = guttman(target, coordinates);
    const lower = rawStressOf(target, coordinates);
    const converged = stress - lower < tolerance * stress || lower === 0;
    stress = lower;
    if (converged) return { coordinates, stress, iterations: step, converged };
  }
  return { coordinates, stress, iterations, converged: false };
}

/** One step; the result is centred. */
function guttman({ rows: n, data: target }: Matrix, { cols: k, data: x }: Matrix): Matrix {
  const next = matrix(n, k);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const apart = distanceBetween(x, k, i, j);
      const ratio = apart > 0 ? target[i * n + j]! / apart / n : 0;
      for (let c = 0; c < k; c++) {
        const pull = ratio * (x[i * k + c]! - x[j * k + c]!);
        next.data[i * k + c]! += pull;
        next.data[j * k + c]! -= pull;
      }
    }
  }
  return next;
}

function rawStressOf({ rows: n, data: target }: Matrix, { cols: k, data: x }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) sum += (distanceBetween(x, k, i, j) - target[i * n + j]!) ** 2;
  }
  return sum;
}

function distanceBetween(x: Float64Array, k: number, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < k; c++) sum += (x[i * k + c]! - x[j * k + c]!) ** 2;
  return Math.sqrt(sum);
}
