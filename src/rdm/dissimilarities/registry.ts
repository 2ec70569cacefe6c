import { resolveOptions } from "../../base/options.ts";
import { chebyshev } from "./chebyshev.ts";
import { cityblock } from "./cityblock.ts";
import { correlation } from "./correlation.ts";
import { cosine } from "./cosine.ts";
import { crossnobis } from "./crossnobis.ts";
import {
  dissimilarityDefaults,
  dissimilarityOptions,
  type ChosenDissimilarity,
  type Dissimilarity,
  type DissimilarityDescription,
  type DissimilarityOptions,
} from "./dissimilarity.ts";
import { euclidean } from "./euclidean.ts";
import { ldaAccuracy } from "./lda-accuracy.ts";
import { ldc } from "./ldc.ts";
import { ldt } from "./ldt.ts";
import { mahalanobis } from "./mahalanobis.ts";
import { minkowski } from "./minkowski.ts";
import { nanEuclidean } from "./nan-euclidean.ts";
import { poissonCrossvalidated } from "./poisson-crossvalidated.ts";
import { poisson } from "./poisson.ts";
import { squaredEuclidean } from "./squared-euclidean.ts";
import { squaredMahalanobis } from "./squared-mahalanobis.ts";

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
  ldc,
  ldt,
  "lda-accuracy": ldaAccuracy,
  poisson,
  "poisson-crossvalidated": poissonCrossvalidated,
} as const satisfies Record<string, Dissimilarity>;

export type DissimilarityName = keyof typeof dissimilarities;

/** What each of them is, for callers; the computations are ours. */
export const dissimilarityDescriptions: Readonly<Record<DissimilarityName, DissimilarityDescription>> =
  dissimilarities;

/** Their names, the default first. */
export const dissimilarityNames = Object.keys(dissimilarities) as [DissimilarityName, ...DissimilarityName[]];

/** The names of those of which something holds, for messages. */
export function dissimilaritiesWith(holds: (dissimilarity: Dissimilarity) => boolean): DissimilarityName[] {
  return dissimilarityNames.filter((name) => holds(dissimilarities[name]));
}

/**
 * The options of a dissimilarity, defaults filled in.
 * @throws {OptionError} for one that it does not take, or a value outside the accepted set.
 */
export function resolveDissimilarity(
  name: DissimilarityName,
  given: DissimilarityOptions,
): ChosenDissimilarity {
  const { options } = dissimilarities[name];
  const own = Object.fromEntries(options.map((option) => [option, dissimilarityOptions[option]]));
  return { ...dissimilarityDefaults, ...resolveOptions(name, own, { ...given }) };
}
