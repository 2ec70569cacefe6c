import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { boolean, number } from "../../base/options.ts";
import { assertVaries, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { byUnits, innerProduct, squaredGap, type ByUnits } from "../kernel/by-units.ts";
import { forFeatures } from "../kernel/cka-prepare.ts";
import { gramBlocks } from "../kernel/gram.ts";
import { cheaperWay } from "../kernel/operations.ts";
import {
  defineInnerProductMetric,
  definePairMetric,
  type AnyMetric,
  type Compared,
  type InnerProductMetric,
} from "../metric.ts";
import { joinNotes, noteOfCut, noteOfForced, type RankFacts } from "../linear/notes.ts";
import { inverseFactor, isAccurate, isFarFromSingular } from "../linear/orthonormal.ts";
import { positiveRankOf, rankOptions, rankRule, type RankOptions } from "../linear/rank.ts";
import { reduce, type Reduced } from "../linear/reduce.ts";
import { scaleColumns } from "../linear/whiten.ts";
import { structureFeatures, structureForm, withFeatures } from "./features.ts";
import { rules } from "./regions.ts";
import { sphereOf } from "./sphere.ts";
import type { PreparedStructure } from "./structure-options.ts";

export interface GulpOptions extends RankOptions {
  lambda: number;
  squared: boolean;
}

/** P, as its entries or as F with F·Fᵀ = P. */
type Prepared = PreparedStructure & RankFacts;

const described = {
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

  warn: (prepared: readonly RankFacts[], { lambda }: GulpOptions, compared: Compared) =>
    joinNotes(
      noteOfCut(prepared, compared),
      lambda === 0 ? noteOfForced(prepared, compared, forced) : undefined,
    ),
} satisfies Partial<InnerProductMetric<Prepared, GulpOptions>>;

/**
 * How differently two networks predict: the distance of their ridge predictions, on average over all targets of norm 1,
 *
 *   d²(X, Y) = tr (Σx⁻λ·Σx)² + tr (Σy⁻λ·Σy)² − 2 tr Σx⁻λ·Σxy·Σy⁻λ·Σyx,   Σ⁻λ = (Σ + λ·I)⁻¹,
 *
 * of units that are centred and together scaled to ‖X‖ = √m, with Σx = XᵀX/m and Σxy = XᵀY/m. With the matrix that takes targets
 * to predictions, P = X·(XᵀX + λ·m·I)⁻¹·Xᵀ, that is ‖Px − Py‖². At λ = 0, P projects on what the units span; directions that are
 * no more than rounding are left out, as in `cca`.
 */
export const gulp: InnerProductMetric<Prepared, GulpOptions> = defineInnerProductMetric<
  Prepared,
  GulpOptions
>({
  ...described,
  wayFor: cheaperWay,
  formFor: (_options, way) => (way === "units" ? gulpByUnits : undefined),

  blocks: (stimuli) => gramBlocks(rowsOf(stimuli)),
  isCopied: structureForm.isCopied,
  multiplies: ({ isGram }) => (isGram ? {} : { source: "rows" }),

  prepare(input, options, kernels) {
    const { factor, facts } = factorOf(input, options, kernels);
    const { rows: m, cols: r } = factor;
    const isGram = 2 * r > m || forFeatures.isWanted(m, r);
    const source = isGram ? kernels.syrk(factor, { upper: forFeatures.isHalf(m) }) : factor;
    const plain = { sigma: 0, less: 0, degree: 1, constant: 0, unit: 1, factor: 1, slope: 0 };
    const whole = { source, isGram: +isGram, rule: rules.products, shift: matrix(1, 0), ...plain };
    const { distinct, ...made } = withFeatures(whole, false, kernels);
    return { ...made, ...facts, ...(distinct && { distinct: input.responses.rows }) };
  },

  features: ({ distinct, ...x }, block, _options, kernels) =>
    structureFeatures({ ...x, ...(distinct && { distinct: rowsOf(distinct) }) }, block, false, kernels),

  finish: (inner, selfX, selfY, options) => finished(selfX + selfY - 2 * inner, options),

  near: {
    applies: (inner, selfX, selfY) => areNear(selfX + selfY - 2 * inner, selfX + selfY),
    finish: (gap, options, normX, normY) => finished(normX * normY * gap + square(normX - normY), options),
  },
});

/** Of a centred network: its stimuli less one, as in `reduce`. */
function rowsOf(stimuli: number): number {
  return Math.max(1, stimuli - 1);
}

function finished(squaredDistance: number, { squared }: GulpOptions): number {
  const value = Math.max(0, squaredDistance);
  return squared ? value : Math.sqrt(value);
}

/** For fewer units than stimuli, from ‖FᵀG‖²: F as `source`, ‖P‖² as `self`. */
const gulpByUnits: AnyMetric = definePairMetric<ByUnits & RankFacts, GulpOptions>({
  ...described,
  operations: ({ shape: [m = 1, n = 1] }) => m * n * n,
  multiplies: () => ({ source: "columns" }),

  prepare(input, options, kernels) {
    const { factor, facts } = factorOf(input, options, kernels);
    return { ...byUnits(factor, false, kernels), ...facts };
  },

  compare: (x, y, options, kernels) => finished(squaredDistance(x, y, kernels), options),
});

const forced = {
  spanning: (whom: string) =>
    `at lambda 0 the distance to ${whom} depends on the ranks alone (0 where both are full)`,
  overlapping: "at lambda 0 part of the agreement is there whatever the data",
};

/** What must be left of ‖Px‖² + ‖Py‖², or too many digits are lost. */
const leastLeft = 1e-4;

function areNear(squaredDistance: number, sum: number): boolean {
  return squaredDistance < leastLeft * sum;
}

/** ‖Px − Py‖², from the difference itself where they are nearly equal. */
function squaredDistance(x: ByUnits, y: ByUnits, kernels: Kernels): number {
  const sum = x.self + y.self;
  const value = sum - 2 * innerProduct(x, y, kernels);
  return areNear(value, sum) ? squaredGap({ ...x, self: 1 }, { ...y, self: 1 }, kernels) : value;
}

interface Made {
  readonly factor: Matrix;
  readonly facts: RankFacts;
}

function factorOf(input: Responses, options: GulpOptions, kernels: Kernels): Made {
  return options.lambda === 0 ? unshrunk(input, options, kernels) : shrunk(input, options, kernels);
}

/** P is a projection: F has orthonormal columns. */
function unshrunk(input: Responses, { tolerance }: GulpOptions, kernels: Kernels): Made {
  const { sphere, facts } = sphereOf(input, { center: true, tolerance }, kernels);
  return { factor: sphere, facts };
}

function shrunk(input: Responses, options: GulpOptions, kernels: Kernels): Made {
  const reduced = reduce(input, true, kernels);
  const norm = kernels.norm(reduced.matrix);
  assertVaries(input, norm, true);
  const { rows, cols } = reduced.matrix;
  const factor =
    byGram(input, reduced, norm, options, kernels) ?? byDirections(input, reduced, norm, options, kernels);
  return { factor, facts: { rank: factor.cols, rows, cut: cols - factor.cols } };
}

/** From this share of the trace on, products of the responses lose fewer than four digits of 16. */
const leastByGram = 1e-3;

/**
 * F = X·L⁻ᵀ with XᵀX + λ·I = L·Lᵀ, X at norm 1, where the covariance of responses at norm √m is XᵀX. Nothing where that loses
 * digits: λ is small, and units are nearly sums of others or may be.
 */
function byGram(
  input: Responses,
  reduced: Reduced,
  norm: number,
  { lambda, tolerance }: GulpOptions,
  kernels: Kernels,
): Matrix | undefined {
  const isLarge = lambda >= leastByGram && tolerance === undefined;
  const x = kernels.scale(reduced.matrix, 1 / norm);
  const made = inverseFactor(x, kernels, lambda);
  if (!made) return undefined;
  const isFull = () =>
    isFarFromSingular(norm, made.inverse, rankRule(input, reduced, tolerance), kernels, {
      scale: norm,
      ridge: lambda,
    });
  if (!isLarge && !(isAccurate(made) && isFull())) return undefined;
  return kernels.gemm(x, made.inverse, { transB: true });
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
