import type { Matrix } from "../base/matrix.ts";
import type { Axis, Kind } from "../data/kinds.ts";
import type { Outline } from "../data/representation.ts";
import type { ValueKind } from "../data/comparisons.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { Responses } from "../data/responses.ts";
import type { OptionSchemas } from "../base/options.ts";
import { version } from "../base/version.ts";
import type { OwnPlace } from "./own/known.ts";
import type { Prepared } from "./prepared.ts";
import type { SearchForm } from "./search/search.ts";

/** What may be done to one of two representations without changing their value. */
export type Invariance =
  /** Reordering the units. */
  | "permutation"
  /** Rotating and reflecting the space of units. */
  | "orthogonal"
  /** Multiplying all responses by one positive number. */
  | "isotropic-scaling"
  /** Adding a constant to each unit. */
  | "translation"
  /** Any invertible linear map of the units. */
  | "invertible-linear"
  /** Rolling every image by the same number of rows and columns. */
  | "circular-shift";

/** Metrics that answer the same kind of question, in the order of lists. */
export type Family =
  | "Alignment of shapes"
  | "Matching of units"
  | "Canonical correlation and regression"
  | "Kernels and similarity structures"
  | "Neighbours of stimuli"
  | "Topology and scale"
  | "Descriptors of one network"
  | "Noise and time"
  | "Outputs"
  | "Your own";

/**
 * Floating-point operations, to a factor: of preparing one network, and of one pair. m stimuli, n units, r = min(m, n), t repeats
 * or times, k neighbours, h × w × c images. K networks take K times the first and K·(K − 1)/2 times the second.
 */
export interface Cost {
  readonly network: string;
  readonly pair: string;
}

/** What a metric promises under given options; the test suite holds it to them. */
export interface Properties {
  /** A distance obeys the triangle inequality. */
  readonly kind: ValueKind;
  /**
   * Of a distance that sees only a part of a representation (one number of it, say): others than `invariantTo`
   * tells may also be at distance 0. It is then a pseudometric.
   */
  readonly pseudo?: true;
  readonly symmetric: boolean;
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  readonly invariantTo: readonly Invariance[];
  /** Value of every representation against itself, where it is one number: 0 for a distance. */
  readonly self?: number;
  /** How a similarity becomes a distance for embedding and clustering. */
  readonly toDistance?: "arccos" | "one-minus";
}

/** The parts that are numbers. */
type NumbersOf<P> = { readonly [Part in keyof P as P[Part] extends number ? Part : never]: P[Part] };

interface MetricBase<P extends Prepared, O extends object> {
  /** Of a metric that a caller defined: where it is. Of those of the library, absent. */
  readonly own?: OwnPlace;
  /** As in the registry: threads, results and messages know the metric by it. */
  readonly name: string;
  /** As in a heading. */
  readonly title: string;
  /** One sentence: what the value says. */
  readonly summary: string;
  /** Paper and section of the definition. */
  readonly source: string;
  readonly family: Family;
  readonly cost: Cost;
  /** Differences between networks that it does not see, and what misleads it. */
  readonly blindTo: string;
  /** The kind of input it is defined for; or kinds, the usual one first. */
  readonly accepts: Kind | readonly Kind[];
  /** Axes whose lengths all representations share, besides stimuli. */
  sharedAxes?(options: O): readonly Axis[];
  readonly options: OptionSchemas<O>;
  /** Option sets on which the suite checks the properties. */
  readonly testedWith: readonly Partial<O>[];
  properties(options: O): Properties;
  /** Whether NaN in the responses is a missing one under these options; where absent, it is an error. */
  missing?(options: O): boolean;
  /** Floating-point operations of one pair, about, where they are not those of a product of responses. */
  operations?(input: Outline, options: O): number;
  /**
   * The metric in the form that it has under these options, where that depends on them or on the job: pairs
   * computed one by one, or inner products.
   * @param way - what `wayFor` answered, where it was asked
   */
  formFor?(options: O, way: Way | undefined): AnyMetric | undefined;
  /**
   * Loads what only these options need, before anything is prepared with them: once a spec, on each thread. What it loads,
   * `formFor` may return.
   * @returns the options in the form in which they are computed with, where it is another one; threads get that
   * @throws {OptionError} for options that do not go together
   */
  loadFor?(options: O): Promise<O | undefined | void>;
  /** The cheaper way of computing a whole job, where there are two. It depends on the sizes alone. */
  wayFor?(job: JobSize, options: O): Way | undefined;
  /** Whether this way of computing loses digits for a network, so that the job must go the other way. */
  losesDigits?(prepared: NumbersOf<P>): boolean;
  /**
   * All that depends on one representation only; done once for each.
   * @throws {NumericalError} where the measure is not defined for it.
   */
  prepare(input: Responses, options: O, kernels: Kernels): P;
  /**
   * Matrices of what was prepared that comparing multiplies by their rows (A·Bᵀ) or columns
   * (AᵀB) again and again: packed for that once, where they become resident.
   */
  multiplies?(prepared: NumbersOf<P>): { readonly [Part in keyof P]?: "rows" | "columns" };
  /**
   * Whether `prepare` gets responses in ordinary memory that nobody has looked at: it reads each number once, and calls
   * their `check` where what it finds may come of NaN or infinity. To copy and check them first would take longer.
   */
  readonly readsInPlace?: true;
  /** Whether comparing only copies parts of what was prepared: it then stays in ordinary memory. */
  isCopied?(numbers: Readonly<Record<string, number>>): boolean;
  /**
   * Whether the value is a smooth function of means over stimuli, or over pairs of them, so that its
   * bias falls as 1/stimuli: then `pairwise` can estimate and remove it. Not so where singular values
   * are summed or units are matched. False where absent.
   */
  smooth?(options: O): boolean;
  /** How stimuli are drawn again without preparing anew, loaded where they are; where absent, drawn rows are prepared. */
  resampling?(): Promise<Resampling<P, O>>;
  /** A note on results that are right but say nothing, from the numbers among what was prepared. */
  warn?(prepared: readonly NumbersOf<P>[], options: O, compared: Compared): string | undefined;
}

