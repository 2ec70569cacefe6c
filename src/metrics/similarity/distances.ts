import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { sigmaOf, type SquaredDistances } from "../kernel/bandwidth.ts";
import type { Use } from "../kernel/cka-prepare.ts";
import { partOf } from "../kernel/gram.ts";
import { distancesIn, largestSquare } from "../kernel/rbf.ts";
import { mirrored, rules, wholeOf, type Structure } from "./regions.ts";
import type { StructureOptions } from "./structure-options.ts";

/** Euclidean distances between stimuli. */
export function distances(
  input: Responses,
  _options: StructureOptions,
  kernels: Kernels,
  use: Use,
): Structure {
  const { source: found, isGram, exponent } = distanceSource(input, kernels, use);
  const plain = { sigma: 0, less: 0, degree: 0, constant: 0 };
  const source = isGram ? mirrored(found) : found;
  return { source, isGram: +isGram, ...plain, rule: rules.distance, unit: scaleOf(1, exponent) };
}

/**
 * Kᵢⱼ = exp(−‖xᵢ − xⱼ‖/σ), of Euclidean distances.
 * @throws {NumericalError} if all stimuli have equal responses, or the bandwidth is not defined.
 */
export function laplacian(
  input: Responses,
  options: StructureOptions,
  kernels: Kernels,
  use: Use,
): Structure {
  const { source, isGram, exponent, norm, bound } = distanceSource(input, kernels, use);
  const m = input.responses.rows;
  const sigma = sigmaOf(
    input,
    exponent,
    { bound, kept: isGram, within: squaresOf(source, isGram, kernels) },
    options,
  );
  // A constant is subtracted where all entries are near 1, so that centring loses no digits.
  const less = +((options.center || options.debiased) && square(sigma) > (2 * square(norm)) / (m - 1));
  const made = { rule: rules.laplacian, sigma, less, degree: 0, constant: 0 };
  return { source: isGram ? wholeOf(source, made) : source, isGram: +isGram, ...made, unit: 1 };
}

/** Distances above the diagonal where all are smaller than twice the responses or wanted; else centred responses. */
function distanceSource(input: Responses, kernels: Kernels, use: Use) {
  const { matrix: x, exponent } = scaleAndCenter(input, true, kernels);
  const norm = kernels.norm(x);
  assertVaries(input, norm, true);
  const isGram = 2 * x.cols > x.rows || use.isWanted(x.rows, x.cols);
  const bound = 4.1 * largestSquare(x);
  const source = isGram ? kernels.euclideanBetweenRows(x, x.rows) : x;
  return { source, isGram, exponent, norm, bound };
}

/** @param source - distances above the diagonal, or responses */
function squaresOf(source: Matrix, isGram: boolean, kernels: Kernels): SquaredDistances["within"] {
  return (region, use) =>
    kernels.scope(() => {
      if (!isGram) return use(distancesIn({ source, isGram: 0 }, region, kernels));
      const part = partOf(source, region, kernels);
      return use(kernels.multiply(part, part, { overwrite: true }));
    });
}
