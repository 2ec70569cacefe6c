import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import { roundingOf } from "../../data/stored.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * A Gram matrix that was given in place of responses, at a scale near 1.
 * @returns with the power of two that was divided out, and its norm at that scale
 * @throws {ShapeError} if it is not square. @throws {NumericalError} if it is not symmetric.
 */
export function symmetricMatrix(
  input: Responses,
  kernels: Kernels,
): { scaled: Matrix; exponent: number; size: number } {
  const { name, responses } = input;
  if (responses.rows !== responses.cols) {
    throw new ShapeError(
      `${name} is ${responses.rows} × ${responses.cols}; a given Gram matrix is stimuli × stimuli. For responses, take another kernel than "given".`,
    );
  }
  const { matrix: scaled, exponent, size } = scaleAndCenter(input, false, kernels);
  const gap = kernels.maxAbs(kernels.subtract(scaled, kernels.transpose(scaled)));
  const slack = Math.max(1e-10, roundingOf(input.stored).epsilon);
  if (gap > slack * kernels.maxAbs(scaled)) {
    throw new NumericalError(
      `${name}: a given Gram matrix must be symmetric; mirrored entries differ by up to ${gap}.`,
    );
  }
  return { scaled, exponent, size };
}
