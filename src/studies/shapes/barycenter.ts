import { OptionError } from "../../base/errors.ts";
import { concatenate, matrix } from "../../base/matrix.ts";
import type { Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../../base/random.ts";
import { Mixing } from "../../metrics/search/mixing.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  atTrueScale,
  movedOnto,
  squareAtTrueScale,
  squaredGap,
  type Group,
  type ShapeOptions,
  type Shapes,
} from "./shapes.ts";

export interface BarycenterOptions extends ShapeOptions {
  /** Starts: networks first, then means of networks moved at random; at least 1. @default 8; permutation: 32 */
  readonly restarts?: number;
  /** Decides the order of the starts. @default 1 */
  readonly seed?: number;
  /** Most passes from one start, at least 1. @default 2000 */
  readonly iterations?: number;
  /** A start has ended when a pass moves the mean by less than this share of its norm; at least 0. @default 1e-10 */
  readonly tolerance?: number;
}

/** The network in the middle of others. */
export interface Barycenter {
  readonly group: Group;
  /** stimuli × units of the widest network; its axes are free under the group. */
  readonly mean: Matrix;
  /** Mean over networks of the squared distance to it, in squared units of the responses. */
  readonly loss: number;
  /** Squared distance of each network to it. */
  readonly losses: Float64Array;
  /** Passes from the start that won, and whether it ended by the tolerance. */
  readonly iterations: number;
  readonly converged: boolean;
  /** After each pass of that start the mean squared distance of the networks, as they were moved, to the new mean. */
  readonly history: Float64Array;
}

/** One way down. */
export interface DescentStart {
  /** Number of the start; or the mean from which an earlier descent is carried on. */
  readonly from: number | Matrix;
  readonly tolerance: number;
}

/** Does descents in any order, and gives them in that of the starts. */
export type Descend = (
  shapes: Shapes,
  search: BarycenterSearch,
  starts: readonly DescentStart[],
) => Promise<Descent[]>;

/** What tells minima apart; the best is then followed to the tolerance asked for. */
const coarse = 1e-5;

/**
 * Fréchet mean: the X̄ for which (1/K) Σ min over T of ‖X_k·T − X̄‖² is least, T in the group.
 * From each start all networks are moved onto the mean and averaged, which never raises the
 * loss, until that moves the mean no more. Then, where motions are permutations, one network
 * after the other is moved onto the mean of the others: a network's share in the mean otherwise
 * holds it where it is. There are local minima: the best is kept.
 *
 * Source: Gower, "Generalized Procrustes analysis", Psychometrika 40, 1975; as a mean in shape
 * space: Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §3.
 */
export async function barycenterOf(
  shapes: Shapes,
  options: BarycenterOptions,
  kernels: Kernels,
  descend: Descend,
): Promise<Barycenter> {
  const search = checked({ restarts: shapes.group === "permutation" ? 32 : 8, ...options });
  const reduced = withoutSpareUnits(shapes, kernels);
  const count = shapes.group === "identity" ? 1 : search.restarts; // the plain mean is the minimum
  const best = await descendToBest(reduced.shapes, search, count, descend);
  const { mean, losses, loss, iterations, converged, history } = best;
  const { group, exponent } = shapes;
  return {
    group,
    mean: atTrueScale(reduced.restore(mean), exponent),
    loss: squareAtTrueScale(loss, exponent),
    losses: losses.map((value) => squareAtTrueScale(value, exponent)),
    iterations,
    converged,
    history: history.map((value) => squareAtTrueScale(value, exponent)),
  };
}

async function descendToBest(
  shapes: Shapes,
  search: BarycenterSearch,
  count: number,
  descend: Descend,
): Promise<Descent> {
  const tolerance = Math.max(coarse, search.tolerance);
  const starts = Array.from({ length: count }, (_, from) => ({ from, tolerance }));
  const found = await descend(shapes, search, starts);
  const best = found.reduce((least, one) => (one.loss < least.loss ? one : least));
  const left = search.iterations - best.iterations;
  if (left < 1 || search.tolerance >= tolerance) return best;
  const rest = { ...search, iterations: left };
  const [end] = await descend(shapes, rest, [{ from: best.mean, tolerance: search.tolerance }]);
  return {
    ...end!,
    iterations: best.iterations + end!.iterations,
    history: concatenate([best.history, end!.history]),
  };
}

/** How a barycenter is looked for. */
export type BarycenterSearch = Required<Omit<BarycenterOptions, keyof ShapeOptions>>;

function checked({
  restarts = 1,
  seed = 1,
  iterations = 2000,
  tolerance = 1e-10,
}: BarycenterOptions): BarycenterSearch {
  for (const [name, value] of Object.entries({ restarts, iterations })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new OptionError(`barycenter: ${name} must be a whole number from 1; got ${value}.`);
  }
  if (!(tolerance >= 0)) throw new OptionError(`barycenter: tolerance must be at least 0; got ${tolerance}.`);
  return { restarts, seed, iterations, tolerance };
}

/**
 * Under rotations n units and m < n stimuli need m dimensions only. The mean comes back in the
 * space that the first network spans.
 */
function withoutSpareUnits(shapes: Shapes, kernels: Kernels) {
  const [first] = shapes.points as [Matrix];
  if (shapes.group !== "orthogonal" || first.cols <= first.rows) {
    return { shapes, restore: (mean: Matrix) => mean };
  }
  const points = shapes.points.map((x) => kernels.scope(() => kernels.detach(kernels.lq(x))));
  const { q, r } = kernels.scope(() => {
    const factors = kernels.qr(kernels.transpose(first));
    return { q: kernels.detach(factors.q), r: kernels.detach(kernels.transpose(factors.r)) };
  });
  points[0] = r;
  const restore = (mean: Matrix) =>
    kernels.scope(() => kernels.detach(kernels.gemm(mean, q, { transB: true })));
  return { shapes: { ...shapes, points }, restore };
}

