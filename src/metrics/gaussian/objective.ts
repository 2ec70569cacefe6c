import { powerOfTwo, square } from "../../base/math/powers.ts";
import { beat } from "../../base/beat.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Group } from "./motions.ts";
import type { PreparedGaussians } from "./prepare.ts";
import { byPowerOfTwo } from "./scale.ts";

/**
 * Two networks in one space, the narrower with columns of zeros. With means Mx, My and roots
 * Gx, Gy of their covariances,
 *
 *   loss(T) = alpha·‖Mx − My·T‖² + (2 − alpha)·Σᵢ bures²(Gxᵢ, Gyᵢ·T)
 *           = constant − 2·gain(T)
 *   gain(T) = alpha·⟨Mx, My·T⟩ + (2 − alpha)·Σᵢ ‖Gxᵢ·(Gyᵢ·T)ᵀ‖_*       (nuclear norm)
 *
 * over motions T of the units, every time of a trajectory alike.
 */
export interface Pairing {
  readonly x: Side;
  readonly y: Side;
  readonly stimuli: number;
  /** Units of the common space. */
  readonly width: number;
  readonly alpha: number;
  /** alpha·Myᵀ·Mx. */
  readonly meansProduct: Matrix;
  /** The loss if the networks had nothing in common. */
  readonly constant: number;
  /** Power of two that was divided out of both. */
  readonly exponent: number;
}

export interface Side {
  /** (stimuli · times) × width. */
  readonly means: Matrix;
  /** (stimuli · rank) × (times · width). */
  readonly roots: Matrix;
  readonly rank: number;
}

/** The objective at a motion. */
export interface Evaluation {
  /** T, width × width; y is moved to y·T. */
  readonly motion: Matrix;
  readonly gain: number;
  /** Derivative of the gain, width × width; as the gain is convex, it lies above its tangent. */
  readonly cross: Matrix;
}

/** Both networks in the larger of their spaces and at one scale. */
export function pairUp(
  x: PreparedGaussians,
  y: PreparedGaussians,
  { alpha, group }: { readonly alpha: number; readonly group: Group },
  kernels: Kernels,
): Pairing {
  const width = Math.max(x.means.cols, y.means.cols);
  const exponent = Math.max(x.exponent, y.exponent);
  const fitted = [x, y].map((one) => sideOf(one, width, exponent, kernels)) as [Side, Side];
  const [left, right] = group === "permutation" ? withoutLevel(fitted, kernels) : fitted;
  const powerOf = (one: PreparedGaussians, { means }: Side) =>
    alpha * square(kernels.norm(means)) +
    (2 - alpha) * powerOfTwo(2 * (one.exponent - exponent)) * one.variance;
  const product = kernels.gemm(right.means, left.means, { transA: true, alpha });
  return {
    x: left,
    y: right,
    stimuli: x.stimuli,
    width,
    alpha,
    meansProduct: product,
    constant: powerOf(x, left) + powerOf(y, right),
    exponent,
  };
}

function sideOf(one: PreparedGaussians, width: number, exponent: number, kernels: Kernels): Side {
  const fit = (a: Matrix) => widened(byPowerOfTwo(a, one.exponent - exponent, kernels), width, kernels);
  const roots = kernels.reshape(fit(one.roots), one.stimuli * one.rank, one.times * width);
  return { means: fit(one.means), roots, rank: one.rank };
}

/**
 * Means less the one number that is nearest to all of both networks. Reorderings of the units move what is
 * the same in every unit onto itself, so no difference of means changes; but where all means are far
 * from 0 (of spike counts, say), products of them would have no digits left for their differences.
 */
function withoutLevel([x, y]: readonly [Side, Side], kernels: Kernels): [Side, Side] {
  const sum = ({ means }: Side) => means.data.reduce((total, value) => total + value, 0);
  const level = (sum(x) + sum(y)) / (x.means.data.length + y.means.data.length);
  const row = matrix(1, x.means.cols, new Float64Array(x.means.cols).fill(1));
  const less = (side: Side) => ({ ...side, means: kernels.addRow(side.means, row, -level) });
  return [less(x), less(y)];
}

/** With columns of zeros. */
export function widened(a: Matrix, width: number, kernels: Kernels): Matrix {
  if (a.cols === width) return a;
  const wide = kernels.uninitialized(a.rows, width);
  const [from, to] = [a.data, wide.data.fill(0)];
  for (let i = 0; i < a.rows; i++) to.set(from.subarray(i * a.cols, (i + 1) * a.cols), i * width);
  return wide;
}

/** How the polar factors of the products of roots are found. */
export type Precision = "fast" | "full";

/**
 * The gain at a motion and its derivative: for each stimulus the orthogonal Q with
 * ⟨Gx·(Gy·T)ᵀ, Q⟩ = ‖Gx·(Gy·T)ᵀ‖_*, then one product over all stimuli, alpha·MyᵀMx + (2 − alpha)·Gyᵀ·QᵀGx.
 */
