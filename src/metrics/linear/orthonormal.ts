/**
 * Orthonormal columns that span what the columns of X span.
 *
 * By reflections (QR) that takes 4·m·n² operations, of which panels are slow. From the Gram matrix,
 *
 *   XᵀX = L·Lᵀ,   Q = X·L⁻ᵀ,
 *
 * it takes 2·m·n², nearly all of them in products. QᵀQ − I is then rounding times the largest variance inflation
 * factor, (XᵀX)ⱼⱼ · (XᵀX)⁻¹ⱼⱼ, which no scale of a unit changes. Where that is large, the same is done again
 * with Q, whose factors are about 1; where it is so large that Q is not nearly orthonormal, only reflections will do.
 *
 * Source: Yamamoto, Nakatsukasa, Yanagisawa & Fukaya, ETNA 44, 2015 (CholeskyQR2).
 */
import { NumericalError } from "../../base/errors.ts";
import { square } from "../../base/math/powers.ts";
import { identity, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, type RankRule } from "./rank.ts";

/** With fewer rows a column the factors are large, and reflections take less. */
const leastRows = 2;

/** Up to this variance inflation one round leaves QᵀQ − I at about 1e-14. */
const once = 16;

/** Up to this, a round leaves it below 1e-6, which the second removes. */
const twice = 1e8;

/** Rows that are solved for at a time, so that Q is the only large matrix. */
const band = 512;

/**
 * Columns of the norm ‖X‖ / √n, orthogonal.
 * @param x - m × n, m ≥ n
 * @returns nothing where X does not have full rank
 */
export function orthonormalized(x: Matrix, rule: RankRule, kernels: Kernels): Matrix | undefined {
  const mark = kernels.usage.used;
  const q = x.rows >= leastRows * x.cols ? byGram(x, rule, kernels) : undefined;
  if (!q) kernels.release(mark);
  const columns = q ?? byReflections(x, rule, kernels);
  return columns && kernels.scale(columns, kernels.norm(x) / Math.sqrt(x.cols), { overwrite: true });
}

function byReflections(x: Matrix, rule: RankRule, kernels: Kernels): Matrix | undefined {
  const { q, r } = kernels.qr(x);
  const isFull = () => {
    for (let i = 0; i < r.cols; i++) if (r.data[i * r.cols + i] === 0) return false;
    const inverse = kernels.solveTriangular(r, identity(r.cols), { upper: true });
    return isFarFromSingular(kernels.norm(r), inverse, rule, kernels);
  };
  return isFull() || rankOf(kernels.singularValues(r), rule) === x.cols ? q : undefined;
}

/**
 * True only if the least singular value s of X counts were ‖X‖ the largest, which is no larger: (s/scale)² is at least
 * 1/‖R⁻¹‖² − ridge, where RᵀR = (X/scale)ᵀ(X/scale) + ridge·I.
 */
export function isFarFromSingular(
  norm: number,
  inverse: Matrix,
  { relative, floor }: RankRule,
  kernels: Kernels,
  { scale, ridge } = { scale: 1, ridge: 0 },
): boolean {
  const size = kernels.norm(inverse);
  return square((size * Math.max(norm * relative, floor)) / scale) + square(size) * ridge < 1;
}

/** Nothing where that would not be accurate, or the rank may not be full. */
function byGram(x: Matrix, rule: RankRule, kernels: Kernels): Matrix | undefined {
  const first = inverseFactor(x, kernels);
  // It is infinite or NaN where squares vanish.
  if (!first || !(first.inflation <= twice)) return undefined;
  if (!isFarFromSingular(kernels.norm(x), first.inverse, rule, kernels)) return undefined;
  const q = kernels.uninitialized(x.rows, x.cols);
  solveRows(x, first.lower, q, kernels);
  if (isAccurate(first)) return q;
  const second = inverseFactor(q, kernels);
  if (!second) return undefined;
  solveRows(q, second.lower, q, kernels);
  return q;
}

/** L and L⁻¹ of AᵀA + ridge·I = L·Lᵀ, and the largest variance inflation. */
interface InverseFactor {
  readonly lower: Matrix;
  readonly inverse: Matrix;
  readonly inflation: number;
}

/** Whether A·L⁻ᵀ has lost no digits. */
export function isAccurate({ inflation }: InverseFactor): boolean {
  return inflation <= once;
}

/** In ordinary memory; nothing where there is no L. */
export function inverseFactor(a: Matrix, kernels: Kernels, ridge = 0): InverseFactor | undefined {
  return kernels.scope(() => {
    const gram = kernels.syrk(a, { trans: true });
    for (let k = 0, { data } = gram; k < data.length; k += a.cols + 1) data[k]! += ridge;
    const squares = Float64Array.from({ length: a.cols }, (_, j) => gram.data[j * (a.cols + 1)]!);
    const lower = choleskyIfPositive(gram, kernels);
    if (!lower) return undefined;
    const inverse = kernels.detach(kernels.solveTriangular(lower, identity(a.cols)));
    return { lower: kernels.detach(lower), inverse, inflation: largestInflation(inverse, squares) };
  });
}

/** L of A = L·Lᵀ; nothing where there is none. */
export function choleskyIfPositive(gram: Matrix, kernels: Kernels): Matrix | undefined {
  try {
    return kernels.cholesky(gram);
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

function largestInflation({ rows, cols, data }: Matrix, squares: Float64Array): number {
  const factors = new Float64Array(cols);
  for (let i = 0, k = 0; i < rows; i++)
    for (let j = 0; j < cols; j++, k++) factors[j]! += data[k]! * data[k]! * squares[j]!;
  return factors.reduce((most, factor) => Math.max(most, factor), 0);
}

/** to := A·L⁻ᵀ; `to` may be A. To solve for the rows takes half of what a product with L⁻¹ does. */
function solveRows(a: Matrix, lower: Matrix, to: Matrix, kernels: Kernels): void {
  kernels.scope(() => {
    const placed = kernels.place(lower.rows, lower.cols, lower.data);
    for (let start = 0; start < a.rows; start += band) {
      kernels.scope(() => {
        const some = kernels.rows(a, start, Math.min(a.rows, start + band));
        const solved = kernels.transpose(kernels.solveTriangular(placed, kernels.transpose(some)));
        to.data.set(solved.data, start * a.cols);
      });
    }
  });
}
