import type { Matrix } from "../../base/matrix.ts";
import { boolean, number, type OptionSchemas } from "../../base/options.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Noise } from "../noise/noise.ts";
import type { Groups } from "../observations.ts";

/** Options of dissimilarities; each takes those that it lists. */
export interface DissimilarityOptions {
  /** Order of the `minkowski` distance, above 0; 1 is `cityblock`, 2 `euclidean`. @default 2 */
  p: number;
  /** The mean over units in place of the sum, so that numbers of units do not matter: rsatoolbox's scale. @default false */
  perUnit: boolean;
  /** Subtracts from each stimulus (of each run) its own mean over units. @default false */
  removeMean: boolean;
  /** Rate that is taken for granted before any count, above 0. @default 1 */
  priorLambda: number;
  /** How many observations the prior counts as, from 0. @default 0.1 */
  priorWeight: number;
}

/** The same as data. */
export const dissimilarityOptions: OptionSchemas<DissimilarityOptions> = {
  p: number(2, 0, Infinity, "Order of the Minkowski distance, above 0; Infinity is chebyshev."),
  perUnit: boolean(false, "The mean over units in place of the sum, as in rsatoolbox."),
  removeMean: boolean(false, "Subtract from each stimulus its own mean over units."),
  priorLambda: number(1, 0, Infinity, "Rate that is taken for granted before any count."),
  priorWeight: number(0.1, 0, Infinity, "How many observations the prior counts as."),
};

export const dissimilarityDefaults: Readonly<DissimilarityOptions> = {
  p: 2,
  perUnit: false,
  removeMean: false,
  priorLambda: 1,
  priorWeight: 0.1,
};

/** What an RDM is made from, in wasm memory. */
export interface RdmInput extends Responses {
  /** Stimulus and run of each row of `responses`; where absent, each row is a stimulus. */
  readonly groups?: Groups | undefined;
  /** How responses vary when the stimulus does not; where absent, alike and independently in all units. */
  readonly noise?: Noise | undefined;
}

/** One representation, its rows changed as a dissimilarity wants them. */
export interface RdmSource {
  /** stimuli × any number, at a scale near 1. */
  readonly rows: Matrix;
  /**
   * Rows of as many stimuli, whose dissimilarities are subtracted from those of `rows`; only of
   * dissimilarities that accept repeats.
   */
  readonly subtracted?: Matrix;
  /** Power of two by which distances between these rows are too small. */
  readonly exponent: number;
}

/** A way to tell two stimuli a, b (rows of length n) apart. */
export interface Dissimilarity {
  readonly title: string;
  readonly equation: string;
  /** For those that neither textbook nor `scipy.spatial.distance` defines. */
  readonly source?: string;
  /** `repeats`: needs several rows of each stimulus, from different runs. */
  readonly accepts: "matrix" | "repeats";
  /** NaN in the responses is a missing one, not an error. */
  readonly missing?: true;
  /** Tells stimuli apart relative to noise, which must be given. */
  readonly noise?: "needed" | "taken";
  /** Responses are counts: not below 0. */
  readonly counts?: true;
  readonly options: readonly (keyof DissimilarityOptions)[];
  readonly range: readonly [number, number];
  /** What 2^exponent in the rows means for the value: 1 for a distance, 2 for a square, 0 for an angle. */
  readonly degree: 0 | 1 | 2;
  /** @throws {NumericalError} naming a stimulus for which it is not defined. */
  prepare(input: RdmInput, kernels: Kernels, options: DissimilarityOptions): RdmSource;
  /** Row i to rows i + 1, i + 2, … of `rows`, for the first `count` rows: count × rows.rows. */
  between(rows: Matrix, count: number, kernels: Kernels, options: DissimilarityOptions): Matrix;
}

/** Squared Euclidean distances: all that is left of many dissimilarities after their preparation. */
export const squaredBetween: Dissimilarity["between"] = (rows, count, kernels) =>
  kernels.euclideanBetweenRows(rows, count, { squared: true });

/** Euclidean distances. */
export const rootBetween: Dissimilarity["between"] = (rows, count, kernels) =>
  kernels.euclideanBetweenRows(rows, count);

/** Two sets of rows: squared distances between the first minus those between the second. */
export type Polarised = Pick<Required<RdmSource>, "rows" | "subtracted">;

/**
 * Rows such that Σ over columns of (aᵢ − aⱼ)(bᵢ − bⱼ) is ‖Δ rows‖² − ‖Δ subtracted‖²:
 * half the sum and half the difference of a and b.
 */
export function polarised(a: Matrix, b: Matrix, kernels: Kernels): Polarised {
  const halfA = kernels.scale(a, 0.5);
  const halfB = kernels.scale(b, 0.5);
  const minusB = kernels.scale(b, -0.5);
  return { rows: kernels.subtract(halfA, minusB), subtracted: kernels.subtract(halfA, halfB) };
}
