import { usual } from "../procrustes/options.ts";
import { norm } from "../../base/matrix.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { HeldOutForm } from "../metric.ts";
import { procrustesHeldOut, type PreparedHeldOut } from "../procrustes/procrustes-held-out.ts";
import type { CcaOptions, PlugInOptions } from "./cca-options.ts";
import { beyondAxes, fitVarying, type Fitted } from "./fitted.ts";
import { noteOfCut } from "./notes.ts";
import { assertSomeLeft, shrinkage } from "./reduce.ts";
import { scaleColumns } from "./whiten.ts";

/**
 * Canonical variables are fitted on training stimuli; ρ are their correlations over the held-out
 * ones, which may be negative.
 *
 *   mean           Σ ρ / number of variables
 *   mean-squared   Σ ρ·|ρ| / number of variables: squared with its sign, so that noise has mean 0
 *
 * The distances are those of `procrustes` at alpha = 0, fitted likewise.
 */
export const ccaHeldOut: HeldOutForm<PreparedHeldOut, PlugInOptions> = {
  properties: ({ ground }) =>
    ground === "mean" || ground === "mean-squared"
      ? { kind: "similarity", range: [-1, 1] }
      : procrustesHeldOut.properties({
          alpha: 0,
          ground,
          center: true,
          tolerance: undefined,
          ...usual,
        }),

  prepare(input, test, options, kernels) {
    if (options.ridge > 0) return prepareRidge(input, test.responses, options, kernels);
    const { ground, center, tolerance } = options;
    return procrustesHeldOut.prepare(
      input,
      test,
      { alpha: 0, ground: distanceOf(ground), center, tolerance, ...usual },
      kernels,
    );
  },

  compare(x, y, { ground, center, tolerance }, kernels) {
    if (ground === "angular" || ground === "euclidean")
      return procrustesHeldOut.compare(x, y, { alpha: 0, ground, center, tolerance, ...usual }, kernels);
    const correlations = heldOutCorrelations(x, y, center, kernels).correlations;
    const terms = ground === "mean" ? correlations : correlations.map((rho) => rho * Math.abs(rho));
    return terms.reduce((sum, term) => sum + term, 0) / terms.length;
  },

  warn: (prepared, _options, compared) => noteOfCut(prepared, compared),
};

function distanceOf(ground: CcaOptions["ground"]): "angular" | "euclidean" {
  return ground === "euclidean" ? ground : "angular";
}

function prepareRidge(
  input: Responses,
  test: Matrix,
  { ridge, center, tolerance }: PlugInOptions,
  kernels: Kernels,
): PreparedHeldOut {
  const fitted = fitVarying(input, test, { center, tolerance }, kernels);
  return shrunkHeldOut(input, { ...fitted, beyond: beyondAxes(fitted, kernels) }, ridge, kernels);
}

/** Both sets of stimuli with each axis shrunk by a ridge above 0, at the norm that the training responses have. */
export function shrunkHeldOut(
  input: Responses,
  {
    u,
    s,
    within,
    beyond,
    exponent,
    facts,
  }: Pick<Fitted, "u" | "s" | "within" | "exponent" | "facts"> & { beyond: number },
  ridge: number,
  kernels: Kernels,
): PreparedHeldOut {
  const shrunk = shrinkage(s, ridge, exponent);
  assertSomeLeft(input, shrunk, ridge);
  const weights = shrunk.map((g) => Math.sqrt(g / shrunk[0]!));
  const keep = norm(s) / norm(weights);
  // As s vanishes, the root of s² / (s² + ridge) divided by s goes to 1 / √ridge.
  const ofNothing = keep / (Math.sqrt(shrunk[0]!) * scaleOf(Math.sqrt(ridge), -exponent));
  const kept = weights.map((weight) => keep * weight);
  const test = scaleColumns(
    within,
    kept.map((weight, k) => weight / s[k]!),
    kernels,
  );
  return {
    train: scaleColumns(u, kept, kernels),
    test,
    outside: beyond * ofNothing,
    exponent,
    hand: 0,
    ...facts,
  };
}

/** What held-out correlations are made from. */
export interface Canonical {
  /** Of canonical variables on training stimuli, up to a factor, falling. */
  readonly fitted: Float64Array;
  /** Of the same variables on held-out stimuli. */
  readonly correlations: Float64Array;
  /** Columns are the variables of the first network, in the axes of `train`. */
  readonly u: Matrix;
}

/** The correlations over held-out stimuli of the canonical variables that training stimuli give. */
export function heldOutCorrelations(
  x: Pick<PreparedHeldOut, "train" | "test">,
  y: Pick<PreparedHeldOut, "train" | "test">,
  center: boolean,
  kernels: Kernels,
): Canonical {
  const { u, values, vt } = kernels.svd(kernels.gemm(x.train, y.train, { transA: true }), {
    overwrite: true,
  });
  const p = kernels.gemm(x.test, u);
  const q = kernels.gemm(y.test, vt, { transB: true });
  return { fitted: values, correlations: correlationsOfColumns(p, q, center, kernels), u };
}

function correlationsOfColumns(p: Matrix, q: Matrix, center: boolean, kernels: Kernels): Float64Array {
  if (center && p.rows < 3) {
    throw new NumericalError(
      `${p.rows} held-out ${p.rows === 1 ? "stimulus has" : "stimuli have"} no correlation that says anything: over two it is always 1 or −1. Hold out at least 3, by fewer folds or more stimuli.`,
    );
  }
  const [a, b] = [p, q].map((one) => unitColumns(one, center, kernels)) as [Matrix, Matrix];
  const correlations = new Float64Array(a.rows);
  for (let k = 0; k < a.rows; k++) {
    for (let i = k * a.cols; i < (k + 1) * a.cols; i++) correlations[k]! += a.data[i]! * b.data[i]!;
  }
  return correlations.map((rho) => Math.max(-1, Math.min(1, rho)));
}

/** Columns as rows of length 1, less their means if asked. */
function unitColumns(a: Matrix, center: boolean, kernels: Kernels): Matrix {
  const result = kernels.unitRows(kernels.transpose(a), { center });
  if ("unit" in result) return result.unit;
  throw new NumericalError(
    `Canonical variable ${result.degenerate}, counted from 0, is the same for all ${a.rows} held-out stimuli, so it correlates with nothing; hold out stimuli that differ.`,
  );
}
