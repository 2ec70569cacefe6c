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
  /**
   * What gives products along the directions of the training responses less their means, those of one division under another: from
   * products with all responses, directions × r; or from the other network itself, directions × stimuli.
   */
  readonly axes: Matrix;
  /** Held-out responses less the training means, along these: (divisions · held-out stimuli) × r. */
  readonly held: Matrix;
  /** What held-out stimuli have in products, along these: `partsOf` each division, one under another; no rows if nothing. */
  readonly along: Matrix;
  /** Squares along the directions: divisions × directions. */
  readonly squares: Matrix;
};

/**
 * Directions are those of the Gram matrix. Its small eigenvalues have lost digits, which no penalty here sees: the least is a thousandth
 * of their mean over stimuli.
 * @param x - stimuli × r, r at most stimuli, centred
 */
export function predictorOf(x: Matrix, divisions: readonly Division[], kernels: Kernels): Predictor {
  const [count, r, rows, t] = [
    divisions.length,
    x.cols,
    divisions[0]!.test.length,
    divisions[0]!.train.length,
  ];
  const [most, direct] = [Math.min(r, t), isDirect(x)];
  const axes = matrix(count * most, direct ? x.rows : r);
  const held = matrix(count * rows, most);
  const along = matrix(direct ? 0 : count * (rows + 1), most);
  const squares = matrix(count, most);
  divisions.forEach((division, split) => {
    kernels.scope(() => {
      const { centered, values, vectors, means } = directionsIn(takeRows(x, division.train), kernels);
      const directions = kernels.rows(vectors, r - most, r);
      const moved = kernels.addRow(takeRows(x, division.test), means, -1);
      squares.data.set(values.subarray(r - most), split * most);
      held.data.set(kernels.gemm(moved, directions, { transB: true }).data, split * rows * most);
      if (direct) {
        spread(kernels.gemm(directions, centered, { transB: true }), division.train, axes, split * most);
        return;
      }
      axes.data.set(directions.data, split * most * r);
      const parts = kernels.gemm(partsOf(x, division), directions, { transB: true });
      along.data.set(parts.data, split * (rows + 1) * most);
    });
  });
  return { responses: x, axes, held, along, squares };
}

/** From so many columns a row on, products of every division with the other network take less than what corrects those of all. */
const leastDirect = 0.8;

function isDirect(x: Matrix): boolean {
  return x.cols >= leastDirect * x.rows;
}

/** Writes rows of numbers of the training stimuli to the places of these. */
export function spread({ rows, cols, data }: Matrix, train: Int32Array, to: Matrix, start: number): void {
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < cols; k++) to.data[(start + i) * to.cols + train[k]!] = data[i * cols + k]!;
}

/** Eigenvectors of the Gram matrix of these rows less their means, as rows, and its eigenvalues. */
export function directionsIn(rows: Matrix, kernels: Kernels) {
  const { centered, means } = kernels.centerColumns(rows, { overwrite: true });
  const { values, vectors } = kernels.eigh(kernels.syrk(centered, { trans: true }));
  return { centered, means, values: values.map((value) => Math.max(0, value)), vectors };
}

/**
 * Rows whose products are what held-out stimuli have in products of centred responses, and in those of their means: the products over
 * the training stimuli, about their means, are those over all stimuli less those of these rows.
 */
function partsOf(x: Matrix, { train, test }: Division): Matrix {
  const [{ cols }, parts] = [x, matrix(test.length + 1, x.cols)];
  const taken = takeRows(x, test);
  parts.data.set(taken.data);
  const sums = parts.data.subarray(test.length * cols);
  for (let k = 0, j = 0; k < taken.data.length; k++, j = j + 1 === cols ? 0 : j + 1)
    sums[j]! += taken.data[k]!;
  for (let j = 0; j < cols; j++) sums[j]! /= Math.sqrt(train.length);
  return parts;
}

/** What is predicted, in every division; it depends on the second network alone. */
export type Target = {
  /** `partsOf` each division, one under another: (divisions · (held-out stimuli + 1)) × units. */
  readonly parts: Matrix;
  /** ‖unit‖² over the training stimuli, about their mean: divisions × units. */
  readonly norms: Matrix;
};

