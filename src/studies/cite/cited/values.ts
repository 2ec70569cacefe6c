import type { ComparatorName } from "../../../rdm/comparators/registry.ts";
import type { DissimilarityName } from "../../../rdm/dissimilarities/registry.ts";
import type { DescriptorName } from "../../describe/options.ts";
import type { ReferenceKey } from "../bibliography/bibliography.ts";

// Things that an option names and that have sources of their own, whichever metric or study takes the option.

type Keys = readonly ReferenceKey[];

/** Distances that every textbook has are from none. */
const textbook: Keys = [];

export const citedByDissimilarity: Readonly<Record<DissimilarityName, Keys>> = {
  correlation: textbook,
  euclidean: textbook,
  "squared-euclidean": textbook,
  cosine: textbook,
  cityblock: textbook,
  minkowski: textbook,
  chebyshev: textbook,
  "nan-euclidean": ["dixon1979"],
  mahalanobis: textbook,
  "squared-mahalanobis": textbook,
  crossnobis: ["walther2016"],
  ldc: ["walther2016"],
  ldt: ["nili2014", "walther2016"],
  "lda-accuracy": ["walther2016"],
  poisson: ["schutt2023"],
  "poisson-crossvalidated": ["schutt2023"],
};

export const citedByComparator: Readonly<Record<ComparatorName, Keys>> = {
  pearson: ["nili2014"],
  spearman: ["nili2014"],
  cosine: ["nili2014"],
  "rho-a": ["schutt2023"],
  "kendall-tau-a": ["nili2014", "kendall1938"],
  "kendall-tau-b": ["kendall1945", "knight1966"],
  "pearson-whitened": ["diedrichsen2021"],
  "cosine-whitened": ["diedrichsen2021"],
  bures: ["harvey2023", "bhatia2019"],
  riemannian: ["shahbazi2021"],
  euclidean: ["virtanen2020"],
  cityblock: ["virtanen2020"],
  minkowski: ["virtanen2020"],
  chebyshev: ["virtanen2020"],
  "nan-euclidean": ["dixon1979"],
};

/** Estimates of the covariance of noise. */
export const citedByNoise: Readonly<Record<string, Keys>> = {
  "shrinkage-eye": ["ledoit2004"],
  "shrinkage-diag": ["schafer2005"],
};

export const citedByDescriptor: Readonly<Record<DescriptorName, Keys>> = {
  magnitude: ["klabunde2025", "wang2022"],
  concentricity: ["klabunde2025", "wang2022"],
  uniformity: ["wang2020"],
  sparseness: ["vinje2000", "rolls1995"],
  kurtosis: ["willmore2001"],
  rank: ["golub2013"],
  "first-component": ["pearson1901"],
  "first-10-components": ["pearson1901"],
  "effective-rank": ["roy2007"],
  "participation-ratio": ["rajan2010", "gao2017"],
  "participation-ratio-few-stimuli": ["himeno2014"],
  "dimension-two-nn": ["facco2017"],
  "dimension-mackay": ["levina2004", "mackay2005"],
};

/** By the name of the option whose value, or values, they are. */
export const citedByValue: Readonly<Record<string, Readonly<Record<string, Keys>>>> = {
  dissimilarity: citedByDissimilarity,
  comparator: citedByComparator,
  noise: citedByNoise,
  descriptors: citedByDescriptor,
};