/**
 * How inner products of similarity structures are computed: from products units × units of two networks,
 * or from matrices stimuli × stimuli of each. The values are the same, to rounding.
 */
export type Way = "units" | "stimuli";

/** The size of a job, by which a metric chooses its way. */
export interface JobSize {
  readonly stimuli: number;
  /** Of each network. */
  readonly units: readonly number[];
  readonly pairs: { readonly rows: Range; readonly cols: Range; readonly triangle: boolean };
  /** Whether stimuli are drawn again and again from networks that were prepared once. */
  readonly drawn?: boolean;
}

/** What was compared with what, for notes. */
export interface Compared {
  /** Of the representations, in the order in which they were prepared. */
  readonly names: readonly string[];
  /** How many of the pairs that were compared (none of a network with itself) have that property. */
  count(holds: (x: number, y: number) => boolean): number;
}

/** Resamples of the stimuli from what is made once of all of them. */
export interface Resampling<P extends Prepared, O extends object> {
  /** What the resamples of one representation are made from. @throws as the metric's `prepare`. */
  prepare(input: Responses, options: O, kernels: Kernels): Prepared;
  /**
   * What the metric's `prepare` would keep of these stimuli: numbers of rows, some more than
   * once. Undefined under options where that must be prepared anew.
   * @throws {NumericalError} where the measure is not defined for them.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  resample(whole: any, stimuli: readonly number[], options: O, kernels: Kernels): P | undefined;
}

/** A metric that needs a computation for each pair. */
export interface PairMetric<P extends Prepared, O extends object> extends MetricBase<P, O> {
  readonly form: "pair";
  compare(x: P, y: P, options: O, kernels: Kernels): number;
  /** The rounds of independent searches that `compare` takes the best of, where it does: spread over threads. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly search?: SearchForm<any, O>;
  /**
   * The motion that its value stands for, where there is one.
   * @param full - the motion of all directions, also where no response varies in most of them
   */
  align?(x: Responses, y: Responses, options: O, kernels: Kernels, full: boolean): Alignment;
  /** What is known of the value beside it, where it is an estimate from a sample. */
  estimate?(x: P, y: P, options: O, kernels: Kernels): Estimated;
  /** The values that its value is the least of, where there are several; their places mean something. */
  table?(x: Responses, y: Responses, options: O, kernels: Kernels): Matrix;
  /** How it is fitted on some stimuli and measured on others, where it can be. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly heldOut?: HeldOutForm<any, O>;
}

/** An estimate of the value of a population. */
export interface Estimated {
  readonly value: number;
  /** For other stimuli of the same population. */
  readonly standardError: number;
  /** The most that the mean over samples may differ from the population's cosine, of which the value is a function. */
  readonly maxBias?: number;
  /** Powers of the cross-covariance whose traces were used. */
  readonly powers?: number;
}

/** Two networks moved into common axes. */
export interface Alignment {
  readonly x: Aligned;
  readonly y: Aligned;
  /** Units of x × units of y: how much of one goes to the other, for metrics that match units. */
  readonly coupling?: Matrix;
  /** Of the axes, which are then canonical variables: falling, of x with y over the stimuli. */
  readonly correlations?: Float64Array;
  /** How the motion was found, for metrics that search for it. */
  readonly search?: SearchRecord;
}

/** What a search from several starts came to. */
export interface SearchRecord {
  /** Loss at the start that won and after each of its steps; never rising. */
  readonly history: readonly number[];
  /** Loss at the end of each start. */
  readonly losses: readonly number[];
  /** How many different minima they ended in. */
  readonly minima: number;
}

/** One of them: aligned = (responses − means) · motion. */
export interface Aligned {
  /** stimuli × axes. */
  readonly aligned: Matrix;
  /** units × axes. */
  readonly motion: Matrix;
  /** Of wide networks: motion = left · rightᵀ, units × rank and axes × rank. */
  readonly factors?: { readonly left: Matrix; readonly right: Matrix };
  /** 1 × units; zeros if nothing is subtracted. */
  readonly means: Matrix;
}

/** A metric fitted on training stimuli and measured on held-out ones. */
export interface HeldOutForm<P extends Prepared, O extends object> {
  properties(options: O): Pick<Properties, "kind" | "range">;
  /** @param test - responses of the same units to other stimuli */
  prepare(train: Responses, test: Responses, options: O, kernels: Kernels): P;
  compare(x: P, y: P, options: O, kernels: Kernels): number;
  /** As that of the metric. */
  warn?(prepared: readonly NumbersOf<P>[], options: O, compared: Compared): string | undefined;
}

/** Positions start … end − 1. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range of stimuli (rows of a Gram matrix or RDM) whose features are made together. */
export interface Block extends Range {
  /** How many features each network has in it. */
  readonly length: number;
  /** Where the block is a rectangle of that matrix: its columns. Otherwise all from `start` on. */
  readonly columns?: Range;
}

/**
 * A metric whose pair is a function of inner products ⟨f(x), f(y)⟩ of features of
 * one network. All pairs are then one product over the features, made block by
 * block of stimuli, so memory is K · block and never K · stimuli².
 */
export interface InnerProductMetric<P extends Prepared, O extends object> extends MetricBase<P, O> {
  readonly form: "inner-product";
  /** Ranges that cover all features; functions of the number of stimuli and the options alone. */
  blocks(stimuli: number, options: O): Block[];
  /**
   * Features of one block: the elements of these matrices in order, `block.length`
   * of them.
   */
  features(prepared: P, block: Block, options: O, kernels: Kernels): readonly Matrix[];
  /** The value, from ⟨x, y⟩, ⟨x, x⟩ and ⟨y, y⟩. */
  finish(inner: number, selfX: number, selfY: number, options: O): number;
  /**
   * Where the inner product loses digits (x and y nearly equal, and the value is
   * their distance), the value from ‖x/‖x‖ − y/‖y‖‖² instead.
   */
  readonly near?: {
    applies(inner: number, selfX: number, selfY: number, options: O): boolean;
    /** @param normX, normY - ‖x‖ and ‖y‖ */
    finish(squaredGap: number, options: O, normX: number, normY: number): number;
  };
}

export type Metric<P extends Prepared, O extends object> = PairMetric<P, O> | InnerProductMetric<P, O>;

/** A metric whose types nobody looks at: what the loops over pairs work with. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyMetric = Metric<any, any>;

/** Checks a metric's types and keeps them. */
export function definePairMetric<P extends Prepared, O extends object>(
  metric: Omit<PairMetric<P, O>, "form">,
): PairMetric<P, O> {
  return marked({ form: "pair", ...metric });
}

/** Checks a metric's types and keeps them. */
export function defineInnerProductMetric<P extends Prepared, O extends object>(
  metric: Omit<InnerProductMetric<P, O>, "form">,
): InnerProductMetric<P, O> {
  return marked({ form: "inner-product", ...metric });
}

/** What this version of the library has defined carries itself under this key, whichever copy of the module made it. */
const mark = Symbol.for(`repgeom ${version} metric`);

/** A copy with other members has no mark, for threads would take the original, by its name. */
function marked<M extends AnyMetric>(metric: M): M {
  return Object.freeze(Object.defineProperty(metric, mark, { value: metric }));
}

/** Whether a value is a metric as it was defined here. */
export function isMetric(value: unknown): value is AnyMetric {
  return typeof value === "object" && value !== null && (value as { [mark]?: unknown })[mark] === value;
}
