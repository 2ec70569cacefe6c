import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric } from "../metric.ts";
import { boolean, choice, number } from "../../base/options.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { assertSomeLeft, directionsOf, shrinkage } from "./reduce.ts";
import { scaleColumns } from "./whiten.ts";

export interface CcaOptions {
  ground: "angular" | "euclidean" | "mean" | "mean-squared";
  ridge: number;
  center: boolean;
}

/** One network, whitened: what `procrustes` at alpha = 0 compares, and how it relates to correlations. */
export type PreparedCca = ReturnType<typeof procrustes.prepare> & {
  /** Directions in which it varies. */
  rank: number;
  /** Canonical correlations are the singular values of gain·gain·LxᵀLy. */
  gain: number;
};

/**
 * Canonical correlation analysis: with X = U·diag(s)·Vᵀ, the correlations ρ of X and Y are
 * the singular values of UxᵀUy, between 0 and 1.
 *
 *   mean           Σ ρ / min(rank X, rank Y)
 *   mean-squared   Σ ρ² / min(rank X, rank Y)
 *   angular        arccos(Σ ρ / √(rank X · rank Y))
 *   euclidean      the distance of `procrustes` at alpha = 0, which keeps each network's variance
 *
 * A ridge is added to XᵀX and YᵀY (not divided by the number of stimuli) where they are
 * inverted: U becomes U·diag(s/√(s² + ridge)), and √rank the norm of that.
 */
export const cca = definePairMetric<PreparedCca, CcaOptions>({
  title: "Canonical correlation analysis",
  summary: "How well the best matching linear readouts of two networks correlate.",
  source:
    "Hotelling, Biometrika 28, 1936; mean: Raghu et al., NeurIPS 2017, arXiv:1706.05806; mean-squared: Kornblith et al., ICML 2019; angular: Williams et al., NeurIPS 2021, arXiv:2110.14739",
  accepts: "matrix",
  options: {
    ground: choice(
      ["angular", "euclidean", "mean", "mean-squared"],
      "angular: the shape distance in radians. euclidean: in units of the responses. mean: of the canonical correlations. mean-squared: of their squares.",
    ),
    ridge: number(0, 0, 1e300, "Added to XᵀX before it is inverted: above 0, weak directions count less."),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
  },
  testedWith: [
    {},
    { ground: "euclidean" },
    { ground: "mean" },
    { ground: "mean-squared" },
    { ridge: 30 },
    { ground: "mean", ridge: 10 },
    { ground: "mean-squared", center: false },
  ],

  properties: ({ ground, ridge, center }) => ({
    symmetric: true,
    invariantTo: [
      "permutation",
      "orthogonal",
      ...(center ? (["translation"] as const) : []),
      ...(ridge === 0 && ground !== "euclidean" ? (["isotropic-scaling", "invertible-linear"] as const) : []),
    ],
    ...(isDistance(ground)
      ? { kind: "distance", range: [0, ground === "angular" ? Math.PI / 2 : Infinity], self: 0 }
      : {
          kind: "similarity",
          range: [0, 1],
          toDistance: "one-minus",
          ...(ridge === 0 ? { self: 1 } : {}),
        }),
  }),

  prepare(input, { ground, ridge, center }, kernels) {
    if (ridge > 0) return prepareRidge(input, ridge, center, kernels);
    const distance = ground === "euclidean" ? ground : "angular";
    const whitened = procrustes.prepare(input, { alpha: 0, ground: distance, center }, kernels);
    const rank = whitened.factor.cols;
    return { ...whitened, rank, gain: Math.sqrt(rank) / whitened.norm };
  },

  compare(x, y, { ground, ridge, center }, kernels) {
    if (isDistance(ground))
      return procrustes.compare(x, y, { alpha: ridge > 0 ? 1 : 0, ground, center }, kernels);
    const shared = kernels.gemm(x.factor, y.factor, { transA: true, alpha: x.gain * y.gain });
    const sum = ground === "mean" ? kernels.nuclearNorm(shared) : kernels.norm(shared) ** 2;
    return Math.min(1, sum / Math.min(x.rank, y.rank));
  },

  warn: (prepared, { ridge }) => (ridge > 0 ? undefined : warnOfSpanning(prepared)),
});

/** A note if some pairs agree in full whatever the data are. */
export function warnOfSpanning(prepared: readonly { spansAll: number }[]): string | undefined {
  const full = prepared.filter(({ spansAll }) => spansAll).length;
  if (full < 2) return undefined;
  return (
    `${full} representations have as many independent directions as stimuli: ` +
    `all canonical correlations between them are 1 whatever the data. Use more stimuli, a ridge (cca), or fewer directions (svcca).`
  );
}

function isDistance(ground: CcaOptions["ground"]): ground is "angular" | "euclidean" {
  return ground === "angular" || ground === "euclidean";
}

function prepareRidge(input: Responses, ridge: number, center: boolean, kernels: Kernels): PreparedCca {
  const { u, values, exponent } = directionsOf(input, center, kernels);
  const shrunk = shrinkage(values, ridge, exponent);
  assertSomeLeft(input, shrunk);
  return { ...shrunkShape(u, values, shrunk, kernels), exponent };
}

/** U·diag(√shrunk), at the norm that U·diag(values) has. */
export function shrunkShape(
  u: Matrix,
  values: Float64Array,
  shrunk: Float64Array,
  kernels: Kernels,
): Omit<PreparedCca, "exponent"> {
  const weights = shrunk.map((g) => Math.sqrt(g / shrunk[0]!));
  const keep = Math.hypot(...values) / Math.hypot(...weights);
  const factor = scaleColumns(
    u,
    weights.map((weight) => keep * weight),
    kernels,
  );
  const gain = Math.sqrt(shrunk[0]!) / keep;
  return { factor, norm: kernels.norm(factor), spansAll: 0, rank: u.cols, gain };
}
