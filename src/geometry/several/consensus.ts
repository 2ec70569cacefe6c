import { beat } from "../../base/beat.ts";
import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Eigh } from "../pcoa.ts";
import { consensusStart, meanCoordinates } from "./consensus-start.ts";
import type { Grams } from "./grams.ts";
import { leading } from "./leading.ts";

/** How a consensus is found. */
export interface ConsensusSearch {
  readonly dimensions: number;
  readonly iterations: number;
  /** A search ends where a step lowers the loss by less than this, as a share of the sum of squares. */
  readonly tolerance: number;
  readonly seed: number;
}

/** One map for several matrices. */
export interface ConsensusFit {
  /** n × dimensions, centred; axes by falling size, the weights of each of mean 1. */
  readonly coordinates: Matrix;
  /** Of each matrix, how much it stretches each axis (its square): matrices × dimensions, at least 0. */
  readonly weights: Matrix;
  /** Of each matrix: the share of the sum of squares of its inner products that the map with its weights has. */
  readonly fit: Float64Array;
  /** Σ ‖B_v − X·W_v·Xᵀ‖² at the start and after each step; never rising. */
  readonly losses: Float64Array;
  readonly converged: boolean;
}

/** The map of the mean of all Gram matrices, and the weights with which it fits each best. */
export function meanConsensus(grams: Grams, dimensions: number, eigh: Eigh): ConsensusFit {
  const coordinates = meanCoordinates(grams, dimensions, eigh);
  const weights = fittedWeights(grams, coordinates, matrix(grams.all.length, dimensions));
  const losses = Float64Array.of(lossOf(grams, coordinates, weights));
  return {
    ...arranged(coordinates, weights, false),
    fit: fitsOf(grams, coordinates, weights),
    losses,
    converged: true,
  };
}

/**
 * Individual differences scaling (INDSCAL): one map X and weights w of each matrix for its axes,
 *
 *   B_v ≈ X · diag(w_v) · Xᵀ,   w ≥ 0,   with B_v = −J·D_v²·J / 2 at Frobenius norm 1.
 *
 * The axes are determined: another rotation of X has no such weights. Alternately the weights of each matrix (non-negative least
 * squares), and each axis given the others: the leading eigenvector of Σ_v w_vr·(B_v less its other axes), scaled. No step raises the loss.
 *
 * @param index - number of the start: 0 from the mixture of matrices in which they differ most, others from a random one
 *
 * Source: Carroll & Chang, Psychometrika 35, 1970; ten Berge, Kiers & Krijnen, J. Classification 10, 1993, for the weights at least 0.
 */
export function indscal(grams: Grams, search: ConsensusSearch, index: number, eigh: Eigh): ConsensusFit {
  const { dimensions, iterations, tolerance, seed } = search;
  const x = consensusStart(grams, dimensions, index, seed, eigh);
  let weights = fittedWeights(grams, x, matrix(grams.all.length, dimensions));
  const losses = [lossOf(grams, x, weights)];
  let converged = false;
  for (let step = 0; step < iterations && !converged; step++) {
    beat();
    for (let axis = 0; axis < dimensions; axis++) improveAxis(grams, x, weights, axis, eigh);
    weights = fittedWeights(grams, x, weights);
    const [before, after] = [losses.at(-1)!, lossOf(grams, x, weights)];
    converged = before - after <= tolerance * grams.all.length;
    losses.push(Math.min(before, after)); // what rounding adds is no rise
  }
  const fit = fitsOf(grams, x, weights);
  return { ...arranged(x, weights, true), fit, losses: Float64Array.from(losses), converged };
}

/** Axis r anew: √(λ / Σ w²)·u, with λ, u the leading eigenpair of Σ_v w_vr·(B_v − Σ_{s≠r} w_vs·x_s·x_sᵀ). */
function improveAxis(grams: Grams, x: Matrix, { data: w, cols: k }: Matrix, axis: number, eigh: Eigh): void {
  const n = x.rows;
  const total = new Float64Array(n * n);
  const shared = new Float64Array(k);
  grams.all.forEach(({ data }, v) => {
    const weight = w[v * k + axis]!;
    for (let s = 0; s < k; s++) shared[s]! += weight * w[v * k + s]!;
    if (weight > 0) for (let at = 0; at < total.length; at++) total[at]! += weight * data[at]!;
  });
  if (!(shared[axis]! > 0)) return;
  const product = (y: Float64Array) => {
    const image = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += total[i * n + j]! * y[j]!;
      image[i] = sum;
    }
    for (let s = 0; s < k; s++) {
      if (s === axis || shared[s] === 0) continue;
      let along = 0;
      for (let j = 0; j < n; j++) along += x.data[j * k + s]! * y[j]!;
      for (let i = 0; i < n; i++) image[i]! -= shared[s]! * along * x.data[i * k + s]!;
    }
    return image;
  };
  const start = Float64Array.from({ length: n }, (_, i) => x.data[i * k + axis]!);
  const { value, vector } = leading(product, start, eigh);
  const factor = Math.sqrt(Math.max(0, value) / shared[axis]!);
  if (!(factor > 0)) return;
  for (let i = 0; i < n; i++) x.data[i * k + axis] = factor * vector[i]!;
}

