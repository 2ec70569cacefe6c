/**
 * Symmetric matrices over the stimuli of one network (kernels, distances), in full or made rectangle by rectangle:
 * what `cka` under other kernels than the linear one, `hsic` and `distance-correlation` compare.
 */
import { matrix } from "../../base/matrix.ts";
import { assertStimuli, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { assertEnough } from "../kernel/by-units.ts";
import { forFeatures, linearWithUnit, withShift, type Use } from "../kernel/cka-prepare.ts";
import { gramSums } from "../kernel/gram.ts";
import { rbfGram } from "../kernel/rbf.ts";
import { distances, laplacian } from "./distances.ts";
import { givenMatrix } from "./given.ts";
import { polynomial } from "./polynomial.ts";
import { rules, structureRegion, type Structure } from "./regions.ts";
import type { PreparedStructure, StructureOptions } from "./structure-options.ts";

/**
 * @param use - what the matrix will serve
 * @throws {NumericalError} if nothing is left of it after centring, or it is not defined.
 */
export function prepareStructure(
  input: Responses,
  options: StructureOptions,
  kernels: Kernels,
  use: Use = forFeatures,
): PreparedStructure {
  const { kernel, center, debiased } = options;
  const plain = { factor: 1, slope: 0 };
  if (kernel === "linear") return { ...linear(input, options, kernels, use), ...plain };
  if (debiased) assertEnough(input.name, input.responses.rows);
  else if (center) assertStimuli(input.name, input.responses.rows);
  const structure = makers[kernel](input, options, kernels, use);
  if (!center && !debiased) return { ...structure, shift: matrix(1, 0), ...plain };
  const sums = gramSums(structure, !debiased, kernels, structureRegion);
  const centred = withShift(input, structure, sums, debiased, kernels, undefined, structureRegion);
  return { ...centred, ...plain };
}

/** K = X·Xᵀ; centred by units, where the diagonal stays. */
function linear(input: Responses, options: StructureOptions, kernels: Kernels, use: Use) {
  const { made, unit } = linearWithUnit(input, { ...options, precision: "double" }, kernels, use);
  return { ...made, rule: rules.products, degree: 1, constant: 0, unit };
}

type Maker = (input: Responses, options: StructureOptions, kernels: Kernels, use: Use) => Structure;

const makers: Readonly<Record<Exclude<StructureOptions["kernel"], "linear">, Maker>> = {
  rbf: (input, options, kernels) => ({
    ...rbfGram(input, options, options.center || options.debiased, kernels),
    rule: rules.rbf,
    degree: 0,
    constant: 0,
    unit: 1,
  }),
  polynomial,
  laplacian,
  given: givenMatrix,
  distance: distances,
};
