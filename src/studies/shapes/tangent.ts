import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Written } from "../../data/written.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { Group } from "./options.ts";
import type { TangentSpace } from "./result.ts";
import { atTrueScale, averaged, movedOnto, type Shapes } from "./shapes.ts";

/** Eigenvalues, rising, with their eigenvectors in rows. */
export interface TangentAxes {
  readonly values: Float64Array;
  readonly axes: Matrix;
}

/** What is done on threads. */
export interface TangentParts {
  /** The vector of each network. */
  move(shapes: Shapes, mean: Matrix): Promise<Matrix[]>;
  axes(rows: Matrix): Promise<TangentAxes>;
}

/**
 * Tangent-space coordinates at a mean, and their principal components: the directions in which
 * the networks vary most. Each component's entry of largest magnitude is positive.
 *
 * @param mean - stimuli × width, at the scale of the responses as `normalize` left them; usually a barycenter
 * @param dimensions - a whole number from 1
 * @throws {ShapeError} if the mean has another shape than the networks.
 * @throws {OptionError} for more dimensions than networks.
 *
 * Source: Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §3; principal
 * geodesic analysis to first order: Fletcher, Lu, Pizer & Joshi, IEEE TMI 23, 2004.
 */
export async function tangentSpaceOf(
  shapes: Shapes,
  mean: Matrix,
  dimensions: number,
  { move, axes }: TangentParts,
): Promise<Omit<TangentSpace, keyof Written>> {
  const { names, points, normalize, exponent, warnings } = shapes;
  assertFits(points, mean, dimensions);
  const at = atTrueScale(mean, -exponent);
  const vectors = await move(shapes, at);
  const { coordinates, varianceExplained } = componentsOf(await axes(centred(vectors)), dimensions);
  return {
    names,
    normalize,
    vectors: vectors.map((vector) => atTrueScale(vector, exponent)),
    coordinates: atTrueScale(coordinates, exponent),
    varianceExplained,
    warnings,
  };
}

function assertFits(points: readonly Matrix[], mean: Matrix, dimensions: number): void {
  const [first] = points as [Matrix];
  if (mean.rows !== first.rows || mean.cols !== first.cols) {
    throw new ShapeError(
      `The mean is ${shapeOf(mean)}, the networks at their common width ${shapeOf(first)}.`,
    );
  }
  if (dimensions <= points.length) return;
  throw new OptionError(
    `tangentSpace: dimensions is ${dimensions}; accepted: a whole number from 1 to ${points.length}, the number of networks.`,
    "dimensions",
  );
}

function differenceOf(a: Matrix, b: Matrix): Matrix {
  return matrix(
    a.rows,
    a.cols,
    a.data.map((value, k) => value - b.data[k]!),
  );
}

/** Vectors less their mean, networks × responses. */
function centred(vectors: readonly Matrix[]): Matrix {
  const length = vectors[0]!.data.length;
  const mean = averaged(vectors);
  const rows = matrix(vectors.length, length, sharedDoubles(vectors.length * length));
  vectors.forEach((vector, k) => rows.data.set(differenceOf(vector, mean).data, k * length));
  return rows;
}

/** The vector of one network: the mean less the network under the best motion. */
export function tangentVectorOf(x: Matrix, mean: Matrix, group: Group, kernels: Kernels): Matrix {
  return differenceOf(mean, movedOnto(x, mean, group, kernels));
}

/** Eigenvalues, rising, and eigenvectors of the Gram matrix of rows: there are far fewer networks than responses. */
export function tangentAxesOf(rows: Matrix, kernels: Kernels): TangentAxes {
  const { values, vectors } = kernels.eigh(kernels.syrk(rows));
  return { values, axes: kernels.detach(vectors) };
}

function componentsOf({ values, axes }: TangentAxes, dimensions: number) {
  const count = axes.rows;
  const total = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const coordinates = matrix(count, dimensions);
  const varianceExplained = new Float64Array(dimensions);
  for (let k = 0; k < dimensions; k++) {
    const value = values[count - 1 - k]!;
    if (value <= count * Number.EPSILON * total) break;
    varianceExplained[k] = value / total;
    const axis = axes.data.subarray((count - 1 - k) * count, (count - k) * count);
    const largest = axis.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best));
    const factor = Math.sqrt(value) * Math.sign(largest);
    axis.forEach((entry, i) => (coordinates.data[i * dimensions + k] = entry * factor));
  }
  return { coordinates, varianceExplained };
}
