import { bures } from "./comparators/bures.ts";
import type { Comparator } from "./comparators/comparator.ts";
import { cosine, pearson, rhoA, spearman } from "./comparators/correlations.ts";
import { chebyshev, cityblock, euclidean, minkowski, nanEuclidean } from "./comparators/distances.ts";
import { kendallTauA, kendallTauB } from "./comparators/kendall.ts";
import { riemannian } from "./comparators/riemannian.ts";
import { cosineWhitened, pearsonWhitened } from "./comparators/whitened.ts";

export {
  comparatorDefaults,
  type Comparator,
  type ComparatorOptions,
  type ComparatorProperties,
  type ComparisonContext,
  type InnerProductComparator,
  type PairComparator,
} from "./comparators/comparator.ts";

/** Ways to compare two RDMs, by the name that the API and the command line share. */
export const comparators = {
  pearson,
  spearman,
  cosine,
  "rho-a": rhoA,
  "kendall-tau-a": kendallTauA,
  "kendall-tau-b": kendallTauB,
  "pearson-whitened": pearsonWhitened,
  "cosine-whitened": cosineWhitened,
  bures,
  riemannian,
  euclidean,
  cityblock,
  minkowski,
  chebyshev,
  "nan-euclidean": nanEuclidean,
} as const satisfies Record<string, Comparator>;

export type ComparatorName = keyof typeof comparators;

/** Their names, the default first. */
export const comparatorNames = Object.keys(comparators) as [ComparatorName, ...ComparatorName[]];
