// Layers of networks against two simulated regions, after Gupta et al.
import { claimsOf } from "./claims.mjs";
import { readStimuli, seeds } from "./data.mjs";
import { measured } from "./images92.mjs";
import { agreement, predictions } from "./prediction.mjs";
import { comparator, networksOf, placeOf, profilesOf, subjectsOf } from "./profiles.mjs";
import {
  predictionSections,
  profileSections,
  rdmsSection,
  reliabilitySections,
  simulated,
  stimuliSection,
  testSections,
} from "./sections.mjs";
import { bestByDistance, bestLayersTested, meanFits, regionsCompared, reliabilityOf } from "./tests.mjs";

/** Bootstrap resamples: of the first seed, and of what is shown beside it. */
const [samples, fewer] = [300, 150];

export const study = {
  name: "layers-and-cortex",
  title: "Layers of networks against V1 and the lateral occipital region",
  question:
    "Which layers of classifiers, of a variational autoencoder and of a contrastive network represent images as two regions of visual cortex do?",
  simulated,
  training: { modules: ["numpy", "torch", "sklearn"] },
  pictures: [
    { name: "stimuli", figure: "Ten of the stimuli" },
    { name: "v1", figure: "V1", section: "Layers against regions" },
    { name: "lo", figure: "LO", section: "Layers against regions" },
    { name: "readings", figure: "LO: RSA and predictivity" },
  ],
  flags: {
    images92: {
      value: "FOLDER",
      doc: "adds the 92 images of Kriegeskorte et al., from RDMs in this folder (docs/studies)",
    },
  },
  run,
};

/** With `flags.images92`, the measured part follows the six claims; it comes first, as its folder may be a wrong one. */
async function run({ control, log, flags = {} }) {
  if (flags.images92 === undefined) return simulatedPart(control, log);
  const more = await measured(flags.images92, control, log);
  const own = await simulatedPart(control, log);
  return {
    claims: [...own.claims, ...more.claims],
    sections: [...own.sections, ...more.sections],
    numbers: { ...own.numbers, images92: more.numbers },
  };
}

async function simulatedPart(control, log) {
  const stimuli = await readStimuli();
  const networks = await Promise.all(seeds.map((seed) => networksOf(seed, stimuli, control)));
  const v1 = await subjectsOf("v1", stimuli, control);
  const lo = await subjectsOf("lo", stimuli, control);
  const found = { networks, v1, lo, stimuli };
  Object.assign(found, await profilesIn(found, control, log));
  Object.assign(found, await testsIn(found, control, log));
  Object.assign(found, await predictionsIn(found, control, log));
  return { claims: claimsOf(found), sections: sectionsOf(found), numbers: await numbersOf(found, control) };
}

async function profilesIn({ networks, stimuli }, engine, log) {
  log("Layers against regions, two seeds and the control");
  const both = [
    await profilesOf(networks[0], ["v1", "lo"], samples, stimuli, engine),
    await profilesOf(networks[1], ["v1", "lo"], fewer, stimuli, engine),
  ];
  const control = await profilesOf(networks[0].slice(0, 2), ["narrow", "late"], fewer, stimuli, engine);
  return { both, control };
}

async function testsIn({ networks, v1, lo, stimuli }, control, log) {
  log("Tests of differences, and reliability across runs");
  const tested = {
    V1: await bestLayersTested(networks[0], v1, samples, control),
    LO: await bestLayersTested(networks[0], lo, samples, control),
  };
  const groups = await regionsCompared(networks[0], v1, lo, control);
  const reliabilities = [
    ["V1", await reliabilityOf("v1", stimuli, control)],
    ["LO", await reliabilityOf("lo", stimuli, control)],
  ];
  const best = async (dissimilarity) => ({
    V1: await bestByDistance(["shallow", "deep"], "v1", dissimilarity, stimuli, control),
    LO: await bestByDistance(["shallow", "deep"], "lo", dissimilarity, stimuli, control),
  });
  const byDistance = await best("squared-euclidean");
  const mixed = await best("correlation");
  return { tested, groups, reliabilities, byDistance, mixed };
}

async function predictionsIn({ networks, v1, lo, stimuli }, control, log) {
  const predicted = await predictions(["v1", "lo"], stimuli, control, log);
  const agreements = {
    V1: await agreement(networks[0], v1, "V1", predicted, control),
    LO: await agreement(networks[0], lo, "LO", predicted, control),
  };
  return { predicted, agreements };
}

function sectionsOf({ networks: [first], v1, lo, stimuli, ...found }) {
  const regions = [
    { name: "V1", subjects: v1 },
    { name: "LO", subjects: lo },
  ];
  const shown = [0, 2, 3].map((k) => first[0].layers[k]); // more would not fit into the page
  return [
    stimuliSection(stimuli),
    ...reliabilitySections(found.reliabilities),
    rdmsSection(regions, shown, stimuli.names),
    ...profileSections(found.both, found.control),
    ...testSections(found.tested, found.groups),
    ...predictionSections(found.predicted, found.agreements, first),
  ];
}

async function numbersOf(
  { networks: [first], v1, lo, both, tested, groups, predicted, reliabilities, byDistance, mixed },
  control,
) {
  const layers = first.flatMap((network) => network.layers);
  return {
    comparator,
    noiseCeilings: Object.fromEntries(both[0].regions.map((region, r) => [region, both[0].noiseCeilings[r]])),
    reliability: Object.fromEntries(
      reliabilities.map(([region, { group, rdmCorrelations }]) => [
        region,
        { ...group, rdmCorrelations: [...rdmCorrelations] },
      ]),
    ),
    curves: both.map((study) => curvesOf(study)),
    spearman: {
      V1: await meanFits(layers, v1, control, "spearman"),
      LO: await meanFits(layers, lo, control, "spearman"),
    },
    byDistance,
    mixed,
    testedLayers: Object.fromEntries(
      Object.entries(tested).map(([region, { models, means, tests }]) => [
        region,
        { models, means: [...means], p: [...tests.againstZero.fdr], pairwise: [...tests.pairwise.fdr] },
      ]),
    ),
    regionsCompared: {
      models: groups.models,
      differences: [...groups.differences],
      familyWise: [...groups.test.max],
    },
    predictivity: predicted.map(({ region, network, layer, result }) => ({
      region,
      network,
      layer,
      median: result.median,
      leftOut: result.leftOut,
    })),
  };
}

/** Similarity of each layer, by network and region. */
function curvesOf(study) {
  return Object.fromEntries(
    study.profiles.map(({ network, layers }) => [
      network,
      {
        layers,
        ...Object.fromEntries(study.regions.map((region) => [region, placeOf(study, network, region).curve])),
      },
    ]),
  );
}
