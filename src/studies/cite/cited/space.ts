// What is done with matrices of distances between networks.
import { from, given, part, under } from "./cited.ts";
import { falseDiscovery, maxStatistic, type CitedStudy } from "./study.ts";

const caveat = part("what such tests cannot tell apart", "anderson2013");
const blocks = [
  under({ together: given }, "permutation of blocks", "winkler2015"),
  under({ within: given }, "permutation within blocks", "winkler2015"),
];
const confounds = under({ confounds: given }, "confounds", "snoek2019", "freedman1983");
const smacof = ["deleeuw1977", "borg2005"] as const;
const medoids = ["kaufman1987", "schubert2021"] as const;
const trees = ["single", "complete", "average", "ward"];

export const spaceStudies = {
  embed: {
    title: "a map of the networks",
    cited: [
      under({ method: ["pcoa"] }, "principal coordinates", "gower1966"),
      under({ method: ["smacof"] }, "metric multidimensional scaling", ...smacof),
      under({ method: ["randomised"] }, "randomised principal coordinates", "gower1966", "halko2011"),
      under({ method: ["landmark"] }, "landmark multidimensional scaling", "desilva2004"),
      part("stress", "kruskal1964"),
    ],
    options: async () => (await import("../../space/embed.ts")).embedOptions,
  },
  "place-onto": { title: "further networks on a map", cited: [from("gower1968")] },
  smacof: { title: "metric multidimensional scaling", cited: [from(...smacof)] },
  cluster: {
    title: "clusters of the networks",
    cited: [
      under({ method: trees }, "hierarchical clustering", "mullner2011", "barjoseph2001"),
      under({ method: ["k-medoids"] }, "k-medoids", ...medoids),
      part("silhouette", "rousseeuw1987"),
    ],
    options: async () => (await import("../../space/cluster.ts")).clusterOptions,
  },
  linkage: { title: "hierarchical clustering", cited: [from("mullner2011")] },
  "optimal-leaf-order": { title: "an order of the leaves of a tree", cited: [from("barjoseph2001")] },
  "k-medoids": { title: "k-medoids", cited: [from(...medoids)] },
  silhouette: { title: "silhouettes", cited: [from("rousseeuw1987")] },
  "adjusted-rand": { title: "the adjusted Rand index", cited: [from("hubert1985")] },
  fuse: {
    title: "similarity network fusion",
    cited: [from("wang2014"), part("of representations", "wu2025")],
  },
  consensus: {
    title: "one map for several matrices",
    cited: [
      under({ method: ["mean"] }, "mean of inner products", "abdi2005"),
      under({ method: ["indscal"] }, "individual differences scaling", "carroll1970", "tenberge1993"),
    ],
    options: async () => (await import("../../fusion/options.ts")).consensusOptions,
  },
  "compare-metrics": {
    title: "the similarity of metrics",
    cited: [falseDiscovery, maxStatistic, part("permutation test", "mantel1967")].map((one) => ({
      ...one,
      when: { mantel: given },
    })),
    options: async () => (await import("../../compare-metrics/compare-metrics.ts")).compareMetricsOptions,
    unlike: ["comparator"],
  },
  mantel: { title: "the Mantel test", cited: [from("mantel1967")] },
  "partial-mantel": {
    title: "the partial Mantel test",
    cited: [from("smouse1986", "legendre2000"), part("its limits", "guillot2013")],
  },
  anosim: { title: "an analysis of similarities of groups", cited: [from("clarke1993"), caveat] },
  permanova: { title: "a permutational analysis of variance", cited: [from("anderson2001"), caveat] },
  predict: {
    title: "the prediction of a covariate from distances",
    cited: [part("regression with a kernel, nearest neighbours", "hastie2009"), confounds, ...blocks],
    options: async () => (await import("../../space/predict-options.ts")).predictOptions,
  },
  regress: {
    title: "the prediction of a covariate from coordinates",
    cited: [part("ridge regression", "hoerl1970", "hastie2009"), confounds, ...blocks],
    options: async () => (await import("../../space/predict-options.ts")).regressOptions,
  },
  barycenter: { title: "the mean of networks", cited: [from("gower1975", "williams2021")] },
  tangent: {
    title: "coordinates in the tangent space of the mean",
    cited: [from("fletcher2004", "williams2021")],
  },
  kmeans: { title: "k-means of networks", cited: [from("lloyd1982", "arthur2007", "williams2021")] },
} satisfies Readonly<Record<string, CitedStudy>>;
