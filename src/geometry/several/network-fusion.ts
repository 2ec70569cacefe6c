import { beat } from "../../base/beat.ts";
import { NumericalError } from "../../base/errors.ts";
import { exp } from "../../base/math/exp.ts";
import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { PartWork } from "../parts.ts";

/** How networks are fused: by the equations of the paper, or as the package `snfpy` does it. */
export const fusionVariants = ["paper", "snfpy"] as const;
export type FusionVariant = (typeof fusionVariants)[number];

/** Distances between the same items by several measures, and how they are fused. */
export interface FusionSetup {
  /** One below the other, (measures · items) × items. */
  readonly squares: Matrix;
  /** Neighbours of an item. */
  readonly k: number;
  readonly mu: number;
  readonly variant: FusionVariant;
  readonly iterations: number;
  readonly tolerance: number;
}

/** One network of similarities from several. */
export interface FusedNetwork {
  /** Items × items, symmetric. */
  readonly similarity: Matrix;
  /** Of the pairs of items, how the fused similarity correlates with that of each measure alone. */
  readonly agreement: Float64Array;
  readonly iterations: number;
  /** ‖last step‖ / ‖similarity‖. */
  readonly change: number;
  readonly converged: boolean;
}

/** Similarity network fusion, undivided. */
export const fusions: PartWork<FusionSetup, null, FusedNetwork> = {
  name: "fusion",
  open: (setup) => () => fuseNetworks(setup),
};

/**
 * Similarity network fusion: each measure's network of similarities is passed through the neighbours of the others until
 * they agree.
 *
 *   W(i, j) = exp(−ρ(i, j)² / (μ·ε(i, j))),  ε(i, j) the mean of ρ(i, j) and of the mean distances of i and of j to their k nearest
 *   P(i, j) = W(i, j) / (2·Σ_{l≠i} W(i, l)), P(i, i) = 1/2;  S(i, ·) = W(i, ·) over i and its k nearest, at sum 1
 *   P_v ← S_v · mean of the other P · S_vᵀ, brought to the form of P again;  in the end their mean, made symmetric
 *
 * ρ is in units of the mean distance of its matrix, so that units do not matter, as the paper's standardised data do it.
 * Of items at the same distance the one with the smaller number is the nearer.
 *
 * @throws {NumericalError} naming the measure (by number) and the item that is too far from all others, or distances that are all 0.
 *
 * Source: Wang et al., "Similarity network fusion for aggregating data types on a genomic scale", Nature Methods 11, 2014, online methods.
 */
export function fuseNetworks({ squares, k, mu, variant, iterations, tolerance }: FusionSetup): FusedNetwork {
  const n = squares.cols;
  const form = forms[variant];
  const affinities = squaresIn(squares).map((distances, v) => form.affinity(distances, k, mu, v));
  let networks = affinities.map((affinity) => form.start(affinity));
  const neighbors = affinities.map((affinity, v) => form.neighbors(affinity, networks[v]!, k));
  const own = networks.map((network) => symmetric(network));
  let [similarity, change, step] = [form.finish(meanOf(networks)), Infinity, 0];
  while (step < iterations && change > tolerance) {
    step++;
    beat();
    const total = sumOf(networks);
    networks = networks.map((network, v) =>
      form.next(passed(total, network, neighbors[v]!, networks.length)),
    );
    const next = form.finish(meanOf(networks));
    change = relativeChange(similarity, next);
    similarity = next;
  }
  const agreement = Float64Array.from(own, (network) => pairCorrelation(network, similarity, n));
  return { similarity, agreement, iterations: step, change, converged: change <= tolerance };
}

/** What the variants do differently. */
interface Form {
  affinity(distances: Matrix, k: number, mu: number, measure: number): Matrix;
  start(affinity: Matrix): Matrix;
  neighbors(affinity: Matrix, start: Matrix, k: number): Neighbors;
  next(passed: Matrix): Matrix;
  finish(mean: Matrix): Matrix;
}

const forms: Record<FusionVariant, Form> = {
  paper: {
    affinity: scaledAffinity,
    start: halved,
    neighbors: (affinity, _start, k) => nearestOf(affinity, k, true),
    next: halved,
    finish: symmetric,
  },
  snfpy: {
    affinity: densityAffinity,
    start: (affinity) => symmetric(rowsToOne(affinity)),
    neighbors: (_affinity, start, k) => nearestOf(start, k, false),
    next: (passed) => plusIdentity(symmetric(passed), 1, 1),
    finish: (mean) => plusIdentity(symmetric(rowsToOne(mean)), 1, 0.5),
  },
};

function squaresIn({ rows, cols, data }: Matrix): Matrix[] {
  const size = cols * cols;
  return Array.from({ length: rows / cols }, (_, v) =>
    matrix(cols, cols, data.subarray(v * size, (v + 1) * size)),
  );
}

/** Mean distance of each item to its k nearest others. */
function nearDistances({ rows: n, data }: Matrix, k: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const others = Float64Array.from({ length: n - 1 }, (_, j) => data[i * n + j + Number(j >= i)]!).sort();
    let sum = 0;
    for (let j = 0; j < k; j++) sum += others[j]!;
    return sum / k;
  });
}

function scaledAffinity(distances: Matrix, k: number, mu: number, measure: number): Matrix {
  const { rows: n, data } = distances;
  const unit = data.reduce((sum, value) => sum + value, 0) / (n * (n - 1));
  if (unit === 0)
    throw new NumericalError(
      `fuse: all distances of matrix ${measure}, counted from 0, are 0, so it has no neighbours.`,
    );
  const near = nearDistances(distances, k);
  const affinity = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const distance = data[i * n + j]!;
      const scale = (near[i]! + near[j]! + distance) / 3;
      affinity.data[i * n + j] = distance === 0 ? 1 : exp((-(distance / unit) * (distance / scale)) / mu);
    }
  }
  assertReachable(affinity, measure);
  return affinity;
}

