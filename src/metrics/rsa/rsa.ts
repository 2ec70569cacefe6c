import { type Comparator, comparatorNames, comparators } from "../../rdm/comparators/registry.ts";
import { dissimilarityOf, type DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { defineInnerProductMetric, type AnyMetric, type Invariance, type Properties } from "../metric.ts";
import { comparison, rowDissimilarities, type RsaOptions, rsaOptions } from "./options.ts";
import { pairForm } from "./pairs.ts";
import { productForm } from "./products.ts";
import { rsaResampling } from "./resampling.ts";

export type { RsaOptions } from "./options.ts";

/** Of any numbers, not of counts only. */
function isOfNumbers(name: DissimilarityName): boolean {
  return dissimilarityOf(name).counts !== true;
}

/** Under which the suite checks the properties: every dissimilarity, and every comparator. */
const testedWith: readonly Partial<RsaOptions>[] = [
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
export const rsa = defineInnerProductMetric<ReturnType<typeof productForm.prepare>, RsaOptions>({
  title: "Representational similarity analysis",
  summary: "Agreement of the two dissimilarity matrices of the stimuli.",
  source:
    "Kriegeskorte, Mur & Bandettini, Front. Syst. Neurosci. 2:4, 2008; comparators: Nili et al., PLoS Comput. Biol. 10(4), 2014",
  accepts: "matrix",
  options: rsaOptions,
  testedWith,
  properties,
  missing: ({ dissimilarity }) => dissimilarityOf(dissimilarity).missing === true,
  ...productForm,
  smooth: isCorrelation,
  resampling: rsaResampling,
  formFor: ({ comparator }): AnyMetric => (comparators[comparator].form === "pair" ? rsaOfPairs : rsa),
});

const rsaOfPairs: AnyMetric = { ...rsa, ...pairForm };

function properties(options: RsaOptions): Properties {
  const { kind, range, symmetric, self } = (comparators[options.comparator] as Comparator).properties(
    comparison(0, options).options,
  );
  const nonNegative = options.comparator === "cosine";
  const bounded = range[1] === 1;
  return {
    kind,
    symmetric,
    range: nonNegative ? [0, 1] : range,
    invariantTo: invariances(options, kind === "similarity"),
    ...(self === undefined ? {} : { self }),
    ...(kind === "similarity" && bounded ? { toDistance: "one-minus" as const } : {}),
  };
}

/** Not distances between RDMs, which grow with the number of pairs, nor what sums eigenvalues. */
function isCorrelation(options: RsaOptions): boolean {
  const comparator: Comparator = comparators[options.comparator];
  const [low, high] = comparator.properties(comparison(0, options).options).range;
  return low === -1 && high === 1;
}

/** @param scaleFree - whether the comparator ignores a common factor of all dissimilarities */
function invariances({ dissimilarity, p }: RsaOptions, scaleFree: boolean): Invariance[] {
  const { degree } = dissimilarityOf(dissimilarity);
  const counts = dissimilarityOf(dissimilarity).counts === true;
  const angle = dissimilarity === "correlation" || dissimilarity === "cosine";
  const euclidean = dissimilarity.endsWith("euclidean") || (dissimilarity === "minkowski" && p === 2);
  return [
    "permutation",
    ...(euclidean || dissimilarity === "cosine" ? (["orthogonal"] as const) : []),
    ...(!counts && (scaleFree || degree === 0) ? (["isotropic-scaling"] as const) : []),
    ...(!counts && !angle ? (["translation"] as const) : []),
  ];
}