/** Every network may be a start; where more are wanted, means of networks moved onto a random one. */
function startOf({ points }: Shapes, { seed }: BarycenterSearch, index: number): Matrix {
  if (index === 0) return points[0]!;
  const [, ...others] = shuffled(points.length, createRandom(seed));
  return index < points.length ? points[others[index - 1]!]! : mixture(points, createRandom(seed, index));
}

/** A mean of networks with random weights of either sign. */
function mixture(points: readonly Matrix[], random: Random): Matrix {
  const sum = matrix(points[0]!.rows, points[0]!.cols);
  for (const { data } of points) {
    const weight = random.normal();
    data.forEach((value, k) => (sum.data[k]! += (weight * value) / points.length));
  }
  return sum;
}

/** Where one start led. */
export interface Descent {
  mean: Matrix;
  losses: Float64Array;
  loss: number;
  iterations: number;
  converged: boolean;
  history: Float64Array;
}

/** Goes down from one start. */
export function descendFrom(
  shapes: Shapes,
  search: BarycenterSearch,
  start: DescentStart,
  kernels: Kernels,
): Descent {
  const { points, group } = shapes;
  const { from } = start;
  const mean = typeof from === "number" ? startOf(shapes, search, from) : from;
  const limits = { tolerance: start.tolerance, iterations: search.iterations };
  const found =
    group === "permutation"
      ? exchange(points, mean, limits, kernels)
      : average(points, mean, group, limits, kernels);
  return { ...found, ...lossOf(points, found.mean, group, kernels) };
}

type Path = Pick<Descent, "mean" | "iterations" | "converged" | "history">;
type Limits = Pick<BarycenterSearch, "tolerance" | "iterations">;

/** Passes after which a start that has not ended is in a flat valley. */
const plainPasses = 40;

/**
 * Moves all onto the mean and averages. In a flat valley passes are mixed to look ahead; one
 * that raises the loss is taken back.
 */
function average(
  points: readonly Matrix[],
  start: Matrix,
  group: Group,
  { tolerance, iterations }: Limits,
  kernels: Kernels,
): Path {
  const mixing = new Mixing();
  const history: number[] = [];
  let [mean, image] = [start, start];
  for (let pass = 1; ; pass++) {
    const moved = points.map((x) => movedOnto(x, mean, group, kernels));
    const next = averaged(moved);
    const loss = spread(moved, next);
    const worse = loss > (history.at(-1) ?? Infinity) * (1 + 1e-13);
    if (!worse) {
      history.push(loss);
      image = next;
    }
    const converged = !worse && isNear(next, mean, tolerance);
    if (converged || pass >= iterations)
      return { mean: image, iterations: pass, converged, history: Float64Array.from(history) };
    if (worse) mixing.forget();
    const isSlow = pass >= plainPasses && !worse;
    mean = isSlow ? kernels.scope(() => mixing.next(mean, next, kernels)) : image;
  }
}

/** The same for permutations; where that moves the mean no more, one network after the other. */
function exchange(
  points: readonly Matrix[],
  start: Matrix,
  { tolerance, iterations }: Limits,
  kernels: Kernels,
): Path {
  const history: number[] = [];
  let [mean, moved, singly] = [start, [] as Matrix[], false];
  for (let pass = 1; ; pass++) {
    moved = singly
      ? movedOntoOthers(points, moved, "permutation", kernels)
      : points.map((x) => movedOnto(x, mean, "permutation", kernels));
    const next = averaged(moved);
    history.push(spread(moved, next));
    const still = isNear(next, mean, tolerance);
    const converged = still && singly;
    [mean, singly] = [next, singly || still];
    if (converged || pass >= iterations)
      return { mean, iterations: pass, converged, history: Float64Array.from(history) };
  }
}

/** Mean squared distance to their mean. */
function spread(moved: readonly Matrix[], mean: Matrix): number {
  return moved.reduce((sum, x) => sum + squaredGap(x, mean), 0) / moved.length;
}

function isNear(next: Matrix, mean: Matrix, tolerance: number): boolean {
  const size = Math.sqrt(squaredGap(next, matrix(next.rows, next.cols)));
  return Math.sqrt(squaredGap(next, mean)) <= tolerance * size;
}

/** One after the other, each onto the mean of the others as they are by then. */
function movedOntoOthers(
  points: readonly Matrix[],
  moved: readonly Matrix[],
  group: Group,
  kernels: Kernels,
): Matrix[] {
  const now = [...moved];
  for (const [k, x] of points.entries()) {
    const others = now.filter((_, i) => i !== k);
    if (others.length > 0) now[k] = movedOnto(x, averaged(others), group, kernels);
  }
  return now;
}

export function averaged(points: readonly Matrix[]): Matrix {
  const mean = matrix(points[0]!.rows, points[0]!.cols);
  for (const { data } of points) data.forEach((value, k) => (mean.data[k]! += value / points.length));
  return mean;
}

/** Squared distances to the mean, each under the best motion, and their mean. */
function lossOf(points: readonly Matrix[], mean: Matrix, group: Group, kernels: Kernels) {
  const losses = Float64Array.from(points, (x) => squaredGap(movedOnto(x, mean, group, kernels), mean));
  return { losses, loss: losses.reduce((sum, value) => sum + value, 0) / losses.length };
}
