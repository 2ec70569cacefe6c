import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { choice, resolveOptions } from "../../base/options.ts";
import { assertFinite, type Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { groupsOf, type RowFacts } from "../input.ts";
import { centredResiduals, covarianceOf, estimateNoise, noiseMethods, type NoiseMethod } from "./noise.ts";
import { residualsOf } from "../observations.ts";
import { whitenWithModel } from "./whitening.ts";

/** How noise is estimated. */
export interface NoiseEstimateOptions extends Pick<RowFacts, "conditions"> {
  /** @default "shrinkage-diag" */
  readonly method?: NoiseMethod;
  /**
   * Rows that are free.
   * @default of residuals one less than there are; of repeats the rows less the stimuli
   */
  readonly dof?: number;
}

/**
 * Units × units, in ordinary memory: the covariance of the noise, or its inverse.
 * @param representation - residuals, rows × units; or repeats, whose means are taken out
 * @throws {ShapeError} for other axes; @throws {NumericalError} if the inverse does not exist.
 */
export function noiseCovariance(
  representation: Representation,
  options: NoiseEstimateOptions,
  what: "covariance" | "precision",
  kernels: Kernels,
): Matrix {
  const { name, shape, data } = representation;
  const { method } = resolveOptions(
    "noise",
    { method: choice(noiseMethods, "Of the estimate.") },
    {
      method: options.method ?? "shrinkage-diag",
    },
  );
  assertFinite(representation);
  const groups = groupsOf(representation, options);
  if (!groups && shape.length !== 2) {
    throw new ShapeError(`noise: residuals are rows × units; ${name} is ${shape.join(" × ")}.`);
  }
  const units = shape.at(-1)!;
  return kernels.scope(() => {
    const rows = kernels.place(data.length / units, units, data);
    const { residuals, dof } = groups
      ? residualsOf(rows, groups, kernels)
      : { residuals: centredResiduals(name, rows, units, kernels), dof: rows.rows - 1 };
    const model = estimateNoise(name, residuals, checkedDof(options.dof) ?? dof, method, kernels);
    if (what === "covariance") return kernels.detach(covarianceOf(model, units, kernels));
    const root = whitenWithModel(name, model, units, kernels)(identity(units));
    const precision = kernels.detach(kernels.syrk(root));
    if (precision.data.every(Number.isFinite)) return precision;
    throw new NumericalError(`${name}: singular noise covariance: its inverse is not finite.`);
  });
}

function checkedDof(dof: number | undefined): number | undefined {
  if (dof === undefined || dof > 0) return dof;
  throw new OptionError(`noise: dof is ${dof}; accepted: a number above 0.`);
}

function identity(n: number): Matrix {
  const one = matrix(n, n);
  for (let i = 0; i < n; i++) one.data[i * (n + 1)] = 1;
  return one;
}
