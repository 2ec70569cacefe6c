import { matrix, type Matrix } from "../../base/matrix.ts";
import type { ValueKind } from "../../data/comparisons.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** What some comparators can be told. */
export interface ComparatorOptions {
  /**
   * Order of `minkowski`, above 0; a distance from 1 on.
   * @default 2
   */
  p: number;
  /**
   * Covariance of the estimated responses of the stimuli, for `pearson-whitened`,
   * `cosine-whitened` and `riemannian`: its diagonal (length stimuli) or stimuli × stimuli.
   * Positive definite on differences between stimuli.
   * Diedrichsen et al., Neurons Behav. Data Anal. Theory 2021, arXiv:2007.02789.
   * @default the identity
   */
  sigmaK: Float64Array | Matrix | undefined;
  /**
   * Of `bures`: its similarity in [0, 1], or the distance of the two Gram matrices.
   * @default "similarity"
   */
  ground: "similarity" | "euclidean";
}

/** The options that nobody changed. */
export const comparatorDefaults: ComparatorOptions = { p: 2, sigmaK: undefined, ground: "similarity" };

/** What the entries of the RDMs are. */
export interface ComparisonContext {
  readonly stimuli: number;
  /** Condensed positions of the entries that are compared, rising; absent if none is missing. */
  readonly entries?: Int32Array | undefined;
  readonly options: ComparatorOptions;
}

/** What a comparator promises under given options. */
export interface ComparatorProperties {
  /** A distance obeys the triangle inequality. */
  readonly kind: ValueKind;
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  readonly symmetric: boolean;
  /** Value of every RDM against itself, where it is one number. */
  readonly self?: number;
}

/**
 * The scale to which RDMs of several subjects are brought before their mean is taken: unit root
 * mean square, mean 0 and deviation 1, ranks, or the one that they have.
 */
export type CommonScale = "unit" | "z" | "ranks" | "own";

/**
 * The inner products under which weights of RDMs are found by least squares, by the name of the
 * comparator that they maximise.
 */
export const fittingGeometries = {
  cosine: { center: false, whitened: false },
  pearson: { center: true, whitened: false },
  "cosine-whitened": { center: false, whitened: true },
  "pearson-whitened": { center: true, whitened: true },
} as const;

export type FittingGeometry = keyof typeof fittingGeometries;

/** What is known of a comparator before anything is computed. */
export interface ComparatorDescription {
  readonly title: string;
  /** Of the condensed RDMs a, b of P entries. */
  readonly equation: string;
  /** Paper and section of the definition. */
  readonly source: string;
  /** The options that it reads. */
  readonly reads: readonly (keyof ComparatorOptions)[];
  /** Whether pairs of stimuli without a value are left out, not allowed, or its own business (NaN in the rows). */
  readonly missing: "left-out" | "refused" | "own";
  /** Pairs of stimuli without which its value says nothing of the RDMs: one entry has a cosine of ±1, two correlate at ±1. */
  readonly leastPairs: number;
  properties(options: ComparatorOptions): ComparatorProperties;
  /** Whether RDMs without negative entries never have a value below 0. */
  readonly nonNegative: boolean;
  /** Whether the mean over all orders of the stimuli of one RDM is 0, whatever the two RDMs are. */
  readonly chanceIsZero: boolean;
  /**
   * What it is the cosine of: the entries, or the entries less their mean. Then an entry may count
   * several times, and the RDM need not be in memory as a whole. Undefined for all others.
   */
  readonly cosineOf: "entries" | "centred-entries" | undefined;
  /** The scale on which the mean of several RDMs is most like each of them: the noise ceiling. */
  readonly pooling: CommonScale;
  /** Where weights of a model are fitted: itself if least squares maximises it, otherwise what stands in. */
  readonly fittedBy: FittingGeometry;
  /** What is wrong with an RDM for which it is not defined, and what to do. */
  readonly degenerate: string;
}

interface ComparatorBase extends ComparatorDescription {
  /**
   * Every RDM of `x` with every RDM of `y`.
   * @param x - R × P: the entries that `context` names, all present
   * @param y - S × P, the same entries
   * @returns R × S, in ordinary memory; NaN where the measure is not defined for a pair
   * @throws {NumericalError | ShapeError | OptionError} for options that do not fit.
   */
  between(x: Matrix, y: Matrix, context: ComparisonContext, kernels: Kernels): Matrix;
}

