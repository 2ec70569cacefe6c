import { NumericalError } from "../../base/errors.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { symmetricMatrix } from "../kernel/symmetric.ts";
import { rules, type Structure } from "./regions.ts";

/**
 * The representation is the matrix itself, stimuli × stimuli.
 * @throws {ShapeError} if it is not square. @throws {NumericalError} if it is not symmetric, or 0.
 */
export function givenMatrix(input: Responses, _options: object, kernels: Kernels): Structure {
  const { scaled, exponent } = symmetricMatrix(input, kernels);
  const norm = kernels.norm(scaled);
  if (norm === 0) throw new NumericalError(`${input.name}: every entry of the given matrix is 0.`);
  const source = kernels.scale(scaled, 1 / norm);
  const unit = scaleOf(norm, exponent);
  return { source, isGram: 1, sigma: 0, less: 0, rule: rules.products, degree: 1, constant: 0, unit };
}
