/** Shared responses where each subject has seen some of the stimuli. */
import type { Matrix } from "../../../base/matrix.ts";
import type { Part } from "./evidence.ts";

/** The shared response for the maps so far, and the objective of the parameters that it is made from. */
export interface PartialExpected {
  /** stimuli × features */
  readonly shared: Matrix;
  readonly objective: number;
  /** Σ over the stimuli of each subject of the trace of their posterior covariance; 0 of a deterministic model. */
  readonly spread: Float64Array;
  /** Mean posterior covariance over all stimuli. */
  readonly posterior?: Matrix;
}

export interface PartialModel {
  expect(parts: readonly Part[]): PartialExpected;
  /** Takes over the maps that were made for `expected`. */
  accept(expected: PartialExpected, parts: readonly Part[]): void;
  improvement(before: number, after: number): number;
  /** Where each subject's responses are centred: the mean shared response of the stimuli that it has seen, W_iᵀ(x̄_i − μ_i). */
  offsets(): readonly Float64Array[];
  noiseVariance(): Float64Array;
  covariance(): Matrix | undefined;
}
