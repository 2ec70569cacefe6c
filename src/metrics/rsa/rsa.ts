import { comparatorNames, comparatorOf } from "../../rdm/comparators/registry.ts";
import { dissimilarities } from "../../rdm/dissimilarities/all.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { defineInnerProductMetric, type AnyMetric, type Invariance, type Properties } from "../metric.ts";
import {
  comparison,
  dissimilaritySettings,
  rowDissimilarities,
  type RsaMetricOptions,
  rsaMetricOptions,
} from "./options.ts";
import { pairForm } from "./pairs.ts";
import { productForm } from "./products.ts";

export type { RsaMetricOptions } from "./options.ts";

/** Of any numbers, not of counts only. */
function isOfNumbers(name: DissimilarityName): boolean {
  return dissimilarities[name].counts !== true;
}

/** Under which the suite checks the properties: every dissimilarity, and every comparator. */
const testedWith: readonly Partial<RsaMetricOptions>[] = [
  ...rowDissimilarities
    .filter(isOfNumbers)
    .flatMap((dissimilarity) =>
      (["pearson", "spearman", "cosine"] as const).map((comparator) => ({ dissimilarity, comparator })),
    ),
  // Of Euclidean distances every Gram matrix is positive definite, which riemannian needs.
  ...comparatorNames.map((comparator) => ({ dissimilarity: "euclidean" as const, comparator })),
  { dissimilarity: "minkowski", p: 3, comparator: "minkowski", comparatorP: 1.5 },
  { dissimilarity: "squared-euclidean", comparator: "bures", ground: "euclidean" },
  { dissimilarity: "cityblock", perUnit: true, comparator: "chebyshev" },
];

/**
 * Representational similarity analysis between networks: their representational
 * dissimilarity matrices (RDMs), compared over pairs of stimuli i < j.
 *
 *   rsa(X, Y) = comparator(d(X), d(Y)),   d condensed
 *
 * Under correlation-like comparators it is a similarity, under distances between RDMs a
 * distance. Where the comparator is the cosine of a feature vector of one network (pearson,
 * spearman, cosine, rho-a and the whitened ones), all pairs are one product.
 */
export const rsa = defineInnerProductMetric<ReturnType<typeof productForm.prepare>, RsaMetricOptions>({
  name: "rsa",
  title: "Representational similarity analysis",
  summary: "Agreement of the two dissimilarity matrices of the stimuli.",
  source:
    "Kriegeskorte, Mur & Bandettini, Front. Syst. Neurosci. 2:4, 2008; comparators: Nili et al., PLoS Comput. Biol. 10(4), 2014",
  family: "Kernels and similarity structures",
  cost: { network: "m²·n", pair: "m²" },
  blindTo:
    "Units, and everything that leaves the order (or the linear relation) of the distances between stimuli as it is.",
  accepts: "matrix",
  options: rsaMetricOptions,
  testedWith,
  properties,
  missing: ({ dissimilarity }) => dissimilarities[dissimilarity].missing === true,
  ...productForm,
  smooth: isCorrelation,
  resampling: async () => (await import("./resampling.ts")).rsaResampling,
  formFor: ({ comparator }): AnyMetric => (comparatorOf(comparator).form === "pair" ? rsaOfPairs : rsa),
});

const rsaOfPairs: AnyMetric = { ...rsa, ...pairForm };

function properties(options: RsaMetricOptions): Properties {
  const comparator = comparatorOf(options.comparator);
  const { kind, range, symmetric, self } = comparator.properties(comparison(0, options).options);
  const bounded = range[1] === 1;
  return {
    kind,
    symmetric,
    range: comparator.nonNegative ? [Math.max(0, range[0]), range[1]] : range,
    invariantTo: invariances(options, kind === "similarity"),
    ...(self === undefined ? {} : { self }),
    ...(kind === "similarity" && bounded ? { toDistance: "one-minus" as const } : {}),
  };
}

/** Not distances between RDMs, which grow with the number of pairs, nor what sums eigenvalues. */
function isCorrelation(options: RsaMetricOptions): boolean {
  const [low, high] = comparatorOf(options.comparator).properties(comparison(0, options).options).range;
  return low === -1 && high === 1;
}

/** @param scaleFree - whether the comparator ignores a common factor of all dissimilarities */
function invariances(options: RsaMetricOptions, scaleFree: boolean): Invariance[] {
  const { degree, properties: propertiesOf } = dissimilarities[options.dissimilarity];
  const own: Invariance[] = [...propertiesOf(dissimilaritySettings(options)).invariantTo];
  // A dissimilarity with a degree grows by one factor with all responses, and the comparator ignores it.
  if (scaleFree && degree > 0) own.push("isotropic-scaling");
  return [
    "permutation",
    ...(["orthogonal", "isotropic-scaling", "translation"] as const).filter((one) => own.includes(one)),
  ];
}
