// Files that both sides read, and what both sides wrote.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../../dist/src/index.js";
import { normals } from "../../networks.mjs";

/** How many directions all representations of a job have in common. */
const LATENT = 8;

/**
 * Writes seeded representations of the same stimuli: a common part of few directions, and noise.
 * @param name - of the files, before their number
 * @returns paths
 */
export function representations(folder, name, count, stimuli, units) {
  const common = drawn(normals(1), stimuli * LATENT);
  return Array.from({ length: count }, (_, k) => {
    const normal = normals(seedOf(`${name} ${k}`));
    const loadings = drawn(normal, LATENT * units);
    const data = drawn(normal, stimuli * units);
    for (let i = 0; i < stimuli; i++)
      addCommon(data.subarray(i * units), common.subarray(i * LATENT), loadings, units);
    return write(join(folder, `${name}-${String(k).padStart(2, "0")}.npy`), [stimuli, units], data);
  });
}

function addCommon(row, common, loadings, units) {
  for (let a = 0; a < LATENT; a++) {
    const weight = common[a] / 2;
    for (let j = 0; j < units; j++) row[j] += weight * loadings[a * units + j];
  }
}

/** Writes a stack of Euclidean RDMs of random points that have a common part: count × stimuli × stimuli. */
export function rdms(folder, name, count, stimuli) {
  const dimensions = 20;
  const common = drawn(normals(1), stimuli * dimensions);
  const normal = normals(seedOf(name));
  const data = new Float64Array(count * stimuli * stimuli);
  for (let k = 0; k < count; k++) {
    const points = common.map((value) => value + normal());
    const at = (i) => points.subarray(i * dimensions, (i + 1) * dimensions);
    for (let i = 0; i < stimuli; i++) {
      for (let j = 0; j < stimuli; j++) {
        data[(k * stimuli + i) * stimuli + j] = Math.hypot(...at(i).map((value, d) => value - at(j)[d]));
      }
    }
  }
  return write(join(folder, `${name}.npy`), [count, stimuli, stimuli], data);
}

const drawn = (normal, length) => Float64Array.from({ length }, normal);

function seedOf(name) {
  return [...name].reduce((seed, letter) => (Math.imul(seed, 31) + letter.codePointAt(0)) | 0, 7);
}

function write(path, shape, data) {
  writeFileSync(path, writeNpy(shape, data));
  return path;
}

/** The numbers of a .npy file of doubles, in row-major order. */
export function numbersIn(path) {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, start);
  if (!header.includes("'<f8'") || header.includes("'fortran_order': True"))
    throw new Error(`bench: ${path} has the header ${header}`);
  return new Float64Array(new Uint8Array(bytes.subarray(start)).buffer);
}
