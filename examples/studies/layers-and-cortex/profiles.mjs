// Similarity of each layer with each region, as a curve over depth: `layerStudy` of the library, and what the claims ask of it.
import { layerStudy, rdm } from "repgeom";
import { correlation } from "../lib/statistics.mjs";
import { kinds, overRuns, readLayers, readRegion, regionNames } from "./data.mjs";

/** Correlation of two RDMs over pairs of stimuli. Of unrelated RDMs it is 0 on average. */
export const comparator = "pearson";
/** 1 − Pearson's correlation of two rows of responses. */
const usual = "correlation";

/** RDMs of the layers of a network. */
export async function layersOf(network, stimuli, control, dissimilarity = usual) {
  const layers = await readLayers(network, stimuli);
  return Promise.all(layers.map((layer) => rdm(layer, { dissimilarity }, control)));
}

/** One RDM a subject, of the mean over runs. */
export async function subjectsOf(region, stimuli, control) {
  const subjects = await readRegion(region, stimuli);
  return Promise.all(subjects.map((subject) => rdm(overRuns(subject), { dissimilarity: usual }, control)));
}

/** One RDM a subject, of distances that noise does not make larger: products of different runs. */
export async function crossnobisOf(region, stimuli, control) {
  const subjects = await readRegion(region, stimuli);
  return Promise.all(subjects.map((subject) => rdm(subject, { dissimilarity: "crossnobis" }, control)));
}

/** The networks of one seed, each `{ name, layers }`; with the first seed the untrained one too. */
export async function networksOf(seed, stimuli, control) {
  const found = [];
  for (const kind of kinds)
    found.push({ name: kind, layers: await layersOf(`${kind}-${seed}`, stimuli, control) });
  if (seed === 1) found.push({ name: "untrained", layers: await layersOf("untrained", stimuli, control) });
  return found;
}

/** Some networks against some regions; all regions see the same draws of stimuli. */
export async function profilesOf(networks, regions, samples, stimuli, control) {
  const found = [];
  for (const region of regions)
    found.push({ name: regionNames[region], subjects: await subjectsOf(region, stimuli, control) });
  return layerStudy({ networks, regions: found, comparator, samples, seed: 1 }, control);
}

/** What `layerStudy` says of one network and one region. */
export function placeOf({ profiles, regions, noiseCeilings }, network, region) {
  const r = regions.indexOf(region);
  const { best, slopes, values, layers, depth } = profiles.find((profile) => profile.network === network);
  const curve = layers.map((_, k) => values.data[k * regions.length + r]);
  return { best: best[r], slope: slopes[r], curve, layers, depth, ceiling: noiseCeilings[r] };
}

/** The first network less the second: estimates of `layerStudy`, whichever way round it has the two. */
export function differenceOf({ differences, regions }, [a, b], region) {
  const r = regions.indexOf(region);
  const found = differences.find(({ networks }) => networks.includes(a) && networks.includes(b));
  const turn = found.networks[0] === a ? (estimate) => estimate : turned;
  const { bestDepth, bestValue, slopes } = found;
  return { depth: turn(bestDepth[r]), value: turn(bestValue[r]), slope: turn(slopes[r]) };
}

function turned({ value, lower, upper }) {
  return { value: -value, lower: -upper, upper: -lower };
}

/** Correlation of two curves at eleven relative depths, 0, 0.1 … 1; linear between layers. */
export function likeness(study, [a, b], region) {
  const depths = Array.from({ length: 11 }, (_, k) => k / 10);
  const [x, y] = [a, b].map((name) => {
    const { curve } = placeOf(study, name, region);
    return depths.map((depth) => valueAt(curve, depth));
  });
  return correlation(x, y);
}

function valueAt(curve, depth) {
  const position = depth * (curve.length - 1);
  const below = Math.min(Math.floor(position), curve.length - 2);
  const weight = position - below;
  return (1 - weight) * curve[below] + weight * curve[below + 1];
}
