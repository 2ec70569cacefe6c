// The report, in the order of the story.
import { meanRdm } from "repgeom";
import {
  groupsSection,
  layersSection,
  predictivitySection,
  rdmSection,
  reliabilitySection,
  rsaSection,
} from "repgeom/report";

/** Stands in every section: nothing of the regions is measured. */
export const simulated =
  "V1, LO and the control regions are simulated: features that no tested network has, mixed into voxels, plus noise. " +
  "Simulated regions can only show that the analysis finds what was put in; they say nothing about brains.";

const side = 16;

function withNote(section, heading, text, figures = section.figures) {
  return { ...section, heading, text: [text], warnings: [simulated, ...(section.warnings ?? [])], figures };
}

/** Ten stimuli, the first of each digit, and how well the networks were trained. */
export function stimuliSection({ images, facts }) {
  return {
    heading: "Stimuli and networks",
    text: [
      "200 images, 20 of each digit: handwritten digits of scikit-learn at random places, sizes and contrasts on random backgrounds. No network was trained on these digits. The networks were trained; nothing of them is simulated.",
    ],
    figures: [pictureOf(images), tableOfNetworks(facts)],
  };
}

/** Five stimuli beside one another, in two rows. */
function pictureOf({ data }) {
  const [down, across] = [2, 5];
  const numbers = (count) => Array.from({ length: count }, (_, k) => String(k + 1));
  const values = new Array(down * across * side ** 2);
  for (let y = 0; y < down * side; y++)
    for (let x = 0; x < across * side; x++) {
      const digit = across * Math.floor(y / side) + Math.floor(x / side);
      const pixel = (y % side) * side + (x % side);
      values[y * across * side + x] = data[20 * digit * side ** 2 + pixel];
    }
  return {
    kind: "heat-maps",
    title: "Ten of the stimuli",
    caption: "16 × 16 pixels each, from 0 (black) to 255: the digits 0 to 4 above, 5 to 9 below.",
    wide: true,
    panels: [{ rowNames: numbers(down * side), colNames: numbers(across * side), values }],
    scale: { word: "brightness", dark: "least", domain: [0, 255] },
  };
}

function tableOfNetworks({ networks }) {
  return {
    kind: "table",
    title: "Networks",
    caption:
      "Accuracy of the classifiers on the stimuli; probe: of a logistic regression on the last hidden layer, trained on other digits. Of each layer at most 96 units were kept.",
    columns: ["network", "kind", "seed", "layers", "accuracy", "probe"],
    rows: networks.map(({ name, kind, seed, layers, accuracy, probe }) => [
      name,
      kind,
      seed,
      layers.length,
      accuracy ?? null,
      probe,
    ]),
    wide: true,
  };
}

/** How reliable the responses are; without the large matrices of the library's section. */
export function reliabilitySections(results) {
  return results.map(([region, result]) => {
    const section = reliabilitySection(result);
    const figures = section.figures.filter(
      ({ title }) => title.startsWith("Exemplar") || title === "Subjects",
    );
    const text =
      "Four simulated runs of each subject. Above 0 a stimulus is more like itself in another run than like other stimuli, so its responses carry a signal through the noise.";
    return withNote(section, `How reliable the simulated ${region} is`, text, figures);
  });
}

/** The mean RDM of each region beside those of some layers. */
export function rdmsSection(regions, layers, names) {
  const means = regions.map(({ name, subjects }) => ({
    ...meanRdm(subjects),
    name: `${name} (simulated)`,
  }));
  const labels = names.map((name) => name.split(",")[0]);
  const section = rdmSection([...means, ...layers], { categories: { column: "digit", labels } });
  const text =
    "A dot is a pair of images: dark where they are represented alike. Images of one digit stand together, so squares on the diagonal mean that a representation groups images by digit. The regions are means over subjects; the layers are those of the shallow classifier.";
  return withNote(section, "What the representations look like", text);
}

export function profileSections([first, second], control) {
  const text =
    "Each layer's RDM is correlated with the RDM of each subject. The grey band is the noise ceiling: what the best possible model would reach with these noisy subjects. Coloured bands are 95 % intervals over stimuli and subjects.";
  const short = (study) =>
    layersSection(study)
      .figures.filter(({ kind }) => kind === "lines")
      .slice(0, study.regions.length);
  return [
    withNote(layersSection(first), "Layers against regions", text, shortened(first)),
    withNote(
      layersSection(second),
      "The same with another seed",
      "Networks trained anew from other initial weights; the same subjects.",
      short(second),
    ),
    withNote(
      layersSection(control),
      "Controls whose answers are known to be others",
      "Two regions more. The narrow LO sees the same layer of the reference network as LO, but through small windows, so that it keeps places in the image. The late region is simulated from the last hidden layer. The analysis must place both elsewhere than LO, or its answer for LO would say nothing.",
      short(control),
    ),
  ];
}

/** Curves, best depths, slopes, their differences from the shallow classifier, and tables. */
function shortened(study) {
  const differences = study.differences.filter(({ networks }) => networks[0] === "shallow");
  const { figures } = layersSection({ ...study, differences });
  return figures.filter(({ kind, title }) => kind !== "heat-maps" && !/^\S+ minus \S+$/.test(title));
}

export function testSections(tested, groups) {
  const text =
    "Each network by its best layer, chosen on half of the stimuli and tested on the other half. So the choice among many layers does not flatter a network.";
  return [
    ...Object.entries(tested).map(([region, result]) =>
      withNote(rsaSection(result), `Do networks differ: ${region}`, text),
    ),
    withNote(
      groupsSection(groups),
      "Which layers are more like LO than like V1",
      "The subjects' V1 and LO as two groups. The test lets subjects change groups. That is right here, because the simulated regions of a subject share nothing; the measured regions of one subject are pairs, for which this test is not made. A region with noisier RDMs fits every model less, so compare the signs over layers, not the level.",
    ),
  ];
}

export function predictionSections(predicted, agreements, networks) {
  const given = predicted.map(({ region, network, layer, result }) => ({
    name: `${network} ${layer}`,
    target: region,
    predictivity: result,
  }));
  const section = predictivitySection(given);
  const figures = section.figures.filter(({ kind }) => kind !== "lines");
  const text =
    "Ridge regression from the units of a layer to each voxel, tested on images that it has not seen, divided by what the noise of the voxel allows.";
  return [
    withNote(section, "Noise-corrected predictivity", text, figures),
    {
      heading: "Two readings of the same layers",
      text: [
        "A point is a layer. RSA compares distances between images as they are; predictivity lets a regression weigh the units anew.",
      ],
      warnings: [simulated],
      figures: Object.entries(agreements).map(([region, { fits, medians }]) =>
        scatterOf(region, fits, medians, networks),
      ),
    },
  ];
}

function scatterOf(region, fits, medians, networks) {
  return {
    kind: "scatter",
    title: `${region}: RSA and predictivity`,
    caption: "Colours are networks.",
    x: { label: "similarity of RDMs" },
    y: { label: "noise-corrected correlation" },
    points: { x: fits, y: medians },
    names: networks.flatMap(({ name, layers }) => layers.map((layer) => `${name} ${layer.name}`)),
    groups: networks.flatMap(({ name, layers }) => layers.map(() => name)),
  };
}
