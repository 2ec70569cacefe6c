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
import type { TaskControl } from "../../run/tasks/task.ts";
import type { Control } from "../../run/lanes.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import type { EngineContext } from "../../run/context.ts";

/** Where the coordinates of `tangentSpace` are taken. */
export interface TangentOptions extends BarycenterOptions {
  /** The point of the shape space. @default the barycenter */
  readonly mean?: Matrix;
  /** Principal components to give. @default 2, or the number of networks if that is less */
  readonly dimensions?: number;
}

/** Networks as points of a space on which rotations (or permutations) of the units act. */
export interface ShapeSpace {
  /**
   * Fréchet mean of networks, which need not be of one width.
   * @throws {OptionError | ShapeError | NumericalError} for bad options, other stimuli, responses that are not finite.
   */
  barycenter(
    representations: readonly RepresentationLike[],
    options?: BarycenterOptions,
    control?: Control,
  ): Promise<Barycenter>;
  /** Tangent-space coordinates at the mean, and their principal components. @throws as `barycenter`. */
  tangentSpace(
    representations: readonly RepresentationLike[],
    options?: TangentOptions,
    control?: Control,
  ): Promise<TangentSpace>;
  /** k-means under the best motions. @throws as `barycenter`. */
  kmeans(
    representations: readonly RepresentationLike[],
    options: KMeansOptions,
    control?: Control,
  ): Promise<KMeans>;
}

/** The shape space of an engine: every start of a search is a piece of work for any thread. */
export function shapeSpace({ kernels, tasks }: EngineContext): ShapeSpace {
  const shapes = (given: readonly RepresentationLike[], options: ShapeOptions) =>
    shapesOf(
      given.map((one, k) => toRepresentation(one, String(k))),
      options,
      kernels,
    );
  const descend =
    (control: TaskControl): Descend =>
    (shapes, search, starts) =>
      tasks.run("barycenter-start", { shapes: sharing(shapes), search }, starts, {
        ...control,
        operations: starts.length * operationsOf(shapes),
      });
  const settle =
    (control: TaskControl): Settle =>
    (shapes, search, count) =>
      tasks.run("k-means-start", { shapes: sharing(shapes), search }, indices(count), {
        ...control,
        operations: count * search.clusters * operationsOf(shapes),
      });
  return {
    barycenter: async (given, options = {}, control = {}) =>
      barycenterOf(shapes(given, options), options, kernels, descend(control)),

    async tangentSpace(given, options = {}, control = {}) {
      const points = shapes(given, options);
      const { dimensions = Math.min(2, given.length) } = options;
      const mean = options.mean ?? (await barycenterOf(points, options, kernels, descend(control))).mean;
      return tangentSpaceOf(points, mean, dimensions, kernels);
    },

    kmeans: async (given, options, control = {}) =>
      kMeansOf(shapes(given, options), options, settle(control)),
  };
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
