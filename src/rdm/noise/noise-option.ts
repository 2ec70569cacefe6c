/** What a caller may say of the noise, and what it means. */
import { givenMatrix } from "../../base/numbers.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import {
  choice,
  data,
  number,
  optional,
  resolveOptions,
  withDefault,
  type OptionSchemas,
} from "../../base/options.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import { matrixOf, rowOptions, type RowOptions } from "../input.ts";
import { noiseMethods, type Noise, type NoiseMethod } from "./kinds.ts";

/** How the covariance of the noise is estimated from rows. */
export interface NoiseEstimateOptions extends Pick<RowOptions, "conditions"> {
  readonly method?: NoiseMethod | undefined;
  readonly dof?: number | undefined;
}

export const noiseEstimateOptions = {
  method: withDefault(
    choice(
      noiseMethods,
      "full: the covariance. diagonal: its diagonal. shrinkage-eye: towards the mean variance times the identity (Ledoit & Wolf, 2004). shrinkage-diag: correlations towards 0 (Schäfer & Strimmer, 2005).",
    ),
    "shrinkage-diag",
  ),
  dof: optional(
    number(
      1,
      Number.MIN_VALUE,
      Infinity,
      "Rows that are free; without it, of residuals one less than there are, of repeats the rows less the stimuli.",
    ),
  ),
  conditions: rowOptions.conditions,
} satisfies OptionSchemas<NoiseEstimateOptions>;

/** Noise from responses without the stimuli: what a model of the responses leaves over. */
export interface ResidualNoise extends Omit<NoiseEstimateOptions, "conditions"> {
  /** Rows × units. Their means are subtracted. */
  readonly residuals: RepresentationLike;
}

const residualNoise = {
  residuals: data<RepresentationLike>("rows × units", "Responses without the stimuli."),
  method: noiseEstimateOptions.method,
  dof: noiseEstimateOptions.dof,
};

/** What the noise is, for mahalanobis and crossnobis. */
export type NoiseOption =
  /** Estimated so from the repeats of the data; or none, alike and independent in all units. */
  | NoiseMethod
  | "none"
  /** The inverse of its covariance, units × units; for crossnobis also one for each run. */
  | Matrix
  | readonly Matrix[]
  | ResidualNoise;

/**
 * @param given - a name that was checked, or an object
 * @throws {OptionError} for an object that is neither a matrix nor has residuals.
 * @throws {ShapeError} for residuals that are not rows × units.
 */
export function noiseFrom(given: NoiseOption): Noise {
  if (given === "none") return { independent: true };
  if (typeof given === "string") return { method: given };
  if (Array.isArray(given))
    return {
      precisions: given.map((one: Matrix, run) => givenMatrix(one, `noise: precision of run ${run}`)),
    };
  if ("rows" in given && "data" in given) return { precision: givenMatrix(given, "noise: precision") };
  return fromResiduals(given as ResidualNoise);
}

function fromResiduals(given: ResidualNoise): Noise {
  const { residuals, method, dof } = resolveOptions("noise", residualNoise, given);
  if (residuals === undefined) {
    throw new OptionError(
      "rdm: noise is an object without residuals; expected { residuals, method }.",
      "noise",
    );
  }
  const rows = toRepresentation(residuals, "residuals");
  if (rows.shape.length !== 2) {
    throw new ShapeError(`rdm: residuals are rows × units; ${rows.name} is ${rows.shape.join(" × ")}.`);
  }
  return { method, residuals: matrixOf(rows), ...(dof !== undefined && { dof }) };
}
