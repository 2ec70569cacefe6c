import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { dropMeanDirection } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { shrinkageOf } from "./shrinkage.ts";

/** What is done to a covariance before its root is taken. */
export interface Conditioning {
  /** Added to the diagonal, in squared units of the responses; at least 0. */
  readonly epsilon: number;
  readonly shrinkage: "none" | "ledoit-wolf";
}

/**
 * A root G of one covariance, C = GᵀG, from repeats with repeats − 1 in the denominator: as
 * few rows as the rank needs.
 *
 * @param repeats - at least two, repeats × units
 */
export function rootOfRepeats(
  repeats: Matrix,
  { epsilon, shrinkage }: Conditioning,
  kernels: Kernels,
): Matrix {
  const { centered } = kernels.centerColumns(repeats);
  const deviations = dropMeanDirection(centered, kernels);
  const root = kernels.scale(deviations, 1 / Math.sqrt(repeats.rows - 1));
  const share = shrinkage === "none" ? 0 : shrinkageOf(centered, kernels);
  if (share > 0 || epsilon > 0) return rootOf(blended(root, share, epsilon, kernels), kernels);
  return root.rows > root.cols ? kernels.qr(root).r : root;
}

/** A root of F·Fᵀ + epsilon·I. @param factor - units × rank */
export function rootOfFactor(factor: Matrix, { epsilon }: Conditioning, kernels: Kernels): Matrix {
  const root = kernels.transpose(factor);
  if (epsilon > 0) return rootOf(blended(root, 0, epsilon, kernels), kernels);
  return root.rows > root.cols ? kernels.qr(root).r : root;
}

/** A covariance that is off by more than this share of its largest entry is not what it says. */
const slack = 1e-8;

/**
 * A root of a given covariance + epsilon·I.
 * @param owner - names the network and the stimulus in messages
 * @throws {NumericalError} if it is not symmetric, or has an eigenvalue below 0.
 */
export function rootOfCovariance(
  covariance: Matrix,
  { epsilon }: Conditioning,
  owner: string,
  kernels: Kernels,
): Matrix {
  assertSymmetric(covariance, owner);
  const conditioned = plusDiagonal(covariance, epsilon, kernels);
  const triangle = triangularRoot(conditioned, kernels);
  if (triangle) return triangle;
  const { values, vectors } = kernels.eigh(conditioned);
  const [least, largest] = [values[0]!, values.at(-1)!];
  if (least < -slack * Math.max(largest, -least)) {
    throw new NumericalError(
      `${owner}: the covariance has the eigenvalue ${least}; a covariance has none below 0. Is it a correlation or a difference of covariances?`,
    );
  }
  return scaledAxes(values, vectors, kernels);
}

function assertSymmetric({ rows: n, data }: Matrix, owner: string): void {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [data[i * n + j]!, data[j * n + i]!];
      if (Math.abs(lower - upper) <= slack * largest) continue;
      throw new NumericalError(
        `${owner}: the covariance is not symmetric: entry ${i}, ${j} is ${lower}, entry ${j}, ${i} is ${upper}, counted from 0.`,
      );
    }
  }
}

/** (1 − share)·GᵀG + (share · mean variance + epsilon)·I. */
function blended(root: Matrix, share: number, epsilon: number, kernels: Kernels): Matrix {
  const covariance = kernels.scale(kernels.syrk(root, { trans: true }), 1 - share);
  const variance = square(kernels.norm(root)) / root.cols;
  return plusDiagonal(covariance, share * variance + epsilon, kernels);
}

function plusDiagonal(a: Matrix, value: number, kernels: Kernels): Matrix {
  if (value === 0) return a;
  const sum = kernels.copy(a);
  for (let i = 0; i < a.rows; i++) sum.data[i * a.cols + i]! += value;
  return sum;
}

/** Lᵀ of C = L·Lᵀ, which takes an eighth of the time of an eigendecomposition; none for a singular or indefinite C. */
function triangularRoot(covariance: Matrix, kernels: Kernels): Matrix | undefined {
  try {
    return kernels.transpose(kernels.cholesky(covariance));
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

function rootOf(covariance: Matrix, kernels: Kernels): Matrix {
  const triangle = triangularRoot(covariance, kernels);
  if (triangle) return triangle;
  const { values, vectors } = kernels.eigh(covariance);
  return scaledAxes(values, vectors, kernels);
}

/** √λ times each eigenvector above the rank threshold, a row each. */
function scaledAxes(values: Float64Array, vectors: Matrix, kernels: Kernels): Matrix {
  const n = values.length;
  const threshold = n * Number.EPSILON * values[n - 1]!;
  const first = values.findIndex((value) => value > threshold && value > 0);
  if (first < 0) return kernels.rows(vectors, 0, 0);
  const axes = kernels.copy(kernels.rows(vectors, first, n));
  const { data } = axes;
  for (let k = 0; k < data.length; k++) data[k]! *= Math.sqrt(values[first + Math.floor(k / n)]!);
  return axes;
}
