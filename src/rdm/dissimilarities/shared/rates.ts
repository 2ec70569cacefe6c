/** Rates of counts, and the symmetrised Kullback–Leibler divergence between Poisson distributions of them. */
import { log } from "../../../base/math/log.ts";
import { square } from "../../../base/math/powers.ts";
import { NumericalError } from "../../../base/errors.ts";
import { beside, matrix, type Matrix } from "../../../base/matrix.ts";
import { stimulusName } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { ChosenDissimilarity, InnerProduct, RdmInput } from "../dissimilarity.ts";
import { polarised, type Polarised } from "./polarised.ts";

type Named = Pick<RdmInput, "name" | "stimuli">;

/**
 * Rates of counts under the prior: (count + priorLambda · priorWeight) / (1 + priorWeight).
 * @throws {NumericalError} naming the first count below 0, or a rate of 0.
 */
export function ratesOf(
  input: Named,
  counts: Matrix,
  { priorLambda, priorWeight }: ChosenDissimilarity,
): Matrix {
  const { cols, data } = counts;
  const where = (at: number) => `${stimulusName(input, Math.floor(at / cols))}, unit ${at % cols}`;
  const below = data.findIndex((count) => count < 0);
  if (below >= 0) {
    throw new NumericalError(
      `${input.name}: ${where(below)}: the count is ${data[below]}; poisson dissimilarities are of counts or rates, from 0.`,
    );
  }
  const rates = mapped(counts, (count) => (count + priorLambda * priorWeight) / (1 + priorWeight));
  const none = rates.data.indexOf(0);
  if (none < 0) return rates;
  throw new NumericalError(
    `${input.name}: ${where(none)}: the count is 0 and so is the prior; a rate of 0 has no logarithm. Take priorLambda and priorWeight above 0.`,
  );
}

/**
 * Σ over parts and units of Δrate · Δlog rate, each unit's two factors at one scale: their
 * half sum then holds nearly all of the product, their half difference little.
 */
export function divergence(
  rates: readonly Matrix[],
  others: readonly Matrix[],
  { perUnit }: ChosenDissimilarity,
  kernels: Kernels,
): Polarised {
  const parts = rates.length * (perUnit ? rates[0]!.cols : 1);
  const linear = centred(beside(rates), kernels);
  const logarithmic = centred(mapped(beside(others), log), kernels);
  const [norms, logNorms] = [columnNorms(linear), columnNorms(logarithmic)];
  const scales = norms.map((norm, k) => (norm > 0 && logNorms[k]! > 0 ? Math.sqrt(logNorms[k]! / norm) : 1));
  const factor = 1 / Math.sqrt(parts);
  const left = scaleColumns(linear, (k) => scales[k]! * factor);
  const right = scaleColumns(logarithmic, (k) => factor / scales[k]!);
  return polarised(left, right, kernels);
}

/** −½ (a − b)(log a − log b) of rates, for pairs of rows. */
export function divergenceProduct(
  input: Named,
  kernels: Kernels,
  options: ChosenDissimilarity,
): InnerProduct {
  const parts = (counts: Matrix) => {
    const rates = ratesOf(input, counts, options);
    const logs = mapped(rates, log);
    return { rates, logs, own: rowDots(rates, logs) };
  };
  return (x, y) => {
    const [a, b] = [parts(x), parts(y)];
    const forth = kernels.gemm(a.rates, b.logs, { transB: true });
    const back = kernels.gemm(a.logs, b.rates, { transB: true });
    const reverse = back.data;
    const products = forth.data.map(
      (value, at) => (value + reverse[at]! - a.own[Math.floor(at / y.rows)]! - b.own[at % y.rows]!) / 2,
    );
    return matrix(x.rows, y.rows, products);
  };
}

function rowDots(a: Matrix, b: Matrix): Float64Array {
  const dots = new Float64Array(a.rows);
  for (let at = 0; at < a.data.length; at++) dots[Math.floor(at / a.cols)]! += a.data[at]! * b.data[at]!;
  return dots;
}

const centred = (a: Matrix, kernels: Kernels) => kernels.detach(kernels.centerColumns(a).centered);

const mapped = ({ rows, cols, data }: Matrix, f: (value: number) => number) =>
  matrix(rows, cols, Float64Array.from(data, f));

function scaleColumns({ rows, cols, data }: Matrix, by: (column: number) => number): Matrix {
  const factors = Float64Array.from({ length: cols }, (_, k) => by(k));
  return matrix(
    rows,
    cols,
    data.map((value, at) => value * factors[at % cols]!),
  );
}

function columnNorms({ cols, data }: Matrix): Float64Array {
  const squares = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) squares[at % cols]! += square(data[at]!);
  return squares.map(Math.sqrt);
}
