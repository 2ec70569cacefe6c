import { NumericalError, ShapeError } from "../../base/errors.ts";
import { identity, type Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { assertFinite, type Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { groupsOf } from "../input.ts";
import { residualsOf } from "../observations.ts";
import { noiseEstimateOptions, type NoiseEstimateOptions } from "./noise-option.ts";
import { centredResiduals, covarianceOf, estimateNoise, type NoiseModel } from "./noise.ts";
import { whitenWithModel } from "./whitening.ts";

/**
 * The covariance of the noise, units × units, in ordinary memory.
 * @param representation - residuals, rows × units; or repeats, whose means are taken out
 * @throws {OptionError} naming the option. @throws {ShapeError} for other axes.
 */
export function noiseCovariance(
  representation: Representation,
  options: NoiseEstimateOptions,
  kernels: Kernels,
): Matrix {
  return kernels.scope(() => {
    const model = modelOf("noiseCovariance", representation, options, kernels);
    return kernels.detach(covarianceOf(model, unitsOf(representation), kernels));
  });
}

/**
 * The inverse of `noiseCovariance`.
 * @throws as it, and {NumericalError} if the inverse does not exist.
 */
export function noisePrecision(
  representation: Representation,
  options: NoiseEstimateOptions,
  kernels: Kernels,
): Matrix {
  const { name } = representation;
  const units = unitsOf(representation);
  return kernels.scope(() => {
    const model = modelOf("noisePrecision", representation, options, kernels);
    const root = whitenWithModel(name, model, units, kernels)(identity(units));
    const precision = kernels.detach(kernels.syrk(root));
    if (precision.data.every(Number.isFinite)) return precision;
    throw new NumericalError(`${name}: singular noise covariance: its inverse is not finite.`);
  });
}

function modelOf(
  owner: string,
  representation: Representation,
  options: NoiseEstimateOptions,
  kernels: Kernels,
): NoiseModel {
  const { method, dof: given, conditions } = resolveOptions(owner, noiseEstimateOptions, options);
  const { name, shape, data } = representation;
  assertFinite(representation);
  const groups = groupsOf(representation, { conditions });
  if (!groups && shape.length !== 2) {
    throw new ShapeError(`${owner}: residuals are rows × units; ${name} is ${shape.join(" × ")}.`);
  }
  const units = unitsOf(representation);
  const rows = kernels.place(data.length / units, units, data);
  const { residuals, dof } = groups
    ? residualsOf(rows, groups, kernels)
    : { residuals: centredResiduals(name, rows, units, kernels), dof: rows.rows - 1 };
  return estimateNoise(name, residuals, given ?? dof, method, kernels);
}

const unitsOf = ({ shape }: Representation) => shape.at(-1)!;