/** Most sweeps over the axes of one matrix. */
const sweeps = 500;

/** The weights ≥ 0 of each matrix with which the map fits it best, by coordinate descent from those before. */
function fittedWeights(grams: Grams, x: Matrix, before: Matrix): Matrix {
  const k = x.cols;
  const squares = axisProducts(x).data.map(square);
  const weights = matrix(before.rows, k, before.data.slice());
  grams.all.forEach((gram, v) => {
    const along = alongAxes(gram, x);
    const w = weights.data.subarray(v * k, (v + 1) * k);
    for (let sweep = 0, moves = true; sweep < sweeps && moves; sweep++) {
      moves = false;
      for (let r = 0; r < k; r++) {
        const own = squares[r * k + r]!;
        if (!(own > 0)) continue;
        let rest = along[r]!;
        for (let s = 0; s < k; s++) if (s !== r) rest -= squares[r * k + s]! * w[s]!;
        const next = Math.max(0, rest / own);
        if (Math.abs(next - w[r]!) > 1e-15 * Math.abs(next)) moves = true;
        w[r] = next;
      }
    }
  });
  return weights;
}

/** XᵀX. */
function axisProducts({ rows: n, cols: k, data: x }: Matrix): Matrix {
  const products = matrix(k, k);
  for (let i = 0; i < n; i++)
    for (let r = 0; r < k; r++)
      for (let s = 0; s < k; s++) products.data[r * k + s]! += x[i * k + r]! * x[i * k + s]!;
  return products;
}

/** x_rᵀ·B·x_r of each axis. */
function alongAxes({ data: b }: Matrix, { rows: n, cols: k, data: x }: Matrix): Float64Array {
  const along = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < k; r++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += b[i * n + j]! * x[j * k + r]!;
      along[r]! += sum * x[i * k + r]!;
    }
  }
  return along;
}

/** ‖B_v − X·W_v·Xᵀ‖² of each matrix: entry by entry, so that a perfect fit is seen as one. */
function residuals(grams: Grams, { rows: n, cols: k, data: x }: Matrix, { data: w }: Matrix): Float64Array {
  return Float64Array.from(grams.all, ({ data: b }, v) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = b[i * n + j]!;
        for (let r = 0; r < k; r++) rest -= w[v * k + r]! * x[i * k + r]! * x[j * k + r]!;
        sum += (i === j ? 1 : 2) * square(rest);
      }
    }
    return sum;
  });
}

function lossOf(grams: Grams, x: Matrix, weights: Matrix): number {
  return residuals(grams, x, weights).reduce((sum, value) => sum + value, 0);
}

function fitsOf(grams: Grams, x: Matrix, weights: Matrix): Float64Array {
  return residuals(grams, x, weights).map((rest) => 1 - rest);
}

/** Axes by falling size, weights of mean 1, the largest entry of each axis positive. @param isScaled - whether axes may change their scale and order */
function arranged(
  x: Matrix,
  weights: Matrix,
  isScaled: boolean,
): Pick<ConsensusFit, "coordinates" | "weights"> {
  const { rows: n, cols: k } = x;
  const count = weights.rows;
  const column = ({ rows, data }: Matrix, r: number) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * k + r]!);
  const axes = Array.from({ length: k }, (_, r) => {
    const [points, own] = [column(x, r), column(weights, r)];
    const mean = isScaled ? own.reduce((sum, value) => sum + value / count, 0) : 1;
    const sign =
      points.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0) < 0 ? -1 : 1;
    const factor = sign * Math.sqrt(mean);
    const moved = points.map((value) => factor * value);
    return {
      points: moved,
      weights: mean > 0 ? own.map((value) => value / mean) : own,
      size: moved.reduce((sum, value) => sum + square(value), 0),
    };
  });
  if (isScaled) axes.sort((a, b) => b.size - a.size);
  const gathered = (rows: number, of: (axis: (typeof axes)[number]) => Float64Array) =>
    matrix(
      rows,
      k,
      Float64Array.from({ length: rows * k }, (_, at) => of(axes[at % k]!)[Math.floor(at / k)]!),
    );
  return {
    coordinates: gathered(n, ({ points }) => points),
    weights: gathered(count, ({ weights }) => weights),
  };
}
