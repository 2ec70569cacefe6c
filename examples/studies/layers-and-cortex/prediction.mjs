// Noise-corrected predictivity of voxels from layers, and whether it says the same as RSA.
import { compareRdms, predictivity } from "repgeom";
import { bootstrap, mean, spearman } from "../lib/statistics.mjs";
import { besideOneAnother, kinds, readLayers, readRegion, regionNames } from "./data.mjs";
import { comparator } from "./profiles.mjs";

const options = {
  method: "ridge",
  ridge: [0.01, 0.1, 1, 10],
  folds: 5,
  splits: 2,
  correction: "halves",
  seed: 1,
};

/** Of each layer of the networks of seed 1 (and the untrained one) and each region. All voxels of a region at once. */
export async function predictions(regions, stimuli, control, log) {
  const found = [];
  for (const region of regions) {
    const voxels = besideOneAnother(regionNames[region], await readRegion(region, stimuli));
    for (const network of [...kinds.map((kind) => `${kind}-1`), "untrained"]) {
      log(`Predictivity of ${regionNames[region]} from ${network}`);
      for (const layer of await readLayers(network, stimuli)) {
        const result = await predictivity(layer, voxels, options, control);
        found.push({
          region: regionNames[region],
          network: network.replace("-1", ""),
          layer: layer.name,
          result,
        });
      }
    }
  }
  return found;
}

/** Median over the voxels of each subject. */
export function bySubject({ values }, subjects) {
  const voxels = values.length / subjects;
  return Array.from({ length: subjects }, (_, s) =>
    median([...values.subarray(s * voxels, (s + 1) * voxels)].filter((value) => !Number.isNaN(value))),
  );
}

function median(values) {
  const sorted = values.sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Spearman's correlation of both readings over layers: within each subject, then the mean over subjects with its
 * bootstrap interval over subjects; and that of the values over all subjects.
 */
export async function agreement(networks, subjects, region, predicted, control) {
  const models = networks.flatMap(({ layers }) => layers);
  const fit = await compareRdms(models, subjects, { comparator }, control);
  const rows = predicted.filter((one) => one.region === region);
  const medians = rows.map(({ result }) => bySubject(result, subjects.length));
  const of = (subject) =>
    spearman(
      models.map((_, m) => fit.at(m, subject)),
      medians.map((row) => row[subject]),
    );
  const each = subjects.map((_, s) => of(s));
  const interval = bootstrap(each.length, (drawn) => mean(drawn.map((s) => each[s])), { seed: 1 });
  return {
    value: mean(each),
    interval,
    fits: models.map((_, m) => mean(subjects.map((_, s) => fit.at(m, s)))),
    medians: rows.map(({ result }) => result.median),
  };
}

/** The layer of a network that predicts a region best. */
export function bestPredictor(predicted, network, region) {
  const rows = predicted.filter((one) => one.network === network && one.region === region);
  const medians = rows.map(({ result }) => result.median);
  const index = medians.indexOf(Math.max(...medians));
  return { index, layer: rows[index].layer, depth: index / (rows.length - 1), median: medians[index] };
}