/** A comparator that is a function of inner products of features of one RDM: one product for all pairs. */
export interface InnerProductComparator extends ComparatorBase {
  readonly form: "inner-product";
  /**
   * Features of each row, in ordinary memory; at length 1 unless a row is degenerate, then 0.
   * As many as entries, where none is missing.
   */
  features(x: Matrix, context: ComparisonContext, kernels: Kernels): Matrix;
  /** Whether an RDM whose features are all 0 has no value (`undefined`), or the value 0 with every other. */
  readonly zeroFeatures: "undefined" | "zero";
  /** The value from ⟨x, y⟩, ⟨x, x⟩ and ⟨y, y⟩. */
  finish(inner: number, selfX: number, selfY: number): number;
}

/** What a comparator keeps of one RDM: matrices in ordinary memory and numbers, so that it crosses threads. */
export type PreparedRdm = { readonly [part: string]: Matrix | number };

/** A comparator that needs a computation for each pair. */
export interface PairComparator<P extends PreparedRdm> extends ComparatorBase {
  readonly form: "pair";
  /**
   * All that depends on one RDM (1 × P) only; undefined if it is degenerate.
   * @param floor - of one that `joins`, where entries that differ by rounding alone are still apart (`tied`)
   */
  prepare(x: Matrix, context: ComparisonContext, kernels: Kernels, floor?: number): P | undefined;
  /** Whether `prepare` sorts entries, so that it joins those that differ by rounding alone in passing. */
  readonly joins?: true;
  /** Whether an RDM so prepared has values as the second of a pair; as the first every one has. */
  isFitAsSecond(prepared: P): boolean;
  compare(x: P, y: P, context: ComparisonContext, kernels: Kernels): number;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Comparator = InnerProductComparator | PairComparator<any>;

/** Adds `between`: one product of the features of all RDMs. */
export function defineInnerProductComparator(
  comparator: Omit<InnerProductComparator, "form" | "between">,
): InnerProductComparator {
  const { features, finish } = comparator;
  return {
    form: "inner-product",
    ...comparator,
    between: (x, y, context, kernels) =>
      kernels.scope(() => {
        const fx = features(x, context, kernels);
        const fy = x === y ? fx : features(y, context, kernels);
        const values = kernels.detach(kernels.gemm(fx, fy, { transB: true }));
        const [selfX, selfY] = [squaredNorms(fx, kernels), squaredNorms(fy, kernels)];
        return mapPairs(values, (inner, i, j) => finish(inner, selfX[i]!, selfY[j]!));
      }),
  };
}

/** Adds `between`: prepares every RDM once, then goes through the pairs. */
export function definePairComparator<P extends PreparedRdm>(
  comparator: Omit<PairComparator<P>, "form" | "between">,
): PairComparator<P> {
  const { prepare, compare } = comparator;
  const prepareRows = (x: Matrix, context: ComparisonContext, kernels: Kernels) =>
    Array.from({ length: x.rows }, (_, i) =>
      kernels.scope(() => prepare(kernels.rows(x, i, i + 1), context, kernels)),
    );
  return {
    form: "pair",
    ...comparator,
    between(x, y, context, kernels) {
      const px = prepareRows(x, context, kernels);
      const py = x === y ? px : prepareRows(y, context, kernels);
      return mapPairs(matrix(x.rows, y.rows), (_, i, j) => {
        const [a, b] = [px[i], py[j]];
        if (a === undefined || b === undefined) return NaN;
        return kernels.scope(() => compare(a, b, context, kernels));
      });
    },
  };
}

/** Changes every entry in place. */
export function mapPairs(values: Matrix, f: (value: number, i: number, j: number) => number): Matrix {
  const { cols, data } = values;
  for (let k = 0; k < data.length; k++) data[k] = f(data[k]!, Math.floor(k / cols), k % cols);
  return values;
}

function squaredNorms(a: Matrix, kernels: Kernels): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => {
    const row = kernels.rows(a, i, i + 1);
    return kernels.scope(() => kernels.dot(row, row));
  });
}
