import { OptionError } from "../../base/errors.ts";

export const iscMethods = ["leave-one-out", "pairwise"] as const;
export const iscSummaries = ["mean", "median", "none"] as const;
export const iscNulls = ["bootstrap", "permutation", "time-shift", "phase-shift"] as const;
export const sides = ["two-sided", "right", "left"] as const;

export type IscMethod = (typeof iscMethods)[number];
export type IscSummary = (typeof iscSummaries)[number];
export type IscNull = (typeof iscNulls)[number];
export type Side = (typeof sides)[number];

/** How inter-subject correlations are taken. */
export interface CorrelationOptions {
  /**
   * leave-one-out: each subject with the mean of the others. pairwise: each subject with each other.
   * @default "leave-one-out"
   */
  readonly method?: IscMethod;
  /** Over subjects or pairs: mean of Fisher z, brought back; median; or none. @default "mean" */
  readonly summary?: IscSummary;
  /**
   * Whether means leave out what is missing (NaN). A share asks that at least so many of the subjects
   * have complete responses of a unit, otherwise the unit has no value. @default true
   */
  readonly tolerateNans?: boolean | number;
}

/** How the summary is tested. */
export interface IscOptions extends CorrelationOptions {
  /** Correlate patterns over units at each time, not courses over time of each unit. @default false */
  readonly spatial?: boolean;
  /**
   * bootstrap: subjects drawn with replacement, the distribution moved to 0. permutation: signs of
   * subjects, or their groups. time-shift: each course rolled by another number of times. phase-shift: random
   * phases in its spectrum.
   */
  readonly null?: IscNull;
  /** Resamples. @default 1000 */
  readonly samples?: number;
  /** @default 1 */
  readonly seed?: number;
  /** right: larger than under the null. @default "two-sided" */
  readonly side?: Side;
  /** bootstrap: share of the distribution inside the interval. @default 0.95 */
  readonly confidence?: number;
  /** permutation of two groups: the group of each subject; tests the first in order of names less the second. */
  readonly groups?: readonly (string | number)[];
  /** Whether the values of every resample are returned: samples × units. @default false */
  readonly distribution?: boolean;
  /** Resamples to take instead of drawn ones. */
  readonly draws?: Draws;
}

/** Resamples, one entry each; what of them is needed follows from `null`. */
export interface Draws {
  /** bootstrap: numbers of subjects. */
  readonly subjects?: readonly (readonly number[])[];
  /** permutation of one group: 1 or −1 for each subject. */
  readonly signs?: readonly (readonly number[])[];
  /** permutation of two groups: the group of each subject, 0 or 1. */
  readonly groups?: readonly (readonly number[])[];
  /** time-shift: of each subject, in times. */
  readonly shifts?: readonly (readonly number[])[];
  /** phase-shift: of each subject, radians for each frequency above 0 and below Nyquist. */
  readonly phases?: readonly (readonly (readonly number[])[])[];
}

/** Every option with its default. */
export interface ChosenIsc {
  readonly method: IscMethod;
  readonly summary: IscSummary;
  readonly tolerateNans: boolean | number;
  readonly null?: IscNull | undefined;
  readonly samples: number;
  readonly seed: number;
  readonly side: Side;
  readonly confidence: number;
  readonly groups?: readonly (string | number)[] | undefined;
  readonly distribution: boolean;
}

/** @throws {OptionError} naming the option and what it accepts. */
export function chosenIsc(options: IscOptions, subjects: number): ChosenIsc {
  const { method = "leave-one-out", summary = "mean", tolerateNans = true, samples = 1000 } = options;
  const { side = "two-sided", confidence = 0.95, seed = 1, groups, distribution = false } = options;
  assertOneOf("method", method, iscMethods);
  assertOneOf("summary", summary, iscSummaries);
  assertOneOf("side", side, sides);
  if (options.null !== undefined) assertOneOf("null", options.null, iscNulls);
  refuse("samples", samples, "a whole number from 1", Number.isInteger(samples) && samples >= 1);
  refuse("confidence", confidence, "a number between 0 and 1", confidence > 0 && confidence < 1);
  refuse("seed", seed, "a whole number", Number.isInteger(seed));
  assertShare(tolerateNans);
  if (options.null && summary === "none") {
    throw new OptionError(
      `isc: null ${options.null} tests a summary over subjects; take summary mean or median.`,
    );
  }
  assertGroups(groups, options.null, subjects);
  return {
    method,
    summary,
    tolerateNans,
    samples,
    seed,
    side,
    confidence,
    groups,
    distribution,
    null: options.null,
  };
}

function assertOneOf(name: string, value: string, accepted: readonly string[]): void {
  refuse(name, value, accepted.join(", "), accepted.includes(value));
}

function refuse(name: string, value: unknown, accepted: string, isGood: boolean): void {
  if (!isGood) throw new OptionError(`isc: ${name} is ${String(value)}; accepted: ${accepted}.`);
}

function assertShare(tolerateNans: boolean | number): void {
  if (typeof tolerateNans === "boolean") return;
  refuse(
    "tolerateNans",
    tolerateNans,
    "true, false, or a share of the subjects from 0 to 1",
    tolerateNans >= 0 && tolerateNans <= 1,
  );
}

function assertGroups(groups: IscOptions["groups"], asked: IscNull | undefined, subjects: number): void {
  if (!groups) return;
  if (asked !== "permutation") throw new OptionError("isc: groups are for null permutation.");
  if (groups.length !== subjects)
    throw new OptionError(`isc: ${groups.length} groups for ${subjects} subjects; expected one for each.`);
  const names = [...new Set(groups)];
  if (names.length === 1) throw new OptionError("isc: all subjects are in one group; leave out groups.");
  if (names.length > 2)
    throw new OptionError(`isc: the groups are ${names.join(", ")}; two can be compared at a time.`);
}
