// The committed data of this study: layers of networks, and simulated runs of simulated subjects.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { read } from "repgeom";

const file = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));

/** The seeds with which each kind of network was trained. */
export const seeds = [1, 2];
/** The kinds of network, in the order of the report. */
export const kinds = ["shallow", "deep", "autoencoder", "contrastive"];
/** Simulated regions by file. The last two are controls, of which another answer than for LO is known. */
export const regionNames = { v1: "V1", lo: "LO", narrow: "narrow LO", late: "late" };

/** Pixels of the stimuli, their names, and what training noted. */
export async function readStimuli() {
  const [images, digits] = await read(["images", "digits"].map((array) => file(`stimuli.npz:${array}`)));
  const names = Array.from(digits.data, (digit, k) => `${digit}, image ${(k % 20) + 1}`);
  const facts = JSON.parse(await readFile(file("networks.json"), "utf8"));
  return { images: { ...images, name: "pixels", stimuli: names }, names, facts };
}

/** Layers of a network from input to output, stimuli × units. */
export async function readLayers(network, { facts, names }) {
  const { layers } = facts.networks.find(({ name }) => name === network);
  const read_ = await read(layers.map((layer) => file(`${network}.npz:${layer}`)));
  return read_.map((layer, k) => ({ ...layer, name: layers[k], stimuli: names }));
}

/** Subjects of a region, each stimuli × runs × voxels. */
export async function readRegion(region, { names }) {
  const found = await read(file(`${region}.npz`));
  return found.map((subject, k) => ({ ...subject, name: `subject ${k + 1}`, stimuli: names }));
}

/** The mean over runs: stimuli × voxels. */
export function overRuns({ name, shape: [stimuli, runs, voxels], data, stimuli: names }) {
  const mean = new Float64Array(stimuli * voxels);
  for (let i = 0; i < stimuli; i++)
    for (let r = 0; r < runs; r++)
      for (let v = 0; v < voxels; v++) mean[i * voxels + v] += data[(i * runs + r) * voxels + v] / runs;
  return { name, shape: [stimuli, voxels], data: mean, stimuli: names };
}

/** The voxels of all subjects beside one another: stimuli × runs × (subjects · voxels). */
export function besideOneAnother(name, subjects) {
  const [stimuli, runs, voxels] = subjects[0].shape;
  const data = new Float32Array(subjects.length * subjects[0].data.length);
  for (let row = 0; row < stimuli * runs; row++)
    subjects.forEach((subject, s) =>
      data.set(subject.data.subarray(row * voxels, (row + 1) * voxels), (row * subjects.length + s) * voxels),
    );
  return { name, shape: [stimuli, runs, subjects.length * voxels], data, stimuli: subjects[0].stimuli };
}
