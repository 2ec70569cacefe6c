import { OptionError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import {
  boolean,
  data,
  either,
  number,
  optional,
  seed,
  whole,
  type OptionSchemas,
} from "../../base/options.ts";
import type { Subject } from "./srm-subjects.ts";

/** What every shared response model is told. */
export interface SharedSpaceOptions {
  /**
   * Shared features k: a whole number from 1 to min(least number of units, stimuli), or
   * `"all"` for that number. @default "all"
   */
  readonly features?: number | "all";
  /** Most iterations, at least 1. @default 100 */
  readonly iterations?: number;
  /**
   * Ends when an iteration gains less than this: in the share of the sum of squares that is
   * explained, or in log-likelihood per response; at least 0, which makes every iteration happen.
   * @default 1e-7
   */
  readonly tolerance?: number;
  /** Decides the start: for each feature of each subject one of its units, or its negative. @default 1 */
  readonly seed?: number;
  /** A start of your own: for each subject units × features with orthonormal columns. */
  readonly start?: readonly Matrix[] | undefined;
  /** Subtract each unit's mean over stimuli. @default true for the probabilistic kind, else false */
  readonly center?: boolean | undefined;
}

/** Options of `srm`. */
export interface SrmOptions extends SharedSpaceOptions {
  /** With a model of the noise, fitted by EM; or least squares. @default "probabilistic" */
  readonly kind?: SrmKind;
  /**
   * Added on the main diagonal of XᵀS before its polar factor is taken, at least 0. With 0.001
   * a fit goes as in BrainIAK, step by step.
   * @default 0
   */
  readonly perturbation?: number;
}

export const sharedSpaceOptions: OptionSchemas<SharedSpaceOptions> = {
  features: either<number | "all">(
    "all",
    [
      { type: "whole", min: 1, max: Infinity },
      { type: "choice", choices: ["all"] },
    ],
    "Shared features: at most min(least number of units, stimuli), which is what all means.",
  ),
  iterations: whole(100, 1, 1e9, "Most iterations."),
  tolerance: number(
    1e-7,
    0,
    Infinity,
    "Ends when an iteration gains less than this: in the share of the sum of squares that is explained, or in log-likelihood per response; 0 makes every iteration happen.",
  ),
  seed: seed("Decides the start: for each feature of each subject one of its units, or its negative."),
  start: data(
    "a list of matrices",
    "A start of your own: for each subject units × features with orthonormal columns.",
    Array.isArray,
  ),
  center: optional(
    boolean(
      false,
      "Subtract each unit's mean over stimuli. By default the probabilistic kind of srm does, the others do not.",
    ),
  ),
};

/** Names of the two models of `srm`. */
export const srmKinds = ["probabilistic", "deterministic"] as const;
export type SrmKind = (typeof srmKinds)[number];

/** Options with their defaults, checked. */
export interface Fit {
  readonly features: number;
  readonly iterations: number;
  readonly tolerance: number;
  readonly seed: number;
  readonly start?: readonly Matrix[];
}

/** @throws {OptionError} naming the option, what was got and what is accepted. */
export function checkedFit(owner: string, options: SharedSpaceOptions, subjects: readonly Subject[]): Fit {
  const { features = "all", iterations = 100, tolerance = 1e-7, seed = 1, start } = options;
  assertWhole(owner, "iterations", iterations, 1);
  assertAtLeastZero(owner, "tolerance", tolerance);
  assertWhole(owner, "seed", seed, 0);
  const fit = { features: featuresOf(owner, features, subjects), iterations, tolerance, seed };
  if (!start) return fit;
  assertStart(owner, start, subjects, fit.features);
  return { ...fit, start };
}

export function assertWhole(owner: string, name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new OptionError(`${owner}: ${name} must be a whole number from ${least}; got ${value}.`);
}

export function assertAtLeastZero(owner: string, name: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new OptionError(`${owner}: ${name} must be a number from 0; got ${value}.`);
}

function featuresOf(owner: string, features: number | "all", subjects: readonly Subject[]): number {
  const narrowest = subjects.reduce((least, one) => (one.cols < least.cols ? one : least));
  const most = Math.min(narrowest.cols, narrowest.rows);
  if (features === "all") return most;
  if (Number.isInteger(features) && features >= 1 && features <= most) return features;
  const limit =
    narrowest.cols <= narrowest.rows
      ? `${narrowest.name} has ${narrowest.cols} units that vary`
      : `there are ${narrowest.rows} stimuli`;
  throw new OptionError(
    `${owner}: features must be "all" or a whole number from 1 to ${most} (${limit}); got ${String(features)}.`,
  );
}

/** Farther than this from orthonormal columns, the objective would be another one. */
const orthonormalTo = 1e-6;

function assertStart(
  owner: string,
  start: readonly Matrix[],
  subjects: readonly Subject[],
  features: number,
): void {
  if (start.length !== subjects.length) {
    throw new ShapeError(`${owner}: start has ${start.length} maps for ${subjects.length} subjects.`);
  }
  subjects.forEach((subject, i) => {
    const map = start[i]!;
    if (map.rows !== subject.units || map.cols !== features) {
      throw new ShapeError(
        `${owner}: the start of ${subject.name} is ${shapeOf(map)}; expected units × features, ${subject.units} × ${features}.`,
      );
    }
    if (departure(map) > orthonormalTo) {
      throw new OptionError(`${owner}: the start of ${subject.name} must have orthonormal columns.`);
    }
  });
}

/** Largest entry of WᵀW − I in absolute value. */
function departure({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let a = 0; a < cols; a++) {
    for (let b = a; b < cols; b++) {
      let inner = a === b ? -1 : 0;
      for (let i = 0; i < rows; i++) inner += data[i * cols + a]! * data[i * cols + b]!;
      largest = Math.max(largest, Number.isNaN(inner) ? Infinity : Math.abs(inner));
    }
  }
  return largest;
}
