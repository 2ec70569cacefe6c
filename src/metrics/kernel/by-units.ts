import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import { concatenate, matrix, type Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric, type InnerProductMetric, type PairMetric } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { linearSums, smallerGram } from "./gram.ts";
import { inPrecision, notePrecision, type Precision } from "../precision.ts";

/** What matters here of the options of a metric. */
interface LinearKernel {
  readonly debiased: boolean;
  readonly center: boolean;
  readonly precision: Precision;
}

/** One network, ready for any number of comparisons by units. */
export type ByUnits = {
  /** Responses, centred where asked: stimuli × units. */
  source: Matrix;
  /** ‖K‖². */
  all: number;
  /** ⟨f(X), f(X)⟩: what is left of it where the diagonal is left out. */
  self: number;
  /** 1 where so little is left of K without its diagonal that the difference has lost digits. */
  losesDigits: number;
} & Sums;

/** Of K, where `debiased` leaves out its diagonal: 1 × stimuli each; else empty. */
export type Sums = {
  diagonal: Matrix;
  /** Sums of the rows of K̃. */
  rowSums: Matrix;
  /** Their sum. */
  total: number;
};

/** Of ‖K‖², what must be left without the diagonal: three digits are lost then. */
const leastLeft = { double: 1e-3, single: 0.1 } as const;

/**
 * A linear alignment from products units × units, for fewer units than stimuli:
 *
 *   ⟨K, L⟩ = ‖XᵀY‖²,   K = X·Xᵀ, L = Y·Yᵀ
 *
 * and for the unbiased estimator, where K̃ and L̃ are K and L with the diagonals k and l set to 0,
 * and r and q are the sums of their rows,
 *
 *   ⟨Ũ, Ṽ⟩ = ‖XᵀY‖² − k·l − 2 r·q/(m − 2) + (1ᵀr)(1ᵀq)/((m − 1)(m − 2)).
 *
 * Sources: Kornblith et al., ICML 2019, §3; Song et al., JMLR 13, 2012, theorem 2.
 *
 * @param metric - the form by stimuli: what it makes of the inner products is the value
 * @param kernelOf - what its options say of the Gram matrix
 */
export function linearByUnits<P extends Prepared, O extends object>(
  metric: InnerProductMetric<P, O>,
  kernelOf: (options: O) => LinearKernel,
): PairMetric<ByUnits, O> {
  const { name, title, summary, source, family, cost, blindTo, accepts } = metric;
  const { options, testedWith, properties, smooth, near } = metric;
  return definePairMetric<ByUnits, O>({
    name,
    title,
    summary,
    source,
    family,
    cost,
    blindTo,
    accepts,
    options,
    testedWith,
    properties,
    ...(smooth && { smooth }),
    warn: (_prepared, chosen) => notePrecision(kernelOf(chosen)),
    operations: ({ shape: [m = 1, n = 1] }) => m * n * n,
    prepare: (input, chosen, kernels) => prepareByUnits(input, kernelOf(chosen), kernels),
    losesDigits: ({ losesDigits }) => losesDigits === 1,
    multiplies: () => ({ source: "columns" }),
    compare(x, y, chosen, kernels) {
      const inner = innerProduct(x, y, kernels);
      if (near?.applies(inner, x.self, y.self, chosen))
        return near.finish(squaredGap(x, y, kernels), chosen, Math.sqrt(x.self), Math.sqrt(y.self));
      return metric.finish(inner, x.self, y.self, chosen);
    },
  });
}

function prepareByUnits(input: Responses, kernel: LinearKernel, kernels: Kernels): ByUnits {
  const { debiased, center, precision } = kernel;
  if (debiased) assertEnough(input.name, input.responses.rows);
  const { matrix: centered } = scaleAndCenter(input, center || debiased, kernels);
  const { matrix: source } = inPrecision(centered, precision, kernels);
  const prepared = byUnits(source, debiased, kernels, leastLeft[precision]);
  assertVaries(input, prepared.all, center || debiased);
  return prepared;
}