/** @param y - stimuli × units, centred */
export function targetOf(y: Matrix, divisions: readonly Division[]): Target {
  const [count, n, rows] = [divisions.length, y.cols, divisions[0]!.test.length + 1];
  const [parts, norms] = [matrix(count * rows, n), matrix(count, n)];
  const all = columnSquares(y);
  divisions.forEach((division, split) => {
    const part = partsOf(y, division);
    parts.data.set(part.data, split * rows * n);
    const less = columnSquares(part);
    norms.data.set(
      all.map((sum, j) => sum - less[j]!),
      split * n,
    );
  });
  return { parts, norms };
}

function columnSquares({ cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let k = 0, j = 0; k < data.length; k++, j = j + 1 === cols ? 0 : j + 1) sums[j]! += square(data[k]!);
  return sums;
}

/** One division of a pair. */
interface Part {
  readonly squares: Float64Array;
  /** V·XᵀY over the training stimuli, V the axes: r × units. */
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
  y: Target & { readonly units: Matrix },
  divisions: readonly Division[],
  kernels: Kernels,
  take: (predicted: Matrix, split: number) => void,
): void {
  const [r, n, direct] = [x.squares.cols, y.units.cols, x.along.rows === 0];
  const others = direct ? y.units : kernels.gemm(x.responses, y.units, { transA: true });
  const whole = kernels.gemm(x.axes, others);
  divisions.forEach(({ train, test }, split) => {
    kernels.scope(() => {
      const of = (a: Matrix, rows: number) => kernels.rows(a, split * rows, (split + 1) * rows);
      const less = () =>
        kernels.gemm(of(x.along, test.length + 1), of(y.parts, test.length + 1), { transA: true });
      const shared = direct ? of(whole, r) : kernels.subtract(of(whole, r), less(), { overwrite: true });
      const squares = x.squares.data.slice(split * r, (split + 1) * r);
      const norms = y.norms.data.slice(split * n, (split + 1) * n);
      weigh({ squares, shared, norms, stimuli: train.length }, kernels);
      take(kernels.gemm(of(x.held, test.length), shared), split);
    });
  });
}

/** Makes of V·XᵀY the weights along the axes, with the best penalty of each unit; in place. */
function weigh(part: Part, kernels: Kernels): void {
  const { squares, shared, stimuli } = part;
  const mean = squares.reduce((sum, value) => sum + value, 0) / stimuli;
  // A network that is constant in training predicts the mean.
  if (mean === 0) return void shared.data.fill(0);
  const penalties = shares.map((share) => share * mean);
  const chosen = bestPenalties(part, penalties, kernels);
  const [{ data, cols: n }, count] = [shared, penalties.length];
  const weights = new Float64Array(count);
  for (let k = 0, at = 0; k < squares.length; k++) {
    for (let p = 0; p < count; p++) weights[p] = 1 / (squares[k]! + penalties[p]!);
    for (let j = 0; j < n; j++, at++) data[at]! *= weights[chosen[j]!]!;
  }
}

/** For each unit the number of the penalty with the least error; of equal ones the smallest. */
function bestPenalties(part: Part, penalties: readonly number[], kernels: Kernels): Int32Array {
  const { squares, norms, stimuli } = part;
  const chosen = new Int32Array(norms.length);
  const least = new Float64Array(norms.length).fill(Infinity);
  const explained = explainedBy(part, penalties, kernels);
  penalties.forEach((penalty, p) => {
    const freedom = square(1 - (1 + traceOf(squares, penalty)) / stimuli);
    for (let j = 0, at = p * norms.length; j < norms.length; j++, at++) {
      const error = Math.max(0, norms[j]! - explained[at]!) / freedom;
      if (error < least[j]!) [least[j], chosen[j]] = [error, p];
    }
  });
  return chosen;
}

function traceOf(squares: Float64Array, penalty: number): number {
  return squares.reduce((sum, value) => sum + value / (value + penalty), 0);
}

/** ‖y‖² − ‖y − ŷ‖² of each unit, a row for each penalty: Σ (s² + 2λ)/(s² + λ)²·(V·Xᵀy)². */
function explainedBy(
  { squares, shared }: Part,
  penalties: readonly number[],
  kernels: Kernels,
): Float64Array {
  const r = squares.length;
  const gains = matrix(penalties.length, r);
  penalties.forEach((penalty, p) => {
    for (let k = 0; k < r; k++)
      gains.data[p * r + k] = (squares[k]! + 2 * penalty) / square(squares[k]! + penalty);
  });
  return kernels.scope(() => kernels.gemm(gains, kernels.multiply(shared, shared)).data.slice());
}
