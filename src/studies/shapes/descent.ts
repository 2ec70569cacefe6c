import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../../base/random.ts";
import { Mixing } from "../../metrics/search/mixing.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Group } from "./options.ts";
import { averaged, movedOnto, squaredGap, type Shapes } from "./shapes.ts";

/** How a barycenter is looked for. */
export interface BarycenterSearch {
  readonly restarts: number;
  readonly seed: number;
  readonly iterations: number;
  readonly tolerance: number;
}

/** Where one descent begins. */
export interface DescentStart {
  /** Number of the start; or a mean, from which an earlier descent goes on. */
  readonly from: number | Matrix;
  readonly tolerance: number;
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

/** The mean from which start `index` goes: each network once, then random mixtures of networks. */
function startOf({ points }: Shapes, { seed }: BarycenterSearch, index: number): Matrix {
  if (index === 0) return points[0]!;
  const [, ...others] = shuffled(points.length, createRandom(seed));
  return index < points.length ? points[others[index - 1]!]! : mixture(points, createRandom(seed, index));
}

/** A mean of networks with random weights, positive or negative. */
function mixture(points: readonly Matrix[], random: Random): Matrix {
  const sum = matrix(points[0]!.rows, points[0]!.cols);
  for (const { data } of points) {
    const weight = random.normal();
    data.forEach((value, k) => (sum.data[k]! += (weight * value) / points.length));
  }
  return sum;
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

/** A start that has not ended after so many passes is in a flat valley. */
const plainPasses = 40;

/**
 * Moves all networks onto the mean and averages, again and again. In a flat valley it mixes earlier
 * passes to look ahead; a pass that raises the loss is taken back.
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

/** The same for permutations; once the mean stays where it is, one network after the other. */
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

/** One after the other, each onto the present mean of the others. */
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

/** Squared distances to the mean, each under the best motion, and their mean. */
function lossOf(points: readonly Matrix[], mean: Matrix, group: Group, kernels: Kernels) {
  const losses = Float64Array.from(points, (x) => squaredGap(movedOnto(x, mean, group, kernels), mean));
  return { losses, loss: losses.reduce((sum, value) => sum + value, 0) / losses.length };
}
