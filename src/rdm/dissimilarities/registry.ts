import type { Dissimilarity } from "./dissimilarity.ts";

/** How each is loaded, by name, the default first; definitions are those of `scipy.spatial.distance` where it has them. */
const loaders = {
  correlation: async () => (await import("./correlation.ts")).correlation,
  euclidean: async () => (await import("./euclidean.ts")).euclidean,
  "squared-euclidean": async () => (await import("./squared-euclidean.ts")).squaredEuclidean,
  cosine: async () => (await import("./cosine.ts")).cosine,
  cityblock: async () => (await import("./cityblock.ts")).cityblock,
  minkowski: async () => (await import("./minkowski.ts")).minkowski,
  chebyshev: async () => (await import("./chebyshev.ts")).chebyshev,
  "nan-euclidean": async () => (await import("./nan-euclidean.ts")).nanEuclidean,
  mahalanobis: async () => (await import("./mahalanobis.ts")).mahalanobis,
  "squared-mahalanobis": async () => (await import("./squared-mahalanobis.ts")).squaredMahalanobis,
  crossnobis: async () => (await import("./crossnobis.ts")).crossnobis,
  ldc: async () => (await import("./ldc.ts")).ldc,
  ldt: async () => (await import("./ldt.ts")).ldt,
  "lda-accuracy": async () => (await import("./lda-accuracy.ts")).ldaAccuracy,
  poisson: async () => (await import("./poisson.ts")).poisson,
  "poisson-crossvalidated": async () => (await import("./poisson-crossvalidated.ts")).poissonCrossvalidated,
} as const satisfies Record<string, () => Promise<Dissimilarity>>;

export type DissimilarityName = keyof typeof loaders;

/** Their names, the default first. */
export const dissimilarityNames = Object.keys(loaders) as [DissimilarityName, ...DissimilarityName[]];

/** What this thread has loaded. */
const loaded = new Map<DissimilarityName, Dissimilarity>();

/** The dissimilarity of that name. */
export async function loadDissimilarity(name: DissimilarityName): Promise<Dissimilarity> {
  const found = loaded.get(name) ?? (await loaders[name]());
  loaded.set(name, found);
  return found;
}

/** The same where it was loaded before: requests name it, because they are posted to threads. */
export function dissimilarityOf(name: DissimilarityName): Dissimilarity {
  const found = loaded.get(name);
  if (!found) throw new Error(`The dissimilarity ${name} was not loaded on this thread.`);
  return found;
}
