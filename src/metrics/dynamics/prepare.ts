import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaledResponses, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import { delayed, trialsOf, type States } from "./delays.ts";
import { canonical, partOf } from "./frames.ts";
import type { DsaOptions } from "./options.ts";

/** The dynamics of one network. */
export type PreparedDsa = {
  /** A / ‖A‖, rank × rank, in axes that a rotated copy of the network shares; zeros where A is 0. */
  readonly operator: Matrix;
  /** ‖A‖, Frobenius. */
  readonly norm: number;
  readonly rank: number;
  /** 1 if there are fewer steps from a time to the next than directions, so that many operators fit. */
  readonly undetermined: number;
  /** Of A / ‖A‖, 1 × rank, unsorted: eigenvalues of its symmetric part, singular values of its skew part, and its own. */
  readonly growth: Matrix;
  readonly rotation: Matrix;
  readonly stretch: Matrix;
};

/**
 * Delay embedding and dynamic mode decomposition: the states H = U·S·Vᵀ in the leading directions of V, each at
 * length 1 over all times, U; and the operator A that takes each row of U to the next best, in least squares.
 *
 * @throws {NumericalError} if all responses are 0, or nothing of a state predicts the next one.
 * @throws {ShapeError} for too few times.
 */
export function prepareDsa(input: Responses, options: DsaOptions, kernels: Kernels): PreparedDsa {
  const { matrix: trials, exponent } = scaledResponses({ responses: trialsOf(input, kernels) }, kernels);
  const embedded = delayed(input, trials, options, kernels);
  const directions = principalDirections(input, embedded.states, exponent, options, kernels);
  const operator = operatorOf(directions, embedded, options.lambda, kernels);
  const transitions = embedded.trials * (embedded.steps - 1);
  const undetermined = options.lambda === 0 && operator.rows > transitions;
  const norm = normOf(operator, input, options, kernels);
  return {
    ...summaryOf(kernels.scale(operator, norm === 0 ? 0 : 1 / norm), kernels),
    norm,
    undetermined: +undetermined,
  };
}

/** All that a search needs to know of an operator. @param unit - rank × rank, of Frobenius norm 1, or zeros */
export function summaryOf(unit: Matrix, kernels: Kernels): Omit<PreparedDsa, "norm" | "undetermined"> {
  const row = (values: Float64Array) => kernels.place(1, unit.rows, values);
  return {
    operator: canonical(unit, kernels),
    rank: unit.rows,
    growth: row(kernels.eigenvalues(partOf(unit, 1, kernels))),
    rotation: row(kernels.singularValues(partOf(unit, -1, kernels))),
    stretch: row(kernels.singularValues(unit)),
  };
}

/** The states along the leading directions, each at length 1: states × rank. */
function principalDirections(
  input: Responses,
  states: Matrix,
  exponent: number,
  { rank, variance }: DsaOptions,
  kernels: Kernels,
): Matrix {
  const size = kernels.norm(states);
  if (size === 0)
    throw new NumericalError(`${input.name}: every response is 0, so it has no dynamics to compare.`);
  const { u, values } = kernels.leftSvd(states);
  const most = rankOf(
    values,
    rankRule({ responses: states, stored: input.stored }, { size, exponent }, undefined),
  );
  const wanted = rank > 0 ? rank : variance === 1 ? most : countHolding(values, variance);
  return kernels.columns(u, 0, Math.max(1, Math.min(wanted, most)));
}

/** The fewest of the values whose squares hold this share of all. */
function countHolding(values: Float64Array, share: number): number {
  const squares = values.map((value) => value * value);
  const wanted = share * squares.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  const last = squares.findIndex((value) => (sum += value) >= wanted);
  return last < 0 ? squares.length : last + 1;
}

/** Directions that hold less than this share of their squares at times that have a next one have no successor. */
const withoutSuccessor = 1e-12;

/** A with which rowₜ₊₁ = A·rowₜ: the least one, where several fit as well. */
function operatorOf(directions: Matrix, states: States, lambda: number, kernels: Kernels): Matrix {
  const before = withoutEnds(directions, states, 0, kernels);
  const after = withoutEnds(directions, states, 1, kernels);
  const { values, vectors } = kernels.eigh(kernels.syrk(before, { trans: true }));
  const products = kernels.gemm(vectors, kernels.gemm(before, after, { transA: true }));
  const [n, data] = [directions.cols, products.data];
  for (let i = 0; i < n; i++) {
    const factor = values[i]! > withoutSuccessor ? 1 / (values[i]! + lambda) : 0;
    for (let j = 0; j < n; j++) data[i * n + j]! *= factor;
  }
  return kernels.gemm(products, vectors, { transA: true });
}

/** The rows of each trial but the last (skip 0) or but the first (skip 1). */
function withoutEnds(
  { cols, data }: Matrix,
  { trials, steps }: States,
  skip: 0 | 1,
  kernels: Kernels,
): Matrix {
  const source = data.slice(0, trials * steps * cols);
  const kept = kernels.uninitialized(trials * (steps - 1), cols);
  const length = (steps - 1) * cols;
  for (let trial = 0; trial < trials; trial++) {
    const start = (trial * steps + skip) * cols;
    kept.data.set(source.subarray(start, start + length), trial * length);
  }
  return kept;
}

/** An operator of directions at length 1 that is smaller is rounding. */
const rounding = 64 * Number.EPSILON;

function normOf(operator: Matrix, input: Responses, { ground }: DsaOptions, kernels: Kernels): number {
  const norm = kernels.norm(operator);
  if (norm > rounding * operator.rows) return norm;
  if (ground === "euclidean") return 0;
  throw new NumericalError(
    `${input.name}: no state predicts the next one, so its operator is 0 and has no angle to another. Take ground euclidean, or fewer delays.`,
  );
}