function assertReachable({ rows: n, data }: Matrix, measure: number): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) if (j !== i) sum += data[i * n + j]!;
    if (sum > 1e-300) continue;
    throw new NumericalError(
      `fuse: item ${i} of matrix ${measure}, counted from 0, is so far from all others that its similarities vanish. Raise mu or k.`,
    );
  }
}

/** Densities of normal distributions, as `snfpy.compute.affinity_matrix`. */
function densityAffinity(distances: Matrix, k: number, mu: number): Matrix {
  const { rows: n, data } = distances;
  const near = nearDistances(distances, k);
  const affinity = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const spread = (near[i]! + near[j]! + 2 * Number.EPSILON + data[i * n + j]!) / 3;
      const deviation = mu * ((spread > Number.EPSILON ? spread : 0) + Number.EPSILON);
      affinity.data[i * n + j] =
        exp(-square(data[i * n + j]! / deviation) / 2) / (deviation * Math.sqrt(2 * Math.PI));
    }
  }
  return affinity;
}

/** Each row at sum 1, half of it on the diagonal. */
function halved({ rows: n, data }: Matrix): Matrix {
  const network = matrix(n, n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) if (j !== i) sum += data[i * n + j]!;
    for (let j = 0; j < n; j++) network.data[i * n + j] = i === j ? 0.5 : data[i * n + j]! / (2 * sum);
  }
  return network;
}

function rowsToOne({ rows: n, data }: Matrix): Matrix {
  const network = matrix(n, n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += data[i * n + j]!;
    for (let j = 0; j < n; j++) network.data[i * n + j] = data[i * n + j]! / sum;
  }
  return network;
}

function symmetric({ rows: n, data }: Matrix): Matrix {
  return matrix(
    n,
    n,
    data.map((value, at) => (value + data[(at % n) * n + Math.floor(at / n)]!) / 2),
  );
}

/** factor · A + weight · I. */
function plusIdentity({ rows: n, data }: Matrix, factor: number, weight: number): Matrix {
  return matrix(
    n,
    n,
    data.map((value, at) => factor * value + (at % (n + 1) === 0 ? weight : 0)),
  );
}

/** S in the form of a list: `columns` and `weights` are items × count. */
interface Neighbors {
  readonly count: number;
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** @param withSelf - the item itself and its k nearest others; or else the k nearest, which may include itself */
function nearestOf({ rows: n, data }: Matrix, k: number, withSelf: boolean): Neighbors {
  const count = withSelf ? k + 1 : k;
  const columns = new Int32Array(n * count);
  const weights = new Float64Array(n * count);
  const all = Array.from({ length: n }, (_, j) => j);
  for (let i = 0; i < n; i++) {
    const value = (j: number) => (withSelf && j === i ? Infinity : data[i * n + j]!);
    const chosen = all
      .toSorted((a, b) => (value(b) === value(a) ? a - b : value(b) - value(a)))
      .slice(0, count);
    const sum = chosen.reduce((total, j) => total + data[i * n + j]!, 0);
    for (const [at, j] of chosen.entries()) {
      columns[i * count + at] = j;
      weights[i * count + at] = data[i * n + j]! / sum;
    }
  }
  return { count, columns, weights };
}

/** S · (total − own) / (networks − 1) · Sᵀ. */
function passed(total: Matrix, own: Matrix, neighbors: Neighbors, networks: number): Matrix {
  const n = own.rows;
  const others = total.data.map((value, at) => (value - own.data[at]!) / (networks - 1));
  return matrix(n, n, transposedProduct(transposedProduct(others, n, neighbors), n, neighbors));
}

/** (S · A)ᵀ. Twice it is S · A · Sᵀ, and both times whole rows are added. */
function transposedProduct(a: Float64Array, n: number, { count, columns, weights }: Neighbors): Float64Array {
  const result = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let at = i * count; at < (i + 1) * count; at++) {
      const [weight, start] = [weights[at]!, columns[at]! * n];
      for (let j = 0; j < n; j++) row[j]! += weight * a[start + j]!;
    }
    for (let j = 0; j < n; j++) result[j * n + i] = row[j]!;
  }
  return result;
}

function sumOf(networks: readonly Matrix[]): Matrix {
  const [first] = networks;
  const total = new Float64Array(first!.data.length);
  for (const { data } of networks) for (let at = 0; at < total.length; at++) total[at]! += data[at]!;
  return matrix(first!.rows, first!.cols, total);
}

function meanOf(networks: readonly Matrix[]): Matrix {
  const { rows, cols, data } = sumOf(networks);
  return matrix(
    rows,
    cols,
    data.map((value) => value / networks.length),
  );
}

function relativeChange(before: Matrix, after: Matrix): number {
  let [apart, size] = [0, 0];
  for (let at = 0; at < after.data.length; at++) {
    apart += square(after.data[at]! - before.data[at]!);
    size += square(after.data[at]!);
  }
  return Math.sqrt(apart / size);
}

/** Pearson's, over pairs i < j; 0 where one has no variance. */
function pairCorrelation(a: Matrix, b: Matrix, n: number): number {
  const pairs = (n * (n - 1)) / 2;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      meanA += a.data[i * n + j]! / pairs;
      meanB += b.data[i * n + j]! / pairs;
    }
  let [both, inA, inB] = [0, 0, 0];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const [x, y] = [a.data[i * n + j]! - meanA, b.data[i * n + j]! - meanB];
      both += x * y;
      inA += x * x;
      inB += y * y;
    }
  return inA > 0 && inB > 0 ? both / Math.sqrt(inA * inB) : 0;
}
