import { powerOfTwo } from "../../base/math/powers.ts";
import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RdmInput } from "../dissimilarities/dissimilarity.ts";
import { assertComplete, type Noise } from "./kinds.ts";
import { centredResiduals, estimateNoise } from "./noise.ts";
import { residualsOf } from "../observations.ts";
import { whitenWithModel, whitenWithPrecision, type Whitening } from "./whitening.ts";

/** A whitening, and whether what it gives has no unit: the noise was scaled as the data are. */
export interface Whitened {
  readonly whiten: Whitening;
  readonly unitless: boolean;
}

/**
 * The whitening for data that were divided by 2^exponent.
 * @param noise - of the input; one precision, not one for each run
 * @throws {OptionError} if the noise is to come from repeats and there are none.
 */
export function noiseOf(input: RdmInput, noise: Noise, exponent: number, kernels: Kernels): Whitened {
  const { name, responses } = input;
  const units = responses.cols;
  if ("precisions" in noise) {
    throw new OptionError(`${name}: one noise precision for each run is for crossnobis; give one matrix.`);
  }
  if ("independent" in noise) return { whiten: (rows) => rows, unitless: false };
  if ("precision" in noise) {
    return { whiten: whitenWithPrecision(name, noise.precision, units, kernels), unitless: false };
  }
  const { residuals, dof } = noise.residuals
    ? givenResiduals(name, noise.residuals, units, exponent, kernels)
    : fromRepeats(input, exponent, kernels);
  const model = estimateNoise(name, residuals, noise.dof ?? dof, noise.method, kernels);
  return { whiten: whitenWithModel(name, model, units, kernels), unitless: true };
}

function givenResiduals(name: string, residuals: Matrix, units: number, exponent: number, kernels: Kernels) {
  const centred = centredResiduals(name, residuals, units, kernels);
  return { residuals: rescale(centred, exponent, kernels), dof: residuals.rows - 1 };
}

function fromRepeats({ name, groups, responses }: RdmInput, exponent: number, kernels: Kernels) {
  if (!groups) {
    throw new OptionError(
      `${name}: noise is to be estimated from repeats, but each stimulus has one row. Give stimuli × repeats × units, labels, or residuals.`,
    );
  }
  assertComplete(name, responses);
  return residualsOf(rescale(responses, exponent, kernels), groups, kernels);
}

/** Two steps, because 2^1074 is not a double. */
export function rescale(a: Matrix, exponent: number, kernels: Kernels): Matrix {
  if (exponent === 0) return a;
  const half = Math.trunc(exponent / 2);
  return kernels.scale(kernels.scale(a, powerOfTwo(-half)), powerOfTwo(half - exponent));
}
