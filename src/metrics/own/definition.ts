import type { Address } from "../../base/host/types.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Accepted } from "../../base/options.ts";
import type { ValueKind } from "../../data/comparisons.ts";
import type { Axis, Kind } from "../../data/kinds.ts";
import type { Outline } from "../../data/representation.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { AnyMetric, Block, Cost, Family, Invariance, Properties } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import type { OwnPlace } from "./known.ts";
import type { MetricDescription } from "../registry.ts";

/** What `prepare` of a metric of one's own may keep of a network: a matrix, or matrices and numbers by name. */
export type OwnPrepared = Matrix | Prepared;

/** A named option of a metric of one's own. Left out are: `type` where the default says it, `min`, `max`, `doc`. */
export type OwnOption<T = unknown> = {
  /** What it means, in one or two sentences: help and forms show it. */
  readonly doc?: string;
  /** Its value where none is given. Of choices, the first if it is left out. */
  readonly default?: T;
} & Partial<{
  readonly type: Accepted["type"];
  readonly min: number;
  readonly max: number;
  /** Whether the bounds themselves are excluded. */
  readonly open: boolean;
  readonly choices: readonly string[];
  readonly of: readonly Accepted[];
  /** For data: what is accepted, in words, and a check. */
  readonly accepted: string;
  readonly check: (value: unknown) => boolean;
}>;

/** What both forms have in common. Only the name is needed. */
export interface CommonDefinition<P extends OwnPrepared, O extends object> {
  /** Lower-case letters, digits and hyphens; no name of a metric of the library. Results and messages have it. */
  readonly name: string;
  /**
   * Where worker threads find it: `import.meta.url`, if the module exports it. Without, it is computed on the
   * calling thread alone.
   */
  readonly module?: string | Address | undefined;
  /** As in a heading. @default the name */
  readonly title?: string;
  /** One sentence: what the value says. */
  readonly summary?: string;
  /** Paper and section of the definition. */
  readonly source?: string;
  readonly family?: Family;
  readonly cost?: Partial<Cost>;
  /** Differences between networks that it does not see. */
  readonly blindTo?: string;
  /** The kind of input; or kinds, the usual one first. @default "matrix" */
  readonly accepts?: Kind | readonly Kind[];
  /** Axes whose lengths all networks share, besides stimuli: ["units"] for a metric unit by unit. */
  readonly sharedAxes?: readonly Axis[] | ((options: O) => readonly Axis[]);
  /** Its options by name. */
  readonly options?: { readonly [Name in keyof O]-?: OwnOption<O[Name]> };
  /** Option sets on which `checkMetric` checks what is promised. @default the defaults */
  readonly testedWith?: readonly Partial<O>[];
  /** A distance obeys the triangle inequality. @default "dissimilarity" */
  readonly kind?: ValueKind;
  /** Of a distance that sees only a part of a network, so that networks that differ may be at distance 0: true. */
  readonly pseudo?: true;
  /** Whether x to y is y to x: then half of the pairs is computed. @default false */
  readonly symmetric?: boolean;
  /** Smallest and largest possible value. @default anything */
  readonly range?: readonly [number, number];
  /** What may be done to one of two networks without changing their value. @default nothing */
  readonly invariantTo?: readonly Invariance[];
  /** Value of every network against itself, where it is one number: it is then not computed. */
  readonly self?: number;
  /** How a similarity becomes a distance for maps and trees. */
  readonly toDistance?: "arccos" | "one-minus";
  /** The seven above, where they depend on the options: what it gives is in place of them. */
  properties?(options: O): Partial<Properties>;
  /** Runs once on each thread before anything else: the place to compile a wasm module. It may be async. */
  setup?(): unknown;
  /**
   * All that depends on one network only; done once for each.
   * @param x - stimuli × units; of repeats a row each, with `input.repeats`, the rows of each stimulus; of images and
   *   trajectories stimuli × all else, with `input.shape`. Its `data` lies in wasm memory: after a call of a kernel, read
   *   `x.data` again
   * @returns what `compare` gets, without a change to x. @default x itself
   */
  prepare?(x: Matrix, options: O, kernels: Kernels, input: Responses): P;
  /** Whether NaN in the responses is a missing one; where absent, it is an error. */
  missing?(options: O): boolean;
  /** Floating-point operations of one pair, about: whether threads are worth it, and how long a run takes. */
  operations?(input: Outline, options: O): number;
  /** Whether the value is a smooth function of means over stimuli, so that its bias falls as 1/stimuli. */
  smooth?(options: O): boolean;
}

/** A metric that compares two networks at a time. */
export interface PairDefinition<P extends OwnPrepared, O extends object> extends CommonDefinition<P, O> {
  readonly form?: "pair";
  /** @returns the value of a pair, a number */
  compare(x: P, y: P, options: O, kernels: Kernels): number;
  /** How it is fitted on some stimuli and measured on others, where it can be: for `folds` and `test`. */
  readonly heldOut?: {
    /** What it promises there, where that is something else. */
    properties?(options: O): Partial<Pick<Properties, "kind" | "range">>;
    /** @param test - responses of the same units to other stimuli */
    prepare(
      train: Matrix,
      test: Matrix,
      options: O,
      kernels: Kernels,
      inputs: { readonly train: Responses; readonly test: Responses },
    ): P;
    /** @default that of the metric */
    compare?(x: P, y: P, options: O, kernels: Kernels): number;
  };
}

/**
 * A metric that is a function of inner products ⟨f(x), f(y)⟩ of features of one network: all pairs are then one
 * product over the features, made block by block of stimuli.
 */
export interface InnerProductDefinition<P extends OwnPrepared, O extends object> extends CommonDefinition<
  P,
  O
> {
  readonly form: "inner-product";
  /** Ranges that cover all features; functions of the number of stimuli and the options alone. */
  blocks(stimuli: number, options: O): Block[];
  /** Features of one block: the elements of these matrices in order, `block.length` of them. */
  features(prepared: P, block: Block, options: O, kernels: Kernels): readonly Matrix[];
  /** The value, from ⟨x, y⟩, ⟨x, x⟩ and ⟨y, y⟩. */
  finish(inner: number, selfX: number, selfY: number, options: O): number;
}

export type MetricDefinition<P extends OwnPrepared = Matrix, O extends object = object> =
  PairDefinition<P, O> | InnerProductDefinition<P, O>;

/** A metric as `defineMetric` gives it: it stands in place of a name, `{ metric: mine, k: 5 }`. */
export interface OwnMetric<O extends object = object> extends MetricDescription<O, string> {
  readonly own: OwnPlace;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDefinition = MetricDefinition<any, any>;

/** A metric with what the library alone needs of it. */
export type DefinedMetric = AnyMetric & { readonly own: OwnPlace };
