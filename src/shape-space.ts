import {
  barycenterOf,
  kMeansOf,
  shapesOf,
  tangentSpaceOf,
  type Barycenter,
  type BarycenterOptions,
  type KMeans,
  type KMeansOptions,
  type ShapeOptions,
  type TangentSpace,
} from "./alignment/index.ts";
import type { Matrix } from "./matrix.ts";
import { eventLoopTurns } from "./pairwise/event-loop.ts";
import type { Control } from "./pairwise/lanes.ts";
import { toRepresentation, type RepresentationLike } from "./representation.ts";
import type { EngineContext } from "./engine-context.ts";

/** Where the coordinates of `tangentSpace` are taken. */
export interface TangentOptions extends BarycenterOptions {
  /** The point of the shape space. @default the barycenter */
  readonly mean?: Matrix;
  /** Principal components to give. @default 2, or the number of networks if that is less */
  readonly dimensions?: number;
}

type Signal = Pick<Control, "signal">;

/** Networks as points of a space on which rotations (or permutations) of the units act. */
export interface ShapeSpace {
  /**
   * Fréchet mean of networks, which need not be of one width.
   * @throws {OptionError | ShapeError | NumericalError} for bad options, other stimuli, responses that are not finite.
   */
  barycenter(
    representations: readonly RepresentationLike[],
    options?: BarycenterOptions,
    control?: Signal,
  ): Promise<Barycenter>;
  /** Tangent-space coordinates at the mean, and their principal components. @throws as `barycenter`. */
  tangentSpace(
    representations: readonly RepresentationLike[],
    options?: TangentOptions,
    control?: Signal,
  ): Promise<TangentSpace>;
  /** k-means under the best motions. @throws as `barycenter`. */
  kmeans(
    representations: readonly RepresentationLike[],
    options: KMeansOptions,
    control?: Signal,
  ): Promise<KMeans>;
}

/** The shape space on one instance of the kernels. Nothing stays in wasm memory between steps. */
export function shapeSpace({ kernels }: EngineContext): ShapeSpace {
  const shapes = (given: readonly RepresentationLike[], options: ShapeOptions) =>
    shapesOf(
      given.map((one, k) => toRepresentation(one, String(k))),
      options,
      kernels,
    );
  return {
    barycenter: async (given, options = {}, { signal } = {}) =>
      barycenterOf(shapes(given, options), options, kernels, breathing(signal)),

    async tangentSpace(given, options = {}, { signal } = {}) {
      const points = shapes(given, options);
      const { dimensions = Math.min(2, given.length) } = options;
      const mean = options.mean ?? (await barycenterOf(points, options, kernels, breathing(signal))).mean;
      return tangentSpaceOf(points, mean, dimensions, kernels);
    },

    kmeans: async (given, options, { signal } = {}) =>
      kMeansOf(shapes(given, options), options, kernels, breathing(signal)),
  };
}

/** Between steps the event loop turns, so that an abort is heard. */
function breathing(signal: AbortSignal | undefined): () => Promise<void> {
  const turn = eventLoopTurns();
  return async () => {
    await turn();
    signal?.throwIfAborted();
  };
}
