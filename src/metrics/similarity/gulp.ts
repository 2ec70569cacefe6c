import { square } from "../../base/math/powers.ts";
import { identity, type Matrix } from "../../base/matrix.ts";
import { boolean, number } from "../../base/options.ts";
import { assertVaries, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { byUnits, innerProduct, squaredGap, type ByUnits } from "../kernel/by-units.ts";
import { definePairMetric } from "../metric.ts";
import { joinNotes, noteOfCut, noteOfForced, type RankFacts } from "../linear/notes.ts";
import { positiveRankOf, rankOptions, rankRule, type RankOptions } from "../linear/rank.ts";
import { reduce, type Reduced } from "../linear/reduce.ts";
import { scaleColumns } from "../linear/whiten.ts";
import { sphereOf } from "./sphere.ts";

export interface GulpOptions extends RankOptions {
  lambda: number;
  squared: boolean;
}

/** F with F·Fᵀ = P, as `source`; and ‖P‖², as `self`. */
type Prepared = ByUnits & RankFacts;

/**
 * How differently two networks predict: the distance of their ridge predictions, on average over all targets of norm 1,
 *
 *   d²(X, Y) = tr (Σx⁻λ·Σx)² + tr (Σy⁻λ·Σy)² − 2 tr Σx⁻λ·Σxy·Σy⁻λ·Σyx,   Σ⁻λ = (Σ + λ·I)⁻¹,
 *
 * of units that are centred and together scaled to ‖X‖ = √m, with Σx = XᵀX/m and Σxy = XᵀY/m. With the matrix that takes targets
 * to predictions, P = X·(XᵀX + λ·m·I)⁻¹·Xᵀ, that is ‖Px − Py‖². At λ = 0, P projects on what the units span; directions that are
 * no more than rounding are left out, as in `cca`.
 */
export const gulp = definePairMetric<Prepared, GulpOptions>({
  name: "gulp",
  title: "GULP",
  summary: "How far the ridge predictions from two networks are apart, on average over all targets.",
  source: "Boix-Adserà, Lawrence, Stepaniants & Rigollet, NeurIPS 2022, arXiv:2210.06545, §2 and §3",
  family: "Kernels and similarity structures",
  cost: { network: "m·n·min(m, n)", pair: "m·r²" },
  blindTo:
    "At lambda 0, how much variance a direction carries; at a large lambda, directions of little variance. With as many units as stimuli and lambda 0 every value is 0.",
  accepts: "matrix",
  options: {
    lambda: number(
      0,
      0,
      1e150,
      "Ridge that is added to the covariance of the units, whose trace is 1. The paper takes 1e-6 to 1; 0 is no ridge.",
    ),
    squared: boolean(false, "The square of the distance, which is no distance: what resi returns."),
    ...rankOptions,
  },
  testedWith: [{}, { lambda: 0.1 }, { lambda: 1e-5 }, { squared: true }, { lambda: 10, squared: true }],

  properties: ({ lambda, squared }) => ({
    kind: squared ? "dissimilarity" : "distance",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      "translation",
      ...(lambda === 0 ? (["invertible-linear"] as const) : []),
    ],
    self: 0,
  }),

  prepare(input, options, kernels) {
    const { factor, facts } =
      options.lambda === 0 ? unshrunk(input, options, kernels) : shrunk(input, options, kernels);
    return { ...byUnits(factor, false, kernels), ...facts };
  },

  multiplies: () => ({ source: "columns" }),

  compare(x, y, { squared }, kernels) {
    const value = squaredDistance(x, y, kernels);
    return squared ? value : Math.sqrt(value);
  },

  warn: (prepared, { lambda }, compared) =>
    joinNotes(
      noteOfCut(prepared, compared),
      lambda === 0 ? noteOfForced(prepared, compared, forced) : undefined,
    ),
});

const forced = {
  spanning: (whom: string) =>
    `at lambda 0 the distance to ${whom} depends on the ranks alone (0 where both are full)`,
  overlapping: "at lambda 0 part of the agreement is there whatever the data",
};

/** What must be left of ‖Px‖² + ‖Py‖², or too many digits are lost. */
const leastLeft = 1e-4;

/** ‖Px − Py‖², from the difference itself where they are nearly equal. */
function squaredDistance(x: Prepared, y: Prepared, kernels: Kernels): number {
  const sum = x.self + y.self;
  const value = sum - 2 * innerProduct(x, y, kernels);
  return value >= leastLeft * sum ? value : squaredGap({ ...x, self: 1 }, { ...y, self: 1 }, kernels);
}

interface Made {
  readonly factor: Matrix;
  readonly facts: RankFacts;
}

/** P is a projection: F has orthonormal columns. */
function unshrunk(input: Responses, { tolerance }: GulpOptions, kernels: Kernels): Made {
  const { sphere, facts } = sphereOf(input, { center: true, tolerance }, kernels);
  return { factor: sphere, facts };
}

/** From this share of the trace on, products of the responses lose fewer than four digits of 16. */
const leastByGram = 1e-3;

function shrunk(input: Responses, options: GulpOptions, kernels: Kernels): Made {
  const reduced = reduce(input, true, kernels);
  const norm = kernels.norm(reduced.matrix);
  assertVaries(input, norm, true);
  const { rows, cols } = reduced.matrix;
  const isPlain = options.lambda >= leastByGram && options.tolerance === undefined;
  const factor = isPlain
    ? byGram(kernels.scale(reduced.matrix, 1 / norm), options.lambda, kernels)
    : byDirections(input, reduced, norm, options, kernels);
  return { factor, facts: { rank: factor.cols, rows, cut: cols - factor.cols } };
}

/**
 * F = X·L⁻ᵀ with XᵀX + λ·I = L·Lᵀ.
 * @param x - at norm 1, where the covariance of responses at norm √m is XᵀX
 */
function byGram(x: Matrix, lambda: number, kernels: Kernels): Matrix {
  const gram = kernels.syrk(x, { trans: true });
  for (let j = 0; j < x.cols; j++) gram.data[j * (x.cols + 1)]! += lambda;
  const inverse = kernels.solveTriangular(kernels.cholesky(gram), identity(x.cols));
  return kernels.gemm(x, inverse, { transB: true });
}

/** F = U·diag(√(s²/(s² + λ))), of X = U·diag(s)·Vᵀ at norm 1. */
function byDirections(
  input: Responses,
  reduced: Reduced,
  norm: number,
  { lambda, tolerance }: GulpOptions,
  kernels: Kernels,
): Matrix {
  const { matrix: x, overwrite } = reduced;
  const { u, values } = kernels.leftSvd(x, { overwrite });
  const rank = positiveRankOf(input, values, rankRule(input, reduced, tolerance));
  const weights = values.slice(0, rank).map((s) => 1 / Math.sqrt(1 + lambda * square(norm / s)));
  return scaleColumns(u, weights, kernels);
}
