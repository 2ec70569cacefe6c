/** All dissimilarities at once: for those who ask many what they are, and for the metrics that are made of them. */
import { chebyshev } from "./chebyshev.ts";
import { cityblock } from "./cityblock.ts";
import { correlation } from "./correlation.ts";
import { cosine } from "./cosine.ts";
import { crossnobis } from "./crossnobis.ts";
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
import type { Dissimilarity, DissimilarityDescription } from "./dissimilarity.ts";
import type { DissimilarityName } from "./registry.ts";

/** In the order of the registry, which the compiler holds against this list. */
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
} as const satisfies Record<DissimilarityName, Dissimilarity>;

/** What each of them is, for callers; the computations are ours. */
export const dissimilarityDescriptions: Readonly<Record<DissimilarityName, DissimilarityDescription>> =
  dissimilarities;

/** The names of those of which something holds. */
export function dissimilaritiesThat(holds: (dissimilarity: Dissimilarity) => boolean): DissimilarityName[] {
  const names = Object.keys(dissimilarities) as DissimilarityName[];
  return names.filter((name) => holds(dissimilarities[name]));
}
