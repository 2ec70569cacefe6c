import { createRandom } from "../../base/random.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** The population of units that a sample of a few was drawn from, as far as its covariances over the stimuli go. */
export interface Population {
  /** Eigenvalues of the Gram matrix of the whole population, falling: 1 × directions. */
  readonly values: Matrix;
  /** Mean square of the cosine of each direction of a sample with each of the population: sample directions × directions. */
  readonly overlaps: Matrix;
}

/** Corrections of the eigenvalues, and samples that are simulated for each. */
const [rounds, samples] = [12, 6];

/**
 * Units are taken as normal over the stimuli. The eigenvalues are those whose simulated samples of as many units have, on average,
 * the eigenvalues that were found; their sum, which a sample has without bias, is kept. Where units are fewer than directions,
 * the directions that no sample shows start at half of the least that was found. The last simulation gives the overlaps.
 *
 * Source: after Kang, Canatar & Chung, arXiv:2502.19648, 2025, who compute both from deterministic equivalents of random
 * matrix theory; simulation needs no limit of many stimuli and units.
 *
 * @param found - eigenvalues of the sample's Gram matrix over the number of units, falling
 */
export function populationOf(
  found: Float64Array,
  { directions, units, seed }: { directions: number; units: number; seed: number },
  kernels: Kernels,
): Population {
  const total = found.reduce((sum, value) => sum + value, 0);
  const values = Float64Array.from({ length: directions }, (_, k) => found[k] ?? found.at(-1)! / 2);
  const noises = Array.from({ length: samples }, (_, k) => noise(directions, units, seed, k));
  for (let round = 0; round < rounds; round++) {
    const means = meanEigenvalues(values, noises, found.length, kernels);
    for (let k = 0; k < found.length; k++) values[k]! *= found[k]! / Math.max(means[k]!, Number.MIN_VALUE);
    values.sort((a, b) => b - a);
    const sum = values.reduce((all, value) => all + value, 0);
    for (let k = 0; k < directions; k++) values[k]! *= total / sum;
  }
  return {
    values: matrix(1, directions, values),
    overlaps: meanOverlaps(values, noises, found.length, kernels),
  };
}

/** Standard normal numbers, directions × units. */
function noise(directions: number, units: number, seed: number, stream: number): Matrix {
  const random = createRandom(seed, stream);
  return matrix(
    directions,
    units,
    Float64Array.from({ length: directions * units }, () => random.normal()),
  );
}

/** Λ½·Z/√units: its Gram matrix is that of a sample, in the axes of the population. */
function sampleOf(values: Float64Array, { rows, cols, data }: Matrix, kernels: Kernels): Matrix {
  const sample = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const size = Math.sqrt(values[i]! / cols);
    for (let j = 0; j < cols; j++) sample[i * cols + j] = size * data[i * cols + j]!;
  }
  return kernels.place(rows, cols, sample);
}

function meanEigenvalues(
  values: Float64Array,
  noises: readonly Matrix[],
  count: number,
  kernels: Kernels,
): Float64Array {
  const means = new Float64Array(count);
  for (const one of noises)
    kernels.scope(() => {
      const sizes = kernels.singularValues(sampleOf(values, one, kernels));
      for (let k = 0; k < count; k++) means[k]! += ((sizes[k] ?? 0) * (sizes[k] ?? 0)) / noises.length;
    });
  return means;
}

function meanOverlaps(
  values: Float64Array,
  noises: readonly Matrix[],
  count: number,
  kernels: Kernels,
): Matrix {
  const directions = values.length;
  const overlaps = new Float64Array(count * directions);
  for (const one of noises)
    kernels.scope(() => {
      const { u } = kernels.leftSvd(sampleOf(values, one, kernels), { overwrite: true });
      const { cols, data } = u;
      for (let j = 0; j < directions; j++)
        for (let i = 0; i < Math.min(count, cols); i++)
          overlaps[i * directions + j]! += (data[j * cols + i]! * data[j * cols + i]!) / noises.length;
    });
  return matrix(count, directions, overlaps);
}
