// Several subjects: shared spaces, inter-subject correlation, predictivity, maps.
import { from, given, part, under } from "./cited.ts";
import { falseDiscovery, tested, type CitedStudy } from "./study.ts";

const shared = from("chen2015");
const bySubjects = ["bootstrap", "permutation", "brainiak-bootstrap", "brainiak-permutation"];

export const subjectStudies = {
  isc: {
    title: "inter-subject correlation",
    cited: [
      from("hasson2004"),
      under({ null: given }, "tests", "nastase2019"),
      under({ null: bySubjects }, "resampling of subjects", "chen2016"),
      ...tested({ null: given }),
    ],
    options: async () => (await import("../../isc/options.ts")).iscOptions,
  },
  isfc: { title: "inter-subject functional connectivity", cited: [from("simony2016")] },
  srm: { title: "the shared response model", cited: [shared] },
  "robust-srm": { title: "the robust shared response model", cited: [shared, from("turek2018")] },
  "fast-srm": { title: "the fast shared response model", cited: [shared, from("richard2019")] },
  hyperalign: { title: "hyperalignment", cited: [from("haxby2011")] },
  wrsm: { title: "similarity matrices within networks", cited: [from("kriegeskorte2008")] },
  irsm: { title: "similarity matrices between networks", cited: [from("kriegeskorte2008", "chen2015")] },
  predictivity: {
    title: "predictivity of responses",
    cited: [
      from("yamins2014", "schrimpf2018"),
      under({ method: ["ridge"] }, "ridge regression", "hoerl1970", "hastie2009"),
      under({ method: ["pls"] }, "partial least squares", "wold2001"),
      under({ correction: ["spearman-brown"] }, "correction for noise", "spearman1910", "brown1910"),
    ],
    options: async () => (await import("../../predictivity/options.ts")).predictivityOptions,
  },
  "banded-predictivity": {
    title: "predictivity of several feature spaces by banded ridge regression",
    cited: [
      from("nunezelizalde2019"),
      part("search of the weights", "duprelatour2022"),
      under({ correction: ["spearman-brown"] }, "correction for noise", "spearman1910", "brown1910"),
    ],
    options: async () => (await import("../../predictivity/banded/options.ts")).bandedOptions,
  },
  "map-test": {
    title: "a permutation test of maps",
    cited: [
      under({ method: ["max"] }, "largest statistic", "nichols2002"),
      under({ method: ["cluster"] }, "mass of clusters", "maris2007"),
      under({ method: ["tfce"] }, "threshold-free cluster enhancement", "smith2009"),
      falseDiscovery,
    ],
    options: async () => (await import("../../map-test/options.ts")).mapInferenceOptions,
  },
} satisfies Readonly<Record<string, CitedStudy>>;
