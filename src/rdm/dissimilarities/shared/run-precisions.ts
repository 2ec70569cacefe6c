/** Noise that differs from run to run: one precision for each. */
import { ShapeError } from "../../../base/errors.ts";
import { beside, identity, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { whitenWithPrecision, type Whitening } from "../../noise/whitening.ts";
import type { InnerProduct, RdmInput } from "../dissimilarity.ts";
import { pick } from "./inner-products.ts";
import { combination, polarised, type Polarised } from "./polarised.ts";

/**
 * For pairs of runs f < g the mean of (t_fᵢ − t_fⱼ)ᵀ P_fg (t_gᵢ − t_gⱼ), P_fg the inverse of the
 * mean of the two covariances.
 *
 * @param patterns - stimuli × units for each run
 * @throws {ShapeError} unless there is a precision for each run.
 */
export function acrossPairsOfRuns(
  input: RdmInput,
  patterns: readonly Matrix[],
  precisions: readonly Matrix[],
  kernels: Kernels,
): Polarised {
  const whitenings = whiteningsOfPairs(input, precisions, patterns.length, kernels);
  const pairs = patterns.flatMap((_, f) => patterns.slice(f + 1).map((__, k) => [f, f + 1 + k] as const));
  const factor = 1 / Math.sqrt(pairs.length);
  const sides = pairs.map(([f, g]) => {
    const whiten = whitenings(f, g);
    return [kernels.detach(whiten(patterns[f]!)), kernels.detach(whiten(patterns[g]!))] as const;
  });
  const left = kernels.scale(beside(sides.map(([one]) => one)), factor);
  const right = kernels.scale(beside(sides.map(([, other]) => other)), factor);
  return polarised(left, right, kernels);
}

/** aᵀ P_fg b of rows of the runs f and g: of P_fg the part of the common units. */
export function runPrecisionProduct(
  input: RdmInput,
  runs: number,
  precisions: readonly Matrix[],
  kernels: Kernels,
): InnerProduct {
  const n = input.responses.cols;
  const whitenings = whiteningsOfPairs(input, precisions, runs, kernels);
  const known = new Map<string, Matrix>();
  const precisionOf = (f: number, g: number) => {
    const made = known.get(`${f},${g}`);
    if (made) return made;
    const whiten = whitenings(f, g);
    const precision = kernels.detach(kernels.syrk(whiten(kernels.place(n, n, identity(n).data))));
    known.set(`${f},${g}`, precision);
    return precision;
  };
  return (x, y, units, [f, g]) =>
    kernels.gemm(kernels.gemm(x, pick(precisionOf(Math.min(f, g), Math.max(f, g)), units, units)), y, {
      transB: true,
    });
}

function whiteningsOfPairs(
  { name, responses }: RdmInput,
  precisions: readonly Matrix[],
  runs: number,
  kernels: Kernels,
): (f: number, g: number) => Whitening {
  if (precisions.length !== runs) {
    throw new ShapeError(
      `${name}: ${precisions.length} noise precisions for ${runs} runs; give one for each run, in the order of the runs.`,
    );
  }
  const units = responses.cols;
  const covariances = precisions.map((precision) => kernels.detach(inverse(name, precision, units, kernels)));
  return (f, g) => {
    const mean = combination([covariances[f]!, covariances[g]!], [0.5, 0.5]);
    return whitenWithPrecision(name, inverse(name, mean, units, kernels), units, kernels);
  };
}

/** W·Wᵀ for the whitening W of a precision is the precision: here W comes from the inverse's columns. */
function inverse(name: string, a: Matrix, units: number, kernels: Kernels): Matrix {
  whitenWithPrecision(name, a, units, kernels); // refuses what has no inverse
  const root = kernels.solveTriangular(kernels.cholesky(a), identity(units));
  return kernels.syrk(root, { trans: true });
}
