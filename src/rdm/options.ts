import { OptionError, ShapeError } from "../base/errors.ts";
import type { Matrix } from "../base/matrix.ts";
import { resolveOptions, choice } from "../base/options.ts";
import { toRepresentation, type RepresentationLike } from "../data/representation.ts";
import {
  dissimilarityNames,
  dissimilarityOf,
  resolveDissimilarity,
  type DissimilarityName,
} from "./dissimilarities/registry.ts";
import type { DissimilarityOptions } from "./dissimilarities/dissimilarity.ts";
import { matrixOf, type RdmRequest, type RowFacts } from "./input.ts";
import { noiseMethods, type Noise, type NoiseMethod } from "./noise/noise.ts";
import { poolings, type Pooling } from "./row-pairs.ts";

/** Noise from responses without the stimuli: what a model of the responses leaves over. */
export interface ResidualNoise {
  /** Rows × units. Their means are subtracted. */
  readonly residuals: RepresentationLike;
  /** @default "shrinkage-diag" */
  readonly method?: NoiseMethod;
  /** Rows that are free. @default one less than there are */
  readonly dof?: number;
}

/** What the noise is, for mahalanobis and crossnobis. */
export type NoiseOption =
  /** Estimated so from the repeats of the data; or none, alike and independent in all units. */
  | NoiseMethod
  | "none"
  /** The inverse of its covariance, units × units; for crossnobis also one for each run. */
  | Matrix
  | readonly Matrix[]
  | ResidualNoise;

/** Options of `rdm`. */
export interface RdmOptions extends Partial<DissimilarityOptions>, RowFacts {
  /** Between two stimuli. @default "correlation" */
  readonly dissimilarity?: DissimilarityName | undefined;
  /** For mahalanobis, where it is needed, and crossnobis. @default "none" for crossnobis */
  readonly noise?: NoiseOption | undefined;
  /**
   * Rows of one stimulus as their mean, or as pairs of rows that count by the number of units
   * that both have (`number`) or all the same (`equal`): for unequal numbers of rows in runs,
   * and missing responses. @default "means"
   */
  readonly pooling?: Pooling | undefined;
}

/** The request and the options of its dissimilarity, checked. */
export interface ResolvedRdm {
  readonly request: RdmRequest;
  readonly options: Readonly<DissimilarityOptions>;
}

const choices = {
  dissimilarity: choice(dissimilarityNames, "Between two stimuli."),
  pooling: choice(poolings, "Of several rows of one stimulus."),
};

/** @throws {OptionError} for an unknown option or a value outside the accepted set. */
export function resolveRdm(given: RdmOptions): ResolvedRdm {
  const { dissimilarity: name, pooling: how, conditions, runs, average, noise, ...own } = given;
  const { dissimilarity, pooling } = resolveOptions("rdm", choices, {
    dissimilarity: name,
    pooling: how,
  } as never) as {
    dissimilarity: DissimilarityName;
    pooling: Pooling;
  };
  if (average !== undefined && average !== "repeats") {
    throw new OptionError(
      `rdm: average is ${JSON.stringify(average)}; accepted: "repeats". Rows with labels: conditions.`,
    );
  }
  const request = {
    dissimilarity,
    pooling,
    conditions,
    runs,
    average,
    noise: resolveNoise(dissimilarity, noise),
  };
  return { request, options: resolveDissimilarity(dissimilarity, own) };
}

/** What reproduces an RDM, as data. */
export function describeOptions({ request, options }: ResolvedRdm): Readonly<Record<string, unknown>> {
  const { dissimilarity, pooling, noise, average } = request;
  const own = dissimilarityOf(dissimilarity).options.map((name) => [name, options[name]] as const);
  return {
    ...Object.fromEntries(own),
    ...(pooling !== "means" && { pooling }),
    ...(average && { average }),
    ...(noise && { noise: describeNoise(noise) }),
  };
}

function describeNoise(noise: Noise): string {
  if ("independent" in noise) return "none";
  if ("precision" in noise) return "precision given";
  if ("precisions" in noise) return "precisions given, one for each run";
  return `${noise.method} from ${noise.residuals ? "residuals" : "repeats"}`;
}

function resolveNoise(dissimilarity: DissimilarityName, noise: NoiseOption | undefined): Noise | undefined {
  const kind = dissimilarityOf(dissimilarity).noise;
  if (noise === undefined) return undefined;
  if (!kind)
    throw new OptionError(
      `${dissimilarity} takes no noise; mahalanobis, squared-mahalanobis and crossnobis do.`,
    );
  if (noise === "none") return { independent: true };
  if (typeof noise === "string") return { method: assertMethod(noise) };
  if ("rows" in noise && "data" in noise) return { precision: noise };
  if (Array.isArray(noise)) return { precisions: noise as readonly Matrix[] };
  return fromResiduals(noise as ResidualNoise);
}

function assertMethod(method: NoiseMethod): NoiseMethod {
  if (noiseMethods.includes(method)) return method;
  throw new OptionError(
    `rdm: noise is ${JSON.stringify(method)}; accepted: "none", ${noiseMethods.map((name) => JSON.stringify(name)).join(", ")}, a precision matrix { rows, cols, data }, or { residuals, method }.`,
  );
}

function fromResiduals({ residuals, method = "shrinkage-diag", dof }: ResidualNoise): Noise {
  if (residuals === undefined) {
    throw new OptionError("rdm: noise is an object without residuals; expected { residuals, method }.");
  }
  const given = toRepresentation(residuals, "residuals");
  if (given.shape.length !== 2) {
    throw new ShapeError(`rdm: residuals are rows × units; ${given.name} is ${given.shape.join(" × ")}.`);
  }
  return { method: assertMethod(method), residuals: matrixOf(given), ...(dof !== undefined && { dof }) };
}
