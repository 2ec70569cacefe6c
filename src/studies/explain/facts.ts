import type { Matrix } from "../../base/matrix.ts";
import type { ValueKind } from "../../data/comparisons.ts";
import type { CommonAxes } from "./common.ts";
import type { Spectrum } from "./explanation.ts";

/** Whether shares add to something, or each is what the value loses without it. */
export type ShareForm = "sum" | "leave-one-out";

/** What each stimulus, unit, axis or couple of units has of a pair's value. */
export interface Shares {
  /**
   * `sum`: shares, and `rest`, add to `total`. `leave-one-out`: each is the value less the value without that one,
   * so that what raises the value is above 0; NaN where no value is left, which a warning says.
   */
  readonly form: ShareForm;
  /** One sentence: what is shared out, or what changes. */
  readonly of: string;
  /** What is shared out; of leave-one-out the value itself. */
  readonly total: number;
  readonly names: readonly string[];
  /** Of couples, the names of the second ones: units of y. */
  readonly partners?: readonly string[];
  readonly shares: Float64Array;
  /** What belongs to none of them: of a narrower network what the other has in directions, or units, that it lacks. */
  readonly rest?: number;
  /** The same of each alone, where that is a number of its own: the R² of a unit. */
  readonly own?: Float64Array;
}

/** What each pair of stimuli has. */
export interface PairsOfStimuli extends Pick<Shares, "of" | "total" | "names"> {
  readonly form: "sum";
  /** stimuli × stimuli, symmetric: its entries add to the total, its rows to the shares of stimuli. */
  readonly square: Matrix;
}

/** The kinds of parts that an explanation may have, in the order in which they are written. */
export const shareKinds = [
  "stimuli",
  "differences",
  "omissions",
  "unitsX",
  "unitsY",
  "matches",
  "directions",
  "pairs",
] as const;
export type ShareKind = (typeof shareKinds)[number];

/** What is known of one pair besides its value. */
export interface ExplanationFacts {
  /** The names of x and y. */
  readonly names: readonly [x: string, y: string];
  /** Registered name of the metric. */
  readonly metric: string;
  /** Every option of the metric, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly kind: ValueKind;
  /** As `compare` gives it. */
  readonly value: number;
  /** Each stimulus; absent where the value is no sum and there are more stimuli than may be left out. */
  readonly stimuli?: Shares;
  /** Of a similarity that is shared out: each stimulus, of what is missing to 1, which no stimulus makes less. */
  readonly differences?: Shares;
  /** Beside a sum that is not the value itself (of an angle): what the value loses without each stimulus. */
  readonly omissions?: Shares;
  /** Each unit of x, and of y; absent where units are none, or are too many to be left out. */
  readonly unitsX?: Shares;
  readonly unitsY?: Shares;
  /** Each couple of matched units. */
  readonly matches?: Shares;
  /** Each common axis or canonical variable, the strongest first. */
  readonly directions?: Shares;
  readonly pairs?: PairsOfStimuli;
  /** Singular values or canonical correlations of the pair. */
  readonly spectrum?: Spectrum;
  /** Both networks in the leading axes in which they vary, moved onto each other. */
  readonly common?: CommonAxes;
  /** Notes on values that are right but say less than they seem to, and on what was left out. */
  readonly warnings: readonly string[];
}
