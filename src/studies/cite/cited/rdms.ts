// Dissimilarities between stimuli, and models of them.
import { from, part, under } from "./cited.ts";
import { falseDiscovery, type CitedStudy } from "./study.ts";

const rsaItself = from("kriegeskorte2008", "nili2014", "schutt2023");
const shrinkage = [
  under({ method: ["shrinkage-eye"] }, "shrinkage to a multiple of the identity", "ledoit2004"),
  under({ method: ["shrinkage-diag"] }, "shrinkage of correlations", "schafer2005"),
];
const noiseOptions = async () => (await import("../../../rdm/noise/noise-option.ts")).noiseEstimateOptions;
const mrqap = part("permutation tests", "dekker2007");

export const rdmStudies = {
  rdm: {
    title: "representational dissimilarity matrices",
    cited: [from("kriegeskorte2008")],
    options: async () => (await import("../../../rdm/options.ts")).rdmOptions,
  },
  "rdm-movie": {
    title: "representational dissimilarity matrices over time",
    cited: [from("kriegeskorte2008")],
    options: async () => (await import("../../../rdm/options.ts")).movieOptions,
  },
  "noise-covariance": {
    title: "the covariance of the noise",
    cited: [from("walther2016"), ...shrinkage],
    options: noiseOptions,
  },
  "noise-precision": {
    title: "the precision of the noise",
    cited: [from("walther2016"), ...shrinkage],
    options: noiseOptions,
  },
  "compare-rdms": {
    title: "the similarity of representational dissimilarity matrices",
    cited: [from("kriegeskorte2008")],
    options: async () => (await import("../../rdm/compare-options.ts")).compareRdmsOptions,
  },
  rsa: {
    title: "representational similarity analysis",
    cited: [rsaItself, under({ test: ["signed-rank"] }, "signed-rank test", "wilcoxon1945"), falseDiscovery],
    options: async () => (await import("../../rsa/options.ts")).rsaOptions,
  },
  "rsa-groups": {
    title: "the difference of two groups in representational similarity analysis",
    cited: [rsaItself, part("degrees of freedom", "welch1947")],
    options: async () => (await import("../../rsa/groups/options.ts")).rsaGroupsOptions,
  },
  "partial-rsa": {
    title: "partial correlations of representational dissimilarity matrices",
    cited: [from("smouse1986"), mrqap],
  },
  "regress-rdms": {
    title: "regression of representational dissimilarity matrices on models",
    cited: [
      under({ fit: ["non-negative"] }, "non-negative weights", "khalighrazavi2014"),
      part("commonality analysis", "mood1971", "nimon2011"),
      mrqap,
    ],
    options: async () => (await import("../../rsa/regression/options.ts")).regressRdmsOptions,
  },
  layers: {
    title: "representational similarity analysis of layers and regions",
    cited: [rsaItself],
    options: async () => (await import("../../layers/options.ts")).layerStudyOptions,
  },
  searchlight: {
    title: "representational similarity analysis in a searchlight",
    cited: [from("kriegeskorte2006", "kriegeskorte2008")],
    options: async () => (await import("../../searchlight/options.ts")).searchlightOptions,
  },
  reliability: {
    title: "exemplar discriminability across runs",
    cited: [from("nili2020")],
    options: async () => (await import("../../reliability/options.ts")).reliabilityOptions,
  },
  "category-means": {
    title: "dissimilarities within and between categories",
    cited: [from("kriegeskorte2008matching")],
  },
  framed: { title: "framed representational similarity analysis", cited: [from("taylor2025")] },
  geotopological: { title: "geo-topological dissimilarities", cited: [from("lin2024")] },
} satisfies Readonly<Record<string, CitedStudy>>;
