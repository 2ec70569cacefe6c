import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  type ComparisonContext,
  defineInnerProductComparator,
  type InnerProductComparator,
} from "./comparator.ts";
import { contrastFactor, gramOf } from "./contrasts.ts";
import { centered, correlation, cosineOrZero, mapRows, unit } from "./correlations.ts";
import { fillMissing, whitenKept } from "./missing.ts";

/**
 * Dissimilarities that share a stimulus vary together. With Σ the covariance of the
 * estimated responses and c_ij the contrast of stimuli i and j,
 *
 *   cov(d_ij, d_kl) ∝ V_(ij)(kl) = (c_ijᵀ Σ c_kl)²,      value = aᵀV⁻¹b / √(aᵀV⁻¹a · bᵀV⁻¹b)
 *
 * V is P × P and never formed. It is the map G ↦ ΣGΣ on centred symmetric matrices, seen
 * through d_ij = c_ijᵀ G c_ij; so with G the Gram matrix of an RDM and RRᵀ = Σ, both on
 * contrasts, aᵀV⁻¹b = ⟨R⁻¹G(a)R⁻ᵀ, R⁻¹G(b)R⁻ᵀ⟩: exact, in m³ steps for each RDM.
 */
function whitened(
  own: Pick<
    InnerProductComparator,
    "title" | "equation" | "leastPairs" | "chanceIsZero" | "pooling" | "fittedBy" | "degenerate" | "finish"
  >,
  before: (row: Float64Array) => Float64Array,
): InnerProductComparator {
  return defineInnerProductComparator({
    ...own,
    source: "Diedrichsen, Berlot, Mur, Schütt, Shahbazi & Kriegeskorte, arXiv:2007.02789, 2021, §3",
    reads: ["sigmaK"],
    missing: "left-out",
    properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
    // The precision of dissimilarities has negative entries.
    nonNegative: false,
    cosineOf: undefined,
    zeroFeatures: "undefined",
    features: (x, context, kernels) => {
      const rows = mapRows(x, before);
      return mapRows(whiten(rows, context, kernels), unit);
    },
  });
}

export const cosineWhitened = whitened(
  {
    title: "Whitened cosine",
    equation: "aᵀV⁻¹b / √(aᵀV⁻¹a · bᵀV⁻¹b), V the covariance of dissimilarities; 0 where a or b is all zeros",
    leastPairs: 2,
    chanceIsZero: false,
    pooling: "unit",
    fittedBy: "cosine-whitened",
    degenerate: "all dissimilarities between stimuli are 0, so the RDM has no direction",
    finish: cosineOrZero,
  },
  (row) => row,
);

export const pearsonWhitened = whitened(
  {
    title: "Whitened Pearson correlation",
    equation: "the whitened cosine of a − ā and b − b̄",
    leastPairs: 3,
    chanceIsZero: true,
    pooling: "z",
    fittedBy: "pearson-whitened",
    degenerate: "all dissimilarities between stimuli are equal, so they correlate with nothing",
    finish: correlation,
  },
  centered,
);

/** Rows on which the ordinary inner product is aᵀV⁻¹b. */
function whiten(rows: Matrix, context: ComparisonContext, kernels: Kernels): Matrix {
  const { stimuli, entries, options } = context;
  const factor = options.sigmaK === undefined ? undefined : contrastFactor(options.sigmaK, stimuli, kernels);
  if (!entries) return mapRows(rows, (row) => whitenedGram(row, stimuli, factor, kernels));
  const missing = (stimuli * (stimuli - 1)) / 2 - entries.length;
  if (missing > entries.length) return whitenKept(rows, context, kernels);
  const whole = fillMissing(rows, context, factor, kernels);
  return mapRows(whole, (row) => whitenedGram(row, stimuli, factor, kernels));
}

/** R⁻¹G(row)R⁻ᵀ, condensed with its diagonal: entries beside the diagonal count twice, so × √2. */
function whitenedGram(
  row: Float64Array,
  stimuli: number,
  factor: Matrix | undefined,
  kernels: Kernels,
): Float64Array {
  const gram = gramOf(row, stimuli);
  if (!factor) return packed(gram);
  return kernels.scope(() => {
    const half = kernels.solveTriangular(factor, gram);
    return packed(kernels.solveTriangular(factor, kernels.transpose(half)));
  });
}

function packed({ rows: size, data }: Matrix): Float64Array {
  const result = new Float64Array((size * (size + 1)) / 2);
  let next = 0;
  for (let i = 0; i < size; i++) {
    result[next++] = data[i * size + i]!;
    for (let j = i + 1; j < size; j++) result[next++] = Math.SQRT2 * data[i * size + j]!;
  }
  return result;
}
