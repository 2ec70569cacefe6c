// Pairs of networks, and single ones.
import { from, given, part, under } from "./cited.ts";
import { descriptorNames } from "../../describe/options.ts";
import { tested, type CitedStudy } from "./study.ts";

/** Intervals and p-values of comparisons. */
const certainty = [
  under({ bootstrap: given, interval: ["jackknife"] }, "jackknife interval", "busing1999"),
  under({ bootstrap: given, interval: ["bca"] }, "bootstrap interval", "efron1987"),
  under({ bootstrap: given, interval: ["percentile"] }, "bootstrap interval", "efron1993"),
  ...tested({ permutation: given }),
];

/** Nothing but the metric. */
const ofMetric = (title: string): CitedStudy => ({ title, cited: [], takesMetric: true });

export const networkStudies = {
  compare: ofMetric("the value of two representations"),
  pairwise: {
    title: "all pairs of representations",
    cited: certainty,
    options: async () => (await import("../../pairwise/options.ts")).pairwiseOptions,
    takesMetric: true,
  },
  cross: {
    title: "pairs of representations of two sets",
    cited: certainty,
    options: async () => (await import("../../pairwise/options.ts")).crossOptions,
    takesMetric: true,
  },
  align: ofMetric("the alignment of two representations"),
  table: ofMetric("the table of candidates of a metric"),
  estimate: ofMetric("an estimate of the value for a population"),
  gradient: ofMetric("the gradient of a metric"),
  "check-metric": ofMetric("a check of a metric"),
  "distances-among": ofMetric("distances among some representations"),
  explain: {
    title: "shares of stimuli and units",
    cited: [part("shares of units in linear-regression", "zuber2011")],
    takesMetric: true,
  },
  neighbors: {
    title: "nearest neighbours by an index with pivots",
    cited: [from("mico1994")],
    takesMetric: true,
  },
  "minibatch-cka": {
    title: "centered kernel alignment from minibatches",
    cited: [from("nguyen2021", "song2012")],
  },
  describe: {
    title: "descriptors of representations",
    assumed: { descriptors: descriptorNames },
    cited: [under({ samples: given }, "intervals from halves of the stimuli", "mccarthy1969", "politis1999")],
    options: async () => (await import("../../describe/options.ts")).describeOptions,
  },
  "arrange-units": {
    title: "principal components of the units",
    cited: [under({ pca: given }, "principal components", "pearson1901")],
    options: async () => (await import("../../../metrics/units/fit.ts")).arrangeUnitsOptions,
  },
} satisfies Readonly<Record<string, CitedStudy>>;
