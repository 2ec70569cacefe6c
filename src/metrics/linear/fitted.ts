import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, moveAndScale, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RankFacts } from "./notes.ts";
import { rankOf, rankRule } from "./rank.ts";

/** One network taken apart on training stimuli, X = U·diag(s)·Vᵀ, with held-out ones in the same axes. */
export interface Fitted {
  /** Training responses, scaled and moved: train stimuli × units. */
  readonly train: Matrix;
  /** Left singular vectors: train stimuli × at least the rank. */
  readonly u: Matrix;
  /** Singular values that are more than rounding, falling. */
  readonly s: Float64Array;
  /** Rows are the right singular vectors of these: rank × units. */
  readonly axes: Matrix;
  /** Held-out responses, scaled and moved as the training ones: test stimuli × units. */
  readonly test: Matrix;
  /** The same along the axes: test stimuli × rank. */
  readonly within: Matrix;
  /** Responses = 2^exponent times all that. */
  readonly exponent: number;
  readonly facts: RankFacts;
}

/** Means, scale and axes come from the training stimuli alone. */
export function fitOn(
  input: Responses,
  test: Matrix,
  { center, tolerance }: { readonly center: boolean; readonly tolerance: number | undefined },
  kernels: Kernels,
): Fitted {
  const scaled = scaleAndCenter(input, center, kernels);
  const { matrix: train, means, exponent } = scaled;
  const { u, values, vt } = kernels.svd(train);
  const s = values.slice(0, rankOf(values, rankRule(input, scaled, tolerance)));
  const axes = kernels.rows(vt, 0, s.length);
  const moved = moveAndScale(test, means, exponent, kernels);
  const within = kernels.gemm(moved, axes, { transB: true });
  const rows = train.rows - +center;
  const facts = { rank: s.length, rows, cut: Math.min(rows, train.cols) - s.length };
  return { train, u, s, axes, test: moved, within, exponent, facts };
}

/** The same, where a measure needs one direction at least. @throws {NumericalError} if the network does not vary. */
export function fitVarying(
  input: Responses,
  test: Matrix,
  how: { readonly center: boolean; readonly tolerance: number | undefined },
  kernels: Kernels,
): Fitted {
  const fitted = fitOn(input, test, how, kernels);
  assertVaries(input, fitted.s.length && kernels.norm(fitted.train), how.center);
  return fitted;
}

/** ‖held-out responses‖ outside the axes. */
export function beyondAxes({ test, within, axes }: Fitted, kernels: Kernels): number {
  return kernels.norm(kernels.subtract(test, kernels.gemm(within, axes)));
}
