import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Written } from "../../data/written.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { TangentSpace } from "./result.ts";
import { atTrueScale, averaged, movedOnto, type Shapes } from "./shapes.ts";

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
export function tangentSpaceOf(
  { names, points, group, normalize, exponent, warnings }: Shapes,
  mean: Matrix,
  dimensions: number,
  kernels: Kernels,
): Omit<TangentSpace, keyof Written> {
  assertFits(points, mean, dimensions);
  const at = atTrueScale(mean, -exponent);
  const vectors = points.map((x) => differenceOf(at, movedOnto(x, at, group, kernels)));
  const { coordinates, varianceExplained } = principalComponents(vectors, dimensions, kernels);
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

/** From the Gram matrix of the vectors: there are far fewer networks than responses. */
function principalComponents(vectors: readonly Matrix[], dimensions: number, kernels: Kernels) {
  const [count, length] = [vectors.length, vectors[0]!.data.length];
  const mean = averaged(vectors);
  const { values, axes } = kernels.scope(() => {
    const rows = kernels.uninitialized(count, length);
    vectors.forEach((vector, k) => rows.data.set(differenceOf(vector, mean).data, k * length));
    const solution = kernels.eigh(kernels.syrk(rows));
    return { values: solution.values, axes: kernels.detach(solution.vectors) };
  });
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
