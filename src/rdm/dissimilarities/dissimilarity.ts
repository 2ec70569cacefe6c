import type { Matrix } from "../../base/matrix.ts";
import { boolean, number, resolveOptions, type Chosen, type OptionSchemas } from "../../base/options.ts";
import type { ValueKind } from "../../data/comparisons.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Noise } from "../noise/kinds.ts";
import type { Groups } from "../observations.ts";

/** Options of dissimilarities; each takes those that it lists. */
export interface DissimilarityOptions {
  readonly p?: number | undefined;
  readonly perUnit?: boolean | undefined;
  readonly removeMean?: boolean | undefined;
  readonly priorLambda?: number | undefined;
  readonly priorWeight?: number | undefined;
}

export const dissimilarityOptions = {
  p: number(
    2,
    Number.MIN_VALUE,
    Infinity,
    "Order of the minkowski distance: 1 is cityblock, 2 euclidean, Infinity chebyshev.",
  ),
  perUnit: boolean(
    false,
    "Take the mean over units in place of the sum, as rsatoolbox does, so that the number of units does not matter.",
  ),
  removeMean: boolean(false, "Subtract from each stimulus (of each run) its own mean over units."),
  priorLambda: number(1, 0, Infinity, "Of poisson: the rate that is assumed before any count is seen."),
  priorWeight: number(0.1, 0, Infinity, "Of poisson: how many observations the prior counts as."),
} satisfies OptionSchemas<DissimilarityOptions>;

/** Every option with its value, also those that the dissimilarity does not read. */
export type ChosenDissimilarity = Chosen<typeof dissimilarityOptions>;

/** The options that nobody changed. */
export const dissimilarityDefaults: ChosenDissimilarity = resolveOptions("rdm", dissimilarityOptions);

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

/** What a dissimilarity promises under given options. */
export interface DissimilarityProperties {
  /** A distance obeys the triangle inequality. */
  readonly kind: Exclude<ValueKind, "similarity">;
  /**
   * Changes of all responses together that leave it as it is: a rotation of the units, one
   * positive factor, or a pattern added to every stimulus. Every one ignores the order of the units.
   */
  readonly invariantTo: readonly ("orthogonal" | "isotropic-scaling" | "translation")[];
}

/**
 * Inner products of rows of x with rows of y over the units that all of them have: x.rows × y.rows.
 * @param units - the numbers of those units, the columns of x and y
 * @param runs - the run of all rows of x, and that of y; only where the noise differs between runs
 */
export type InnerProduct = (
  x: Matrix,
  y: Matrix,
  units: readonly number[],
  runs: readonly [number, number],
) => Matrix;

/** How two whole networks are compared as two vectors, which the metric `elementwise` does. */
export interface VectorForm {
  /** Whether a positive factor of one of the two alone changes nothing. */
  readonly ignoresScale: boolean;
  /** All responses of one network as one row. @throws {NumericalError} where it is not defined. */
  prepare(input: Responses, kernels: Kernels, options: ChosenDissimilarity): Matrix;
  /** Between two such rows. Where absent: `between`, of both rows at one scale. */
  compare?(a: Matrix, b: Matrix, kernels: Kernels): number;
}

/** What is known of a dissimilarity of two stimuli a, b (rows of length n) before anything is computed. */
export interface DissimilarityDescription {
  readonly title: string;
  readonly equation: string;
  /** For those that neither textbook nor `scipy.spatial.distance` defines. */
  readonly source?: string;
  /** `repeats`: needs several rows of each stimulus, from different runs, and crossvalidates. */
  readonly accepts: "matrix" | "repeats";
  /** NaN in the responses is a missing one, not an error. */
  readonly missing?: true;
  /** Tells stimuli apart relative to noise, which must be given. */
  readonly noise?: "needed" | "taken";
  /** Responses are counts: not below 0. */
  readonly counts?: true;
  /** Those that it reads. One that reads `perUnit` is a sum over units without it. */
  readonly options: readonly (keyof DissimilarityOptions)[];
  readonly range: readonly [number, number];
}

/**
 * A way to tell two stimuli apart. The members say all that other code asks of it, so nothing
 * outside its file knows its name.
 */
export interface Dissimilarity extends DissimilarityDescription {
  /** What 2^exponent in the rows means for the value: 1 for a distance, 2 for a square, 0 for an angle. */
  readonly degree: 0 | 1 | 2;
  properties(options: ChosenDissimilarity): DissimilarityProperties;
  /** @throws {NumericalError} naming a stimulus for which it is not defined. */
  prepare(input: RdmInput, kernels: Kernels, options: ChosenDissimilarity): RdmSource;
  /** Row i to rows i + 1, i + 2, … of `rows`, for the first `count` rows: count × rows.rows. */
  between(rows: Matrix, count: number, kernels: Kernels, options: ChosenDissimilarity): Matrix;
  /**
   * The inner product of which it is k(a, a) + k(b, b) − 2 k(a, b), for means over pairs of rows
   * (`pooling`); absent where it has no such form.
   */
  innerProduct?(input: RdmInput, kernels: Kernels, options: ChosenDissimilarity): InnerProduct;
  /** Where absent: the responses in a row as they stand. */
  readonly vectors?: VectorForm;
}
