import { bures } from "./bures.ts";
import type { Comparator, ComparatorDescription } from "./comparator.ts";
import { cosine, pearson, rhoA, spearman } from "./correlations.ts";
import { chebyshev, cityblock, euclidean, minkowski, nanEuclidean } from "./distances.ts";
import { kendallTauA, kendallTauB } from "./kendall.ts";
import { riemannian } from "./riemannian.ts";
import { cosineWhitened, pearsonWhitened } from "./whitened.ts";

export {
  comparatorDefaults,
  fittingGeometries,
  type CommonScale,
  type Comparator,
  type ComparatorDescription,
  type ComparatorOptions,
  type ComparatorProperties,
  type ComparisonContext,
  type FittingGeometry,
  type InnerProductComparator,
  type PairComparator,
} from "./comparator.ts";

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

/** What is known of each comparator, by its name. */
export const comparatorDescriptions: Readonly<Record<ComparatorName, ComparatorDescription>> = comparators;

/** The comparator of that name, whichever it is. */
export function comparatorOf(name: ComparatorName): Comparator {
  return comparators[name];
}

/** Their names, the default first. */
export const comparatorNames = Object.keys(comparators) as [ComparatorName, ...ComparatorName[]];
