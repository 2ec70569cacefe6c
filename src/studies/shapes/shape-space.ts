import { kMeansStart } from "./task.ts";
import { barycenterStart } from "./task.ts";
import {
  barycenterOf,
  kMeansOf,
  shapesOf,
  tangentSpaceOf,
  type Barycenter,
  type BarycenterOptions,
  type Descend,
  type KMeans,
  type KMeansOptions,
  type Settle,
  type ShapeOptions,
  type Shapes,
  type TangentSpace,
} from "./index.ts";
import type { Matrix } from "../../base/matrix.ts";
import { shared } from "../../base/thread-memory.ts";
import type { Control } from "../../run/control.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";

/** Where the coordinates of `tangentSpace` are taken. */
export interface TangentOptions extends BarycenterOptions {
  /** The point of the shape space. @default the barycenter */
  readonly mean?: Matrix;
  /** Principal components to give. @default 2, or the number of networks if that is less */
  readonly dimensions?: number;
}

/**
 * Fréchet mean of networks under rotations or permutations of the units. They need not be of one width.
 *
 * @param representations - stimuli × units each
 * @throws {OptionError | ShapeError | NumericalError} for bad options, other stimuli, responses that are not finite.
 */
export async function barycenter(
  representations: readonly RepresentationLike[],
  options: BarycenterOptions = {},
  control: Control = {},
): Promise<Barycenter> {
  const runtime = await runtimeOf(control);
  const points = pointsOf(representations, options, runtime);
  return barycenterOf(points, options, runtime.kernels, descend(runtime, control));
}

/**
 * Tangent-space coordinates of networks at their mean, and the principal components of them.
 * @param representations - stimuli × units each
 * @throws as `barycenter`.
 */
export async function tangentSpace(
  representations: readonly RepresentationLike[],
  options: TangentOptions = {},
  control: Control = {},
): Promise<TangentSpace> {
  const runtime = await runtimeOf(control);
  const { kernels } = runtime;
  const points = pointsOf(representations, options, runtime);
  const { dimensions = Math.min(2, representations.length) } = options;
  const mean = options.mean ?? (await barycenterOf(points, options, kernels, descend(runtime, control))).mean;
  return tangentSpaceOf(points, mean, dimensions, kernels);
}

/**
 * k-means of networks under the best motions.
 * @param representations - stimuli × units each
 * @throws as `barycenter`.
 */
export async function kmeans(
  representations: readonly RepresentationLike[],
  options: KMeansOptions,
  control: Control = {},
): Promise<KMeans> {
  const runtime = await runtimeOf(control);
  return kMeansOf(pointsOf(representations, options, runtime), options, settle(runtime, control));
}

function pointsOf(given: readonly RepresentationLike[], options: ShapeOptions, { kernels }: Runtime): Shapes {
  return shapesOf(
    given.map((one, k) => toRepresentation(one, String(k))),
    options,
    kernels,
  );
}

/** Every start of a search is a piece of work for any thread. */
function descend({ tasks }: Runtime, control: Control): Descend {
  return (shapes, search, starts) =>
    tasks.run(barycenterStart, { shapes: sharing(shapes), search }, starts, {
      ...control,
      operations: starts.length * operationsOf(shapes),
    });
}

function settle({ tasks }: Runtime, control: Control): Settle {
  return (shapes, search, count) =>
    tasks.run(kMeansStart, { shapes: sharing(shapes), search }, indices(count), {
      ...control,
      operations: count * search.clusters * operationsOf(shapes),
    });
}

/** The same points where threads can read them without a copy. */
function sharing(shapes: Shapes): Shapes {
  return {
    ...shapes,
    points: shapes.points.map(({ rows, cols, data }) => ({ rows, cols, data: shared(data) })),
  };
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/** Of some ten passes over all networks, about. */
function operationsOf({ points }: Shapes): number {
  const { rows, cols } = points[0]!;
  return 100 * points.length * rows * cols * Math.min(rows, cols);
}
