// Differences of networks with tests, and how reliable the simulated responses are.
import { compareRdms, reliability, rsa, rsaGroups, subset } from "repgeom";
import { mean } from "../lib/statistics.mjs";
import { readRegion, regionNames } from "./data.mjs";
import { comparator, crossnobisOf, layersOf } from "./profiles.mjs";

/**
 * Each network by its best layer. The layer is chosen on the first half of the stimuli of each digit and tested on
 * the second half, so the choice does not flatter the network.
 */
export async function bestLayersTested(networks, subjects, samples, control) {
  const { stimuli } = subjects[0];
  const [chosenOn, testedOn] = [0, 1].map((half) => [...stimuli.keys()].filter((k) => k % 2 === half));
  const some = (rdms, rows) => rdms.map((one) => subset(one, rows));
  const models = [];
  for (const { name, layers } of networks) {
    const fits = await meanFits(some(layers, chosenOn), some(subjects, chosenOn), control);
    const best = fits.indexOf(Math.max(...fits));
    models.push({ ...subset(layers[best], testedOn), name: `${name} ${layers[best].name}` });
  }
  const bootstrap = ["stimuli", "subjects"];
  return rsa({ data: some(subjects, testedOn), models, comparator, bootstrap, samples, seed: 1 }, control);
}

/** Mean similarity of each model over subjects. */
export async function meanFits(models, subjects, control, how = comparator) {
  const found = await compareRdms(models, subjects, { comparator: how }, control);
  return models.map((_, m) => mean(subjects.map((_, s) => found.at(m, s))));
}

/** Which layers fit LO better than V1: every layer of every network, by permutation of the subjects' regions. */
export function regionsCompared(networks, v1, lo, control) {
  const models = networks.flatMap(({ name, layers }) =>
    layers.map((layer) => ({ ...layer, name: `${name} ${layer.name}` })),
  );
  const groups = [
    { name: "V1", data: v1 },
    { name: "LO", data: lo },
  ];
  return rsaGroups({ groups, models, comparator, permutations: 1000, seed: 1 }, control);
}

/** Exemplar discriminability across runs of all subjects of a region. */
export async function reliabilityOf(region, stimuli, control) {
  const subjects = await readRegion(region, stimuli);
  const named = subjects.map((one) => ({ ...one, name: `${regionNames[region]}, ${one.name}` }));
  return reliability(named, { permutations: 100, seed: 1 }, control);
}

/**
 * The best layer of each network by distances in place of correlations: crossnobis of the runs of a region, squared
 * Euclidean of a layer. They count how strongly images drive the units, which correlations do not.
 * @param dissimilarity - of the layers
 */
export async function bestByDistance(networks, region, dissimilarity, stimuli, control) {
  const subjects = await crossnobisOf(region, stimuli, control);
  const found = [];
  for (const name of networks) {
    const layers = await layersOf(`${name}-1`, stimuli, control, dissimilarity);
    const fits = await meanFits(layers, subjects, control);
    const best = fits.indexOf(Math.max(...fits));
    found.push({
      network: name,
      layer: layers[best].name,
      depth: best / (layers.length - 1),
      value: fits[best],
    });
  }
  return found;
}
