import { assertVaries, scaledResponses, scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Use } from "../kernel/cka-prepare.ts";
import { largestSquare } from "../kernel/rbf.ts";
import { rules, wholeOf, wholePower, type Structure } from "./regions.ts";
import type { StructureOptions } from "./structure-options.ts";

/**
 * Kᵢⱼ = (⟨xᵢ, xⱼ⟩ + constant)^degree, over the largest that such an entry can be, so that none overflows.
 * @throws {NumericalError} if every entry is 0.
 */
export function polynomial(
  input: Responses,
  { degree, constant }: StructureOptions,
  kernels: Kernels,
  use: Use,
): Structure {
  const { matrix: x, exponent } = scaledResponses(input, kernels);
  const added = scaleOf(constant, -2 * exponent);
  const largest = largestSquare(x) + added;
  assertVaries(input, largest, false);
  // Beside a constant that is infinitely larger, products are nothing.
  const [share, rest] = largest === Infinity ? [0, 1] : [1 / Math.sqrt(largest), added / largest];
  const source = kernels.scale(x, share);
  const isGram = 2 * x.cols > x.rows || use.isWanted(x.rows, x.cols);
  const made = { rule: rules.polynomial, sigma: 0, less: 0, degree, constant: rest };
  const unit = wholePower(scaleOf(largest, 2 * exponent), degree);
  if (!isGram) return { source, isGram: 0, ...made, unit };
  return { source: wholeOf(kernels.syrk(source, { upper: true }), made), isGram: 1, ...made, unit };
}
