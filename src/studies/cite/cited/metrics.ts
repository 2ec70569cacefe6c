import type { MetricName } from "../../../metrics/registry.ts";
import { from, given, part, under, type Cited } from "./cited.ts";

const debiasedHsic = under({ debiased: [true] }, "debiased", "song2012");
const shrinkage = under({ shrinkage: ["ledoit-wolf"] }, "shrinkage of covariances", "ledoit2004");
const moments = under({ estimator: ["moments"] }, "estimate from few stimuli", "pospisil2024", "kong2017");
const platonic = from("huh2024");
const survey = "klabunde2025";

/**
 * What each metric is from. Sources of a dissimilarity or a comparator stand in `values.ts`: of `rsa` and `elementwise` they
 * are added.
 */
export const citedByMetric: Readonly<Record<MetricName, readonly Cited[]>> = {
  procrustes: [
    from("williams2021"),
    moments,
    under({ group: ["rotation"] }, "rotations without reflections", "kabsch1978", "umeyama1991"),
  ],
  permutation: [
    from("williams2021"),
    under({ ground: ["correlation"] }, "correlations of matched units", "li2016"),
  ],
  "soft-matching": [from("khosla2024")],
  convolutional: [from("williams2021")],
  cca: [
    from("hotelling1936"),
    under({ ground: ["angular"] }, "as a distance", "williams2021"),
    under({ ground: ["mean"] }, "mean correlation", "raghu2017"),
    under({ ground: ["mean-squared"] }, "mean squared correlation", "kornblith2019"),
    under({ ridge: given }, "ridge", "hoerl1970"),
    under({ estimator: ["spectral"] }, "estimate for populations of units", "kang2025"),
  ],
  svcca: [from("raghu2017")],
  pwcca: [from("morcos2018")],
  "kernel-procrustes": [from("williams2021")],
  "kernel-cca": [from("hardoon2004", "bach2002")],
  cka: [
    from("kornblith2019"),
    under({ debiased: [true] }, "debiased", "song2012", "szekely2014", "nguyen2021"),
    under({ estimator: ["units"] }, "estimate for populations of units", "chun2025"),
    under({ confound: given }, "without a confounder", "cui2022"),
  ],
  rv: [from("robert1976")],
  nbs: [from("tang2020"), under({ ground: ["angular"] }, "as an angle", "harvey2023"), moments],
  bures: [from("bhatia2019", "harvey2023"), moments],
  "linear-regression": [from("kornblith2019"), under({ ridge: given }, "ridge", "hoerl1970")],
  rsa: [from("kriegeskorte2008")],
  elementwise: [part("distances as in SciPy", "virtanen2020")],
  "gaussian-wasserstein": [from("duong2023"), shrinkage],
  energy: [from("duong2023", "szekely2013")],
  "gaussian-process": [from("duong2023"), shrinkage],
  "soft-knn": [
    part("weights of neighbours", "hinton2002", "goldberger2004"),
    part("overlap of weights", "bhattacharyya1943"),
    part("the hard form", "huh2024"),
  ],
  "mutual-knn": [platonic],
  "cycle-knn": [platonic],
  "lcs-knn": [platonic],
  "edit-distance-knn": [platonic, part("edit distance", "levenshtein1966")],
  cknna: [platonic, debiasedHsic],
  "knn-jaccard": [from("schumacher2021", survey)],
  "rank-similarity": [from("wang2022", survey)],
  "joint-rank-jaccard": [from("wang2022", survey)],
  "second-order-cosine": [from("hamilton2016"), part("over the neighbours of both", survey)],
  hsic: [from("gretton2005"), debiasedHsic],
  "distance-correlation": [from("szekely2007"), under({ debiased: [true] }, "debiased", "szekely2014")],
  "rsm-difference": [from(survey), under({ rsm: ["inner-product"] }, "of inner products", "yin2018")],
  "eigenspace-overlap": [from("may2019")],
  gulp: [from("boixadsera2022")],
  "aligned-cosine": [from("hamilton2016")],
  "permutation-aligned-cosine": [from("hamilton2016"), part("with permutations", survey)],
  "hard-correlation-match": [from("li2016")],
  "soft-correlation-match": [from("li2016")],
  "linear-predictivity": [
    from("schrimpf2018", "yamins2014"),
    under({ fit: ["ridge"], ridge: [undefined] }, "choice of the penalty", "golub1979"),
    under({ fit: ["pls"] }, "partial least squares", "wold2001"),
  ],
  "max-match": [from("wang2018")],
  rtd: [from("barannikov2022"), part("reduction", "bauer2021")],
  imd: [from("tsitsulin2020")],
  "geometry-score": [from("khrulkov2018"), part("witness complexes", "desilva2004witness")],
  magnitude: [from(survey, "wang2022")],
  concentricity: [from(survey, "wang2022")],
  uniformity: [from("wang2020")],
  "intrinsic-dimension": [
    under({ method: ["two-nn"] }, "from two neighbours", "facco2017"),
    under({ method: ["levina-bickel", "mackay"] }, "from k neighbours", "levina2004"),
    under({ method: ["mackay"] }, "mean of inverses", "mackay2005"),
  ],
  "effective-rank": [from("roy2007")],
  "participation-ratio": [
    from("rajan2010", "gao2017"),
    under({ estimator: ["few-stimuli"] }, "estimate from few stimuli", "himeno2014"),
  ],
  dsa: [from("ostrow2023")],
  disagreement: [from("skalak1996", survey)],
  "jensen-shannon": [from("lin1991"), under({ ground: ["distance"] }, "its root", "endres2003")],
  "cohen-kappa": [from("cohen1960")],
};
