import { smallestOf } from "../../base/lists.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import type { SharedSpaceResult } from "./result.ts";

/** Responses of networks as paths in three dimensions, before and after alignment: stimuli × 3 of each. */
export interface SharedPaths {
  readonly before: readonly Matrix[];
  readonly after: readonly Matrix[];
  /** What the axes are, as a sentence. */
  readonly axes: string;
}

/**
 * Paths along the three directions in which the shared response varies most. Before alignment the
 * map of the first network gives these directions in native units, and all networks use them. Networks
 * that differ in their number of units use their three units of largest variance instead.
 *
 * @param eigh - gives the eigenvectors of a symmetric matrix as rows, that of the largest eigenvalue last
 * @returns nothing if there are fewer than three features or units
 */
export async function sharedPaths(
  space: SharedSpaceResult,
  networks: readonly Representation[],
  eigh: (a: Matrix) => Promise<{ readonly vectors: Matrix }>,
): Promise<SharedPaths | undefined> {
  const { shared, aligned, maps } = space;
  const widths = networks.map(({ shape }) => shape[1]!);
  if (shared.cols < 3 || smallestOf(widths) < 3) return undefined;
  const directions = topThree(await eigh(covarianceOf(shared)));
  const after = aligned.map((one) => projected(one, directions));
  const natives = networks.map((one, k) => centred(one, space.means[k]!, space.scales[k]!));
  if (new Set(widths).size > 1) {
    const axes = "Before: the three units of largest variance of each network. After: principal axes.";
    return { before: natives.map(largestUnits), after, axes };
  }
  const inFirst = projected(maps[0]!, directions);
  const before = natives.map((one) => projected(one, inFirst));
  const axes = `Axes are the principal ones of the shared response; before, as they lie in the units of ${space.names[0]}.`;
  return { before, after, axes };
}

function covarianceOf(a: Matrix): Matrix {
  const { rows, cols, data } = a;
  const means = Array.from({ length: cols }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + j]!;
    return sum / rows;
  });
  const inner = matrix(cols, cols);
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < cols; p++) {
      const value = data[i * cols + p]! - means[p]!;
      for (let q = 0; q < cols; q++) inner.data[p * cols + q]! += value * (data[i * cols + q]! - means[q]!);
    }
  }
  return inner;
}

/** The eigenvectors of the three largest eigenvalues as columns. */
function topThree({ vectors: { rows: n, data } }: { readonly vectors: Matrix }): Matrix {
  const top = matrix(n, 3);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < n; i++) top.data[i * 3 + c] = data[(n - 1 - c) * n + i]!;
  }
  return top;
}

/** A · B with three columns. */
function projected(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, 3);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) {
      const value = a.data[i * a.cols + j]!;
      for (let c = 0; c < 3; c++) out.data[i * 3 + c]! += value * b.data[j * 3 + c]!;
    }
  }
  return out;
}

/** Responses as the fit has them: centred and scaled. */
function centred({ shape, data }: Representation, means: Float64Array, scales: Float64Array): Matrix {
  const [rows, cols] = shape as [number, number];
  return matrix(
    rows,
    cols,
    Float64Array.from(data, (value, k) => (value - means[k % cols]!) / scales[k % cols]!),
  );
}

function largestUnits(a: Matrix): Matrix {
  const { cols } = a;
  const energies = new Float64Array(cols);
  a.data.forEach((value, k) => (energies[k % cols]! += value * value));
  const units = [...energies.keys()].sort((p, q) => energies[q]! - energies[p]! || p - q).slice(0, 3);
  const directions = matrix(cols, 3);
  units.forEach((unit, c) => (directions.data[unit * 3 + c] = 1));
  return projected(a, directions);
}
