import { NumericalError, ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { squareForm } from "../rdm.ts";

/**
 * QᵀAQ: a symmetric m × m matrix on the differences between stimuli. Q is m × (m − 1) with
 * orthonormal columns that each sum to zero: all but the first column of the reflection that
 * sends the ones vector to the first axis.
 *
 *   (QᵀAQ)ᵢⱼ = Aᵢⱼ − shiftᵢ − shiftⱼ,  of rows and columns 1 … m − 1
 */
export function onContrasts({ rows: m, data }: Matrix): Matrix {
  // Q has rows −1/√m · 1 (the first) and I − c·11ᵀ, with c such that each column sums to 0.
  const [first, c] = [-1 / Math.sqrt(m), (1 - 1 / Math.sqrt(m)) / (m - 1)];
  const size = m - 1;
  // A·Q first, m × (m − 1), then Qᵀ of that: each takes one weighted sum a row or column.
  const half = matrix(m, size);
  for (let i = 0; i < m; i++) {
    const row = data.subarray(i * m, (i + 1) * m);
    const shift = first * row[0]! - c * sumOf(row, 1);
    for (let j = 0; j < size; j++) half.data[i * size + j] = row[j + 1]! + shift;
  }
  const result = matrix(size, size);
  for (let j = 0; j < size; j++) {
    let sum = 0;
    for (let i = 1; i < m; i++) sum += half.data[i * size + j]!;
    const shift = first * half.data[j]! - c * sum;
    for (let i = 0; i < size; i++) result.data[i * size + j] = half.data[(i + 1) * size + j]! + shift;
  }
  return symmetrized(result);
}

/** Q·A·Qᵀ of a symmetric (m − 1) × (m − 1) matrix: back to stimuli × stimuli. */
export function fromContrasts({ rows: size, data }: Matrix): Matrix {
  const m = size + 1;
  const [first, c] = [-1 / Math.sqrt(m), (1 - 1 / Math.sqrt(m)) / (m - 1)];
  const sums = Float64Array.from({ length: size }, (_, i) =>
    sumOf(data.subarray(i * size, (i + 1) * size), 0),
  );
  const total = sumOf(sums, 0);
  const result = matrix(m, m);
  result.data[0] = first * first * total;
  for (let i = 0; i < size; i++) {
    const edge = first * (sums[i]! - c * total);
    result.data[i + 1] = result.data[(i + 1) * m] = edge;
    for (let j = 0; j < size; j++) {
      result.data[(i + 1) * m + j + 1] = data[i * size + j]! - c * (sums[i]! + sums[j]! - c * total);
    }
  }
  return result;
}

/**
 * The Gram matrix of centred responses that has this RDM as its squared distances, on
 * contrasts: −½·QᵀDQ, (m − 1) × (m − 1). It holds all that the RDM does.
 * @param condensed - m(m − 1)/2 entries
 */
export function gramOf(condensed: Float64Array, stimuli: number): Matrix {
  const gram = onContrasts(squareForm(condensed, stimuli));
  for (let k = 0; k < gram.data.length; k++) gram.data[k]! *= -0.5;
  return gram;
}

/**
 * Lower Cholesky factor of `sigmaK` on contrasts, in ordinary memory.
 * @param sigmaK - its diagonal or the whole matrix
 * @throws {ShapeError} if it is of another number of stimuli.
 * @throws {NumericalError} if it is not symmetric, or some difference between stimuli has no variance.
 */
export function contrastFactor(sigmaK: Float64Array | Matrix, stimuli: number, kernels: Kernels): Matrix {
  const contrasts = onContrasts(covarianceOf(sigmaK, stimuli));
  return kernels.scope(() => {
    try {
      return kernels.detach(kernels.cholesky(contrasts));
    } catch {
      throw new NumericalError(
        "sigmaK must be positive definite on differences between stimuli; some difference has no variance. " +
          "Shrink it towards its diagonal, or leave it out.",
      );
    }
  });
}

/** The whole matrix of `sigmaK`. @throws as `contrastFactor`. */
export function covarianceOf(sigmaK: Float64Array | Matrix, stimuli: number): Matrix {
  const whole = "rows" in sigmaK ? sigmaK : diagonal(sigmaK);
  if (whole.rows !== stimuli || whole.cols !== stimuli) {
    const got = "rows" in sigmaK ? shapeOf(sigmaK) : `${sigmaK.length} variances`;
    throw new ShapeError(
      `sigmaK is ${got}, but the RDMs are of ${stimuli} stimuli; expected ${stimuli} variances or ${stimuli} × ${stimuli}.`,
    );
  }
  assertSymmetric(whole);
  return whole;
}

function assertSymmetric({ rows: m, data }: Matrix): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const [here, there] = [data[i * m + j]!, data[j * m + i]!];
      if (Math.abs(here - there) <= 1e-8 * Math.max(Math.abs(here), Math.abs(there))) continue;
      throw new NumericalError(
        `sigmaK must be symmetric and finite; (${i}, ${j}) is ${here}, (${j}, ${i}) is ${there}.`,
      );
    }
  }
}

/** The m × m identity. */
export function identity(m: number): Matrix {
  return diagonal(new Float64Array(m).fill(1));
}

function diagonal(values: Float64Array): Matrix {
  const m = values.length;
  const whole = matrix(m, m);
  values.forEach((value, i) => (whole.data[i * m + i] = value));
  return whole;
}

/** The mean of a matrix and its transpose, in place: rounding apart they are the same. */
function symmetrized(a: Matrix): Matrix {
  const { rows: m, data } = a;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      data[i * m + j] = data[j * m + i] = (data[i * m + j]! + data[j * m + i]!) / 2;
    }
  }
  return a;
}

function sumOf(values: Float64Array, from: number): number {
  let sum = 0;
  for (let k = from; k < values.length; k++) sum += values[k]!;
  return sum;
}
