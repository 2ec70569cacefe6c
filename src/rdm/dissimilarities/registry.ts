import { OptionError } from "../../base/errors.ts";
import { resolveOptions } from "../../base/options.ts";
import { crossnobis } from "./crossnobis.ts";
import {
  dissimilarityDefaults,
  dissimilarityOptions,
  type Dissimilarity,
  type DissimilarityOptions,
} from "./dissimilarity.ts";
import { mahalanobis, squaredMahalanobis } from "./mahalanobis.ts";
import { nanEuclidean } from "./nan-euclidean.ts";
import { poisson, poissonCrossvalidated } from "./poisson.ts";
import {
  chebyshev,
  cityblock,
  correlation,
  cosine,
  euclidean,
  minkowski,
  squaredEuclidean,
} from "./row-distances.ts";

export type { DissimilarityOptions, RdmSource } from "./dissimilarity.ts";

/** By name; definitions are those of `scipy.spatial.distance` where it has them. */
export const dissimilarities = {
  correlation,
  euclidean,
  "squared-euclidean": squaredEuclidean,
  cosine,
  cityblock,
  minkowski,
  chebyshev,
  "nan-euclidean": nanEuclidean,
  mahalanobis,
  "squared-mahalanobis": squaredMahalanobis,
  crossnobis,
  poisson,
  "poisson-crossvalidated": poissonCrossvalidated,
} as const satisfies Record<string, Dissimilarity>;

export type DissimilarityName = keyof typeof dissimilarities;

/** Their names, the default first. */
export const dissimilarityNames = Object.keys(dissimilarities) as [DissimilarityName, ...DissimilarityName[]];

/** A dissimilarity as the interface that all of them have. */
export function dissimilarityOf(name: DissimilarityName): Dissimilarity {
  return dissimilarities[name];
}

/**
 * The options of a dissimilarity, defaults filled in.
 * @throws {OptionError} for one that it does not take, or a value outside the accepted set.
 */
export function resolveDissimilarity(
  name: DissimilarityName,
  given: Partial<DissimilarityOptions>,
): Readonly<DissimilarityOptions> {
  const { options } = dissimilarityOf(name);
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  const foreign = present.find(([option]) => !options.includes(option as keyof DissimilarityOptions));
  if (foreign) {
    const own = options.length > 0 ? `its options are ${options.join(", ")}` : "it has no options";
    throw new OptionError(`${name} has no option ${JSON.stringify(foreign[0])}; ${own}.`);
  }
  const resolved = resolveOptions(name, dissimilarityOptions, Object.fromEntries(present));
  if (resolved.p > 0) return { ...dissimilarityDefaults, ...resolved };
  throw new OptionError(`${name}: p is ${resolved.p}; accepted: a number above 0.`);
}
