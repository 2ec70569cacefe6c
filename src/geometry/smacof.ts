import { square } from "../base/math/powers.ts";
import { beat } from "../base/beat.ts";
import { givenMatrix } from "../base/numbers.ts";
import { OptionError, ShapeError } from "../base/errors.ts";
import { matrix, shapeOf, toRows, type Matrix } from "../base/matrix.ts";
import {
  data,
  number,
  resolveOptions,
  mostStarts,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../base/options.ts";
import { createRandom } from "../base/random.ts";
import { written, type Written } from "../data/written.ts";
import { assertDimensions, coordinateTable, distanceBetween } from "./coordinates.ts";
import { fitSteps, type Fit } from "./goodness.ts";
import { inTurn, step, type Parts, type PartWork, type Steps } from "./parts.ts";
import { powerOfTwoNear, scaled, squareOf } from "./square.ts";

/** How `smacof` searches. */
export interface SmacofOptions {
  readonly dimensions?: number | undefined;
  readonly restarts?: number | undefined;
  readonly seed?: number | undefined;
  readonly iterations?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly starts?: readonly Matrix[] | undefined;
}

export const smacofOptions = {
  dimensions: whole(2, 1, 1e9, "Axes of the map, at most as many as there are items."),
  restarts: whole(8, 0, mostStarts, "smacof: random starts besides the given ones."),
  seed: seed("smacof: decides the random starts."),
  iterations: whole(1000, 1, 1e9, "smacof: most steps from one start."),
  tolerance: number(
    1e-9,
    0,
    Infinity,
    "smacof: a start ends when a step lowers the stress by less than this share.",
  ),
  starts: data<readonly Matrix[]>(
    "a list of matrices, items × dimensions",
    "Configurations to start from before the random ones, in the unit of the distances.",
    Array.isArray,
  ),
} satisfies OptionSchemas<SmacofOptions>;

/** The best configuration that was found. */
export interface SmacofEmbedding extends Fit, Written {
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
  return inTurn(smacofSteps(distances, options));
}

/** The steps of `smacof`. */
export function* smacofSteps(
  distances: Matrix | Float64Array,
  options: SmacofOptions,
): Steps<SmacofEmbedding> {
  const search = resolveOptions("smacof", smacofOptions, options);
  const facts = yield* leastStress(squareOf(distances), search);
  const table = () => coordinateTable(facts.coordinates);
  const document = () => ({ ...facts, coordinates: toRows(facts.coordinates) });
  return { ...facts, ...written({ document, table }) };
}

type Search = Chosen<typeof smacofOptions>;

/**
 * What `smacof` finds, as plain data: a piece a start, then how well the best of them fits.
 * @param d - n × n, as `squareOf` gives it
 */
export function* leastStress(d: Matrix, search: Search): Steps<Omit<SmacofEmbedding, keyof Written>> {
  assertStarts(search, d.rows);
  const unit = powerOfTwoNear(d.data);
  const target = scaled(d, 1 / unit);
  const { coordinates, stress, iterations, converged } = yield* step(
    descents,
    descentParts(target, unit, search),
  );
  const fit = yield* fitSteps(target, coordinates, unit);
  return {
    coordinates: scaled(coordinates, unit),
    rawStress: stress * unit * unit,
    iterations,
    converged,
    ...fit,
  };
}

/** What all starts share. */
interface DescentSetup {
  readonly target: Matrix;
  readonly iterations: number;
  readonly tolerance: number;
}

/** Steps after which most searches have ended; it only decides where they are done. */
const usualSteps = 100;

function descentParts(
  target: Matrix,
  unit: number,
  search: Search,
): Parts<DescentSetup, Matrix, Descent, Descent> {
  const { iterations, tolerance, dimensions } = search;
  const pieces = [...startsOf(search, target.rows, unit)];
  return {
    setup: { target, iterations, tolerance },
    pieces,
    operations: 4 * pieces.length * Math.min(iterations, usualSteps) * target.data.length * dimensions,
    finish: (found) => found.reduce((best, one) => (one.stress < best.stress ? one : best)),
  };
}

/** The search from each start. */
export const descents: PartWork<DescentSetup, Matrix, Descent> = {
  name: "smacof",
  durable: true,
  open: (setup) => (start) => descend(setup, start),
};

function assertStarts({ dimensions, restarts, starts = [] }: Search, n: number): void {
  assertDimensions("smacof", dimensions, n);
  if (restarts + starts.length === 0) {
    throw new OptionError(
      "smacof: restarts is 0 and no starts are given; expected one start or more.",
      "restarts",
    );
  }
  for (const [k, start] of starts.entries()) {
    givenMatrix(start, `smacof: start ${k}`);
    if (start.rows === n && start.cols === dimensions) continue;
    throw new ShapeError(`smacof: a start must be ${n} × ${dimensions}; got ${shapeOf(start)}.`);
  }
}

function* startsOf(
  { starts = [], restarts, dimensions, seed }: Search,
  n: number,
  unit: number,
): Generator<Matrix> {
  for (const start of starts) yield scaled(start, 1 / unit);
  const random = createRandom(seed);
  for (let k = 0; k < restarts; k++) {
    const normal = Float64Array.from({ length: n * dimensions }, () => random.normal());
    yield matrix(n, dimensions, normal);
  }
}

/** Where the steps from one start have led. */
interface Descent {
  coordinates: Matrix;
  stress: number;
  iterations: number;
  converged: boolean;
}

function descend({ target, iterations, tolerance }: DescentSetup, start: Matrix): Descent {
  let [coordinates, stress] = [start, rawStressOf(target, start)];
  for (let step = 1; step <= iterations; step++) {
    beat();
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
    for (let j = i + 1; j < n; j++) sum += square(distanceBetween(x, k, i, j) - target[i * n + j]!);
  }
  return sum;
}
