import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Parts of a sum, in ordinary memory. */
export interface SharedOut {
  /** One sentence without a full stop: what is shared out. */
  readonly of: string;
  /** What the shares add to, with `rest`. */
  readonly total: number;
  readonly shares: Float64Array;
  /** What belongs to none of them; absent where it is 0. */
  readonly rest?: number;
  /** The same of each alone, where that is a number of its own: the R² of a unit. */
  readonly own?: Float64Array;
}

/** Which two of the units belong together, with the share of each couple. */
export interface Matches extends SharedOut {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Numbers that rank the axes of a pair. */
export interface Spectrum {
  /** What they are. */
  readonly of: string;
  /** Falling. */
  readonly values: Float64Array;
}

/** What the value of one pair is made of, as its metric declares it. What is absent is no sum. */
export interface Explained {
  /** One for each stimulus. */
  readonly stimuli?: SharedOut;
  /** Of a similarity whose sum over stimuli is 1 where both are equal: what each stimulus has of that which is missing to 1. */
  readonly differences?: SharedOut;
  /** stimuli × stimuli, symmetric: all entries add to the total, rows to the shares of stimuli. */
  readonly pairs?: Omit<SharedOut, "shares"> & { readonly square: Matrix };
  /** One for each unit of x, and of y. */
  readonly unitsX?: SharedOut;
  readonly unitsY?: SharedOut;
  /** One for each common axis or canonical variable, the strongest first. */
  readonly directions?: SharedOut;
  readonly matches?: Matches;
  readonly spectrum?: Spectrum;
  /** Both networks in axes that they share: stimuli × the same number of axes. */
  readonly moved?: { readonly x: Matrix; readonly y: Matrix };
  /** Whether what is shared out is another number than the value, as of an angle: its own changes are then wanted too. */
  readonly isAngle?: boolean;
  /** Whether the responses are a Gram matrix, whose columns are stimuli too. */
  readonly isGram?: boolean;
}

/**
 * How a metric explains its value for one pair. It is called after `compare` has found that the value is defined.
 * @param mostPaired - stimuli up to which `pairs` is wanted
 */
export type Explain<O> = (
  x: Responses,
  y: Responses,
  options: O,
  kernels: Kernels,
  mostPaired: number,
) => Explained;
