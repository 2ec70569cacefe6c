import { usual } from "../procrustes/options.ts";
import { square } from "../../base/math/powers.ts";
import { norm } from "../../base/matrix.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric, type AnyMetric, type Compared, type PairMetric } from "../metric.ts";
import { alignCca } from "./cca-align.ts";
import { ccaHeldOut } from "./cca-held-out.ts";
import { ccaOptions, type CcaOptions } from "./cca-options.ts";
import { forcedCorrelations, joinNotes, noteOfCut, noteOfForced, type RankFacts } from "./notes.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { assertSomeLeft, directionsOf, shrinkage } from "./reduce.ts";
import { scaleColumns } from "./whiten.ts";

/** One network, whitened: what `procrustes` at alpha = 0 compares, and how it relates to correlations. */
export type PreparedCca = ReturnType<typeof procrustes.prepare> & {
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
export const cca: PairMetric<PreparedCca, CcaOptions> = definePairMetric<PreparedCca, CcaOptions>({
  name: "cca",
  title: "Canonical correlation analysis",
  summary: "How well the best matching linear readouts of two networks correlate.",
  source:
    "Hotelling, Biometrika 28, 1936; mean: Raghu et al., NeurIPS 2017, arXiv:1706.05806; mean-squared: Kornblith et al., ICML 2019; angular: Williams et al., NeurIPS 2021, arXiv:2110.14739",
  family: "Canonical correlation and regression",
  cost: { network: "m·n·min(m, n)", pair: "m·r² + r³" },
  blindTo:
    "How much of the variance a shared direction carries: noise counts as much as signal. With as many units as stimuli every value is perfect.",
  accepts: "matrix",
  options: ccaOptions,
  testedWith: [
    {},
    { ground: "euclidean" },
    { ground: "mean" },
    { ground: "mean-squared" },
    { ridge: 30 },
    { ground: "mean", ridge: 10 },
    { ground: "mean-squared", center: false },
    { ground: "mean-squared", estimator: "spectral", components: 3 },
    { ground: "mean-squared", estimator: "spectral", components: 2, sampled: "first" },
  ],

  properties: ({ ground, ridge, center, estimator, sampled }) => ({
    symmetric: estimator === "plug-in" || sampled === "both",
    invariantTo: [
      "permutation",
      "orthogonal",
      ...(center ? (["translation"] as const) : []),
      ...(ridge === 0 && ground !== "euclidean" ? (["isotropic-scaling"] as const) : []),
      ...(ridge === 0 && ground !== "euclidean" && estimator === "plug-in"
        ? (["invertible-linear"] as const)
        : []),
    ],
    ...(isDistance(ground)
      ? { kind: "distance", range: [0, ground === "angular" ? Math.PI / 2 : Infinity], self: 0 }
      : {
          kind: "similarity",
          range: [0, estimator === "plug-in" ? 1 : Infinity],
          toDistance: "one-minus",
          ...(ridge === 0 && estimator === "plug-in" ? { self: 1 } : {}),
        }),
  }),

  async loadFor(options) {
    if (options.estimator === "plug-in") return;
    const { assertSpectral, spectralForm } = await import("../spectral/form.ts");
    assertSpectral(options);
    spectral ??= spectralForm(cca as PairMetric<never, CcaOptions>);
  },
  formFor: ({ estimator }) => (estimator === "plug-in" ? undefined : spectral),

  prepare(input, options, kernels) {
    const { ground, ridge, center, tolerance } = options;
    if (ridge > 0) return prepareRidge(input, options, kernels);
    const distance = ground === "euclidean" ? ground : "angular";
    const whitened = procrustes.prepare(
      input,
      { alpha: 0, ground: distance, center, tolerance, ...usual },
      kernels,
    );
    return { ...whitened, gain: Math.sqrt(whitened.rank) / whitened.norm };
  },

  compare(x, y, { ground, ridge, center, tolerance }, kernels) {
    if (isDistance(ground))
      return procrustes.compare(
        x,
        y,
        { alpha: ridge > 0 ? 1 : 0, ground, center, tolerance, ...usual },
        kernels,
      );
    const gain = x.gain * y.gain;
    const size = x.norm * y.norm;
    // A large ridge makes all correlations small; products of theirs must not vanish.
    const [alpha, rest] = gain * size < smallest ? [1 / size, gain * size] : [gain, 1];
    const shared = kernels.gemm(x.factor, y.factor, { transA: true, alpha });
    const sum = ground === "mean" ? kernels.nuclearNorm(shared) * rest : square(kernels.norm(shared) * rest);
    return Math.min(1, sum / Math.min(x.rank, y.rank));
  },

  warn: (prepared, { ridge }, compared) =>
    ridge > 0 ? noteOfCut(prepared, compared) : notesOfCorrelations(prepared, compared),

  align: alignCca,
  heldOut: ccaHeldOut,
});

/** The form for few units, once it was asked for. */
let spectral: AnyMetric | undefined;

/** Sums of correlations below it are made from larger ones. */
const smallest = 2 ** -100;

/** Notes where a rank was cut, and where correlations are 1 whatever the data. */
export function notesOfCorrelations(prepared: readonly RankFacts[], compared: Compared): string | undefined {
  return joinNotes(noteOfCut(prepared, compared), noteOfForced(prepared, compared, forcedCorrelations));
}

function isDistance(ground: CcaOptions["ground"]): ground is "angular" | "euclidean" {
  return ground === "angular" || ground === "euclidean";
}

function prepareRidge(input: Responses, options: CcaOptions, kernels: Kernels): PreparedCca {
  const { u, values, exponent, facts } = directionsOf(input, options, kernels);
  const { ridge } = options;
  const shrunk = shrinkage(values, ridge, exponent);
  assertSomeLeft(input, shrunk, ridge);
  return { ...shrunkShape(u, values, shrunk, kernels), ...facts, exponent };
}

/** U·diag(√shrunk), at the norm that U·diag(values) has. */
export function shrunkShape(
  u: Matrix,
  values: Float64Array,
  shrunk: Float64Array,
  kernels: Kernels,
): Omit<PreparedCca, "exponent" | keyof RankFacts> {
  const weights = shrunk.map((g) => Math.sqrt(g / shrunk[0]!));
  const keep = norm(values) / norm(weights);
  const factor = scaleColumns(
    u,
    weights.map((weight) => keep * weight),
    kernels,
  );
  const gain = Math.sqrt(shrunk[0]!) / keep;
  return { factor, norm: kernels.norm(factor), spansAll: 0, hand: 0, gain };
}