export function evaluate(
  pairing: Pairing,
  motion: Matrix,
  precision: Precision,
  kernels: Kernels,
): Evaluation {
  const { x, y, stimuli, alpha } = pairing;
  beat();
  return kernels.scope(() => {
    const moved = movedRoots(pairing, motion, kernels);
    const turned = kernels.uninitialized(y.roots.rows, y.roots.cols);
    let nuclear = 0;
    const counted = alpha < 2 ? stimuli : 0;
    for (let i = 0; i < counted; i++) {
      kernels.scope(() => {
        const own = kernels.rows(x.roots, i * x.rank, (i + 1) * x.rank);
        const other = kernels.rows(moved, i * y.rank, (i + 1) * y.rank);
        const found = turnedOnto(own, other, precision, kernels);
        nuclear += found.nuclear;
        turned.data.set(found.turned.data, i * y.rank * y.roots.cols);
      });
    }
    return evaluationOf(pairing, motion, nuclear, y.roots, turned, kernels);
  });
}

/** From Σ ‖Gxᵢ·(Gyᵢ·T)ᵀ‖_*, roots of y, and Qᵀ·Gx of the same stimuli. */
export function evaluationOf(
  { alpha, meansProduct, width }: Pairing,
  motion: Matrix,
  nuclear: number,
  roots: Matrix,
  turned: Matrix,
  kernels: Kernels,
): Evaluation {
  const gain = kernels.dot(meansProduct, motion) + (2 - alpha) * nuclear;
  if (alpha === 2) return { motion, gain, cross: kernels.detach(meansProduct) };
  const [of, onto] = [roots, turned].map((a) => perTime(a, width, kernels)) as [Matrix, Matrix];
  const covariant = kernels.gemm(of, onto, { transA: true, alpha: 2 - alpha });
  return { motion, gain, cross: sum(meansProduct, covariant) };
}

/** The roots of y after the motion, stimulus by stimulus. */
export function movedRoots({ y }: Pairing, motion: Matrix, kernels: Kernels): Matrix {
  return moveRoots(y.roots, motion, kernels);
}

/** Roots, rows × (times · width), after the motion. */
export function moveRoots(roots: Matrix, motion: Matrix, kernels: Kernels): Matrix {
  return kernels.reshape(kernels.gemm(perTime(roots, motion.rows, kernels), motion), roots.rows, roots.cols);
}

/** Every time of every row as a row of its own. */
export function perTime(a: Matrix, width: number, kernels: Kernels): Matrix {
  return kernels.reshape(a, (a.rows * a.cols) / width, width);
}

/** ‖A·Bᵀ‖_* and Qᵀ·A for the Q = U·Vᵀ of A·Bᵀ = U·S·Vᵀ. */
function turnedOnto(a: Matrix, b: Matrix, precision: Precision, kernels: Kernels) {
  const product = kernels.gemm(a, b, { transB: true });
  return precision === "full" ? turnedBySvd(product, a, kernels) : turnedByRoot(product, a, kernels);
}

function turnedBySvd(product: Matrix, a: Matrix, kernels: Kernels) {
  const { u, values, vt } = kernels.svd(product);
  const nuclear = values.reduce((sum, value) => sum + value, 0);
  const turned = kernels.gemm(vt, kernels.gemm(u, a, { transA: true }), { transA: true });
  return { nuclear, turned };
}

/**
 * Q = S·(SᵀS)^(−1/2), or (SSᵀ)^(−1/2)·S where that is smaller: an eigendecomposition takes half the
 * time of a singular value decomposition. Directions below 1e-8 of the largest are lost, in
 * which there is next to nothing to gain.
 */
function turnedByRoot(s: Matrix, a: Matrix, kernels: Kernels) {
  const tall = s.rows >= s.cols;
  const { values, vectors } = kernels.eigh(kernels.syrk(s, { trans: tall }));
  const { nuclear, root } = inverseRoot(values, vectors, kernels);
  const turned = tall
    ? kernels.gemm(kernels.gemm(root, s, { transB: true }), a)
    : kernels.gemm(s, kernels.gemm(root, a), { transA: true });
  return { nuclear, turned };
}

/** Σ √λ and C^(−1/2) of C = Σ λ·v·vᵀ, over eigenvalues that are more than rounding. */
export function inverseRoot(values: Float64Array, vectors: Matrix, kernels: Kernels) {
  const n = values.length;
  const threshold = n * Number.EPSILON * values[n - 1]!;
  let nuclear = 0;
  const { data } = vectors;
  for (let k = 0; k < n; k++) {
    const kept = values[k]! > threshold;
    if (kept) nuclear += Math.sqrt(values[k]!);
    const factor = kept ? 1 / Math.sqrt(Math.sqrt(values[k]!)) : 0;
    for (let j = k * n; j < (k + 1) * n; j++) data[j]! *= factor;
  }
  return { nuclear, root: kernels.syrk(vectors, { trans: true }) };
}

function sum(a: Matrix, b: Matrix): Matrix {
  const total = matrix(a.rows, a.cols, a.data.slice());
  const [to, from] = [total.data, b.data];
  for (let k = 0; k < to.length; k++) to[k]! += from[k]!;
  return total;
}
