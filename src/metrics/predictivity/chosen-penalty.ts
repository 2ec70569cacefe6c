import { square } from "../../base/math/powers.ts";
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Division } from "./divisions.ts";

/** Penalties to choose from, in mean eigenvalues of the training Gram matrix. */
const shares = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000] as const;

/** What predicts, in every division; it depends on the first network alone. */
export type Predictor = {
  /** Responses up to a rotation of the units: stimuli × r. */
  readonly responses: Matrix;
  /** Right singular vectors of the training responses less their means, those of one division under another: (divisions · r) × r. */
  readonly axes: Matrix;
  /** Held-out responses less the training means, along these: (divisions · held-out stimuli) × r. */
  readonly held: Matrix;
  /** Squares of the singular values: divisions × r. */
  readonly squares: Matrix;
};

/** @param x - stimuli × r, r at most stimuli */
export function predictorOf(x: Matrix, divisions: readonly Division[], kernels: Kernels): Predictor {
  const [count, r, rows] = [divisions.length, x.cols, divisions[0]!.test.length];
  const axes = matrix(count * r, r);
  const held = matrix(count * rows, r);
  const squares = matrix(count, r);
  divisions.forEach(({ train, test }, split) => {
    kernels.scope(() => {
      const { centered, means } = kernels.centerColumns(takeRows(x, train), { overwrite: true });
      const { values, vt } = kernels.rightSvd(centered, { overwrite: true });
      const along = kernels.gemm(kernels.addRow(takeRows(x, test), means, -1), vt, { transB: true });
      axes.data.set(vt.data, split * r * r);
      squares.data.set(values.map(square), split * r);
      for (let i = 0; i < rows; i++)
        held.data.set(along.data.subarray(i * along.cols, (i + 1) * along.cols), (split * rows + i) * r);
    });
  });
  return { responses: x, axes, held, squares };
}

/** One division of a pair. */
interface Part {
  readonly squares: Float64Array;
  /** Vᵀ·XᵀY over the training stimuli: r × units. */
  readonly shared: Matrix;
  /** ‖unit of Y‖² over the training stimuli, about their mean. */
  readonly norms: Float64Array;
  readonly stimuli: number;
}

/**
 * Ridge predictions of all divisions, each unit of Y by the penalty with the least generalised cross-validation error on the
 * training stimuli:
 *
 *   GCV(λ) = ‖y − ŷ‖² / (1 − trace/t)²,   trace = 1 + Σ s²/(s² + λ),   t training stimuli
 *
 * (Golub, Heath & Wahba, Technometrics 21, 1979). XᵀY is taken once; what held-out stimuli have in it is subtracted in each division.
 * @param y - stimuli × units, centred
 * @param take - gets the predictions of each division: held-out stimuli × units, up to a constant of each unit
 */
export function predictByChosen(
  x: Predictor,
  y: Matrix,
  divisions: readonly Division[],
  kernels: Kernels,
  take: (predicted: Matrix, split: number) => void,
): void {
  const r = x.responses.cols;
  const whole = kernels.gemm(x.responses, y, { transA: true });
  const norms = columnSquares(y);
  divisions.forEach(({ train, test }, split) => {
    kernels.scope(() => {
      const trained = withoutTest(x.responses, y, test, { whole, norms, stimuli: train.length }, kernels);
      const shared = kernels.gemm(kernels.rows(x.axes, split * r, (split + 1) * r), trained.products);
      const part = {
        squares: x.squares.data.slice(split * r, (split + 1) * r),
        shared,
        norms: trained.norms,
      };
      weigh({ ...part, stimuli: train.length });
      const held = kernels.rows(x.held, split * test.length, (split + 1) * test.length);
      take(kernels.gemm(held, shared), split);
    });
  });
}

function columnSquares({ cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let k = 0, j = 0; k < data.length; k++, j = j + 1 === cols ? 0 : j + 1) sums[j]! += square(data[k]!);
  return sums;
}

function columnSums({ cols, data }: Matrix): Matrix {
  const sums = matrix(1, cols);
  for (let k = 0, j = 0; k < data.length; k++, j = j + 1 === cols ? 0 : j + 1) sums.data[j]! += data[k]!;
  return sums;
}

/** XᵀY and ‖y‖² over the other stimuli, about their means; over all stimuli both sum to 0. */
function withoutTest(
  x: Matrix,
  y: Matrix,
  test: Int32Array,
  all: { readonly whole: Matrix; readonly norms: Float64Array; readonly stimuli: number },
  kernels: Kernels,
): { products: Matrix; norms: Float64Array } {
  const [xt, yt] = [takeRows(x, test), takeRows(y, test)];
  const [sx, sy, squares] = [columnSums(xt), columnSums(yt), columnSquares(yt)];
  const left = kernels.subtract(all.whole, kernels.gemm(xt, yt, { transA: true }));
  const products = kernels.subtract(left, kernels.gemm(sx, sy, { transA: true, alpha: 1 / all.stimuli }), {
    overwrite: true,
  });
  return {
    products,
    norms: all.norms.map((sum, j) => sum - squares[j]! - square(sy.data[j]!) / all.stimuli),
  };
}

/** Makes of Vᵀ·XᵀY the weights along the axes, with the best penalty of each unit; in place. */
function weigh(part: Part): void {
  const { squares, shared, stimuli } = part;
  const n = shared.cols;
  const mean = squares.reduce((sum, value) => sum + value, 0) / stimuli;
  // A network that is constant in training predicts the mean.
  if (mean === 0) return void shared.data.fill(0);
  const penalties = shares.map((share) => share * mean);
  const chosen = bestPenalties(part, penalties);
  const { data } = shared;
  for (let k = 0, at = 0; k < squares.length; k++)
    for (let j = 0; j < n; j++, at++) data[at]! /= squares[k]! + penalties[chosen[j]!]!;
}

/** For each unit the number of the penalty with the least error; of equal ones the smallest. */
function bestPenalties(part: Part, penalties: readonly number[]): Int32Array {
  const chosen = new Int32Array(part.shared.cols);
  const least = new Float64Array(part.shared.cols).fill(Infinity);
  penalties.forEach((penalty, p) => {
    const errors = residuals(part, penalty);
    const freedom = 1 - (1 + traceOf(part.squares, penalty)) / part.stimuli;
    for (let j = 0; j < errors.length; j++) {
      const error = errors[j]! / square(freedom);
      if (error < least[j]!) [least[j], chosen[j]] = [error, p];
    }
  });
  return chosen;
}

function traceOf(squares: Float64Array, penalty: number): number {
  return squares.reduce((sum, value) => sum + value / (value + penalty), 0);
}

/** ‖y − ŷ‖² of each unit: ‖y‖² − Σ (s² + 2λ)/(s² + λ)²·(Vᵀ·Xᵀy)². */
function residuals({ squares, shared, norms }: Part, penalty: number): Float64Array {
  const [left, { data, cols }] = [norms.slice(), shared];
  for (let k = 0, at = 0; k < squares.length; k++) {
    const gain = (squares[k]! + 2 * penalty) / square(squares[k]! + penalty);
    for (let j = 0; j < cols; j++, at++) left[j]! -= gain * square(data[at]!);
  }
  return left.map((value) => Math.max(0, value));
}