/** @throws {NumericalError} below 4 stimuli. */
export function assertEnough(name: string, stimuli: number): void {
  if (stimuli >= 4) return;
  throw new NumericalError(`${name}: the debiased estimator needs at least 4 stimuli, got ${stimuli}.`);
}

/** @param source - responses, centred where asked, at a scale where fourth powers neither overflow nor vanish */
export function byUnits(
  source: Matrix,
  debiased: boolean,
  kernels: Kernels,
  least: number = leastLeft.double,
): ByUnits {
  const none = matrix(1, 0);
  if (!debiased) {
    const all = squaredNorm(smallerGram(source, kernels), kernels);
    return { source, all, self: all, diagonal: none, rowSums: none, total: 0, losesDigits: 0 };
  }
  const { rows, scale } = linearSums(source, kernels);
  const m = source.rows;
  const total = rows.reduce((sum, value) => sum + value, 0);
  const sums = { diagonal: matrix(1, m, squaredLengths(source)), rowSums: matrix(1, m, rows), total };
  const self = withoutDiagonal(scale, sums, sums, kernels);
  return { source, all: scale, self, ...sums, losesDigits: +(self < least * scale) };
}

/** ⟨f(X), f(Y)⟩. */
export function innerProduct(x: ByUnits, y: ByUnits, kernels: Kernels): number {
  const all = squaredNorm(kernels.gemm(x.source, y.source, { transA: true }), kernels);
  return withoutDiagonal(all, x, y, kernels);
}

/** ⟨Ũ, Ṽ⟩ from ⟨K, L⟩; the latter itself where the diagonal is not left out. */
export function withoutDiagonal(all: number, x: Sums, y: Sums, kernels: Kernels): number {
  const m = x.diagonal.cols;
  if (m === 0) return all;
  const rows = (2 / (m - 2)) * kernels.dot(x.rowSums, y.rowSums);
  const whole = (x.total * y.total) / ((m - 1) * (m - 2));
  return all - kernels.dot(x.diagonal, y.diagonal) - rows + whole;
}

/**
 * ‖f(X)/‖f(X)‖ − f(Y)/‖f(Y)‖‖² (with `self` in place of each ‖f‖²), from the difference itself: networks that are nearly equal lose no digits.
 */
export function squaredGap(x: ByUnits, y: ByUnits, kernels: Kernels): number {
  const [a, b] = [1 / Math.sqrt(x.self), 1 / Math.sqrt(y.self)];
  const [left, right] = reduced(x.source, y.source, kernels);
  const apart = (one: Matrix, other: Matrix) =>
    kernels.subtract(kernels.scale(one, a), kernels.scale(other, b));
  const all = squaredNorm(apart(kernels.syrk(left), kernels.syrk(right)), kernels);
  const sums = {
    diagonal: apart(x.diagonal, y.diagonal),
    rowSums: apart(x.rowSums, y.rowSums),
    total: a * x.total - b * y.total,
  };
  return Math.max(0, withoutDiagonal(all, sums, sums, kernels));
}

/** Matrices of fewer rows with the same inner products of columns, X with X, Y with Y and X with Y. */
function reduced(x: Matrix, y: Matrix, kernels: Kernels): [Matrix, Matrix] {
  const [n, both] = [x.cols, x.cols + y.cols];
  if (both >= x.rows) return [x, y];
  const columns = concatenate([kernels.transpose(x).data, kernels.transpose(y).data]);
  const lower = kernels.lq(matrix(both, x.rows, columns)); // [X Y]ᵀ = L·Qᵀ
  return [kernels.transpose(kernels.rows(lower, 0, n)), kernels.transpose(kernels.rows(lower, n, both))];
}

function squaredNorm(a: Matrix, kernels: Kernels): number {
  return square(kernels.norm(a));
}

/** Σ x² of each row. */
function squaredLengths({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) sum += data[k]! * data[k]!;
    return sum;
  });
}
