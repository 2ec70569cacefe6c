import type { EngineContext } from "../../run/context.ts";
import { shared } from "../../base/thread-memory.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/lanes.ts";
import { eventLoopTurns } from "../../run/event-loop.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import { computeRdm } from "../../rdm/compute.ts";
import { noiseCovariance, type NoiseEstimateOptions } from "../../rdm/noise/noise-estimate.ts";
import { movieFrames, type MovieOptions, type RdmMovie } from "../../rdm/movie.ts";
import { resolveRdm, type RdmOptions } from "../../rdm/options.ts";
import type { Rdm } from "../../rdm/rdm.ts";

/** Making RDMs on an engine. */
export interface RdmMaking {
  /**
   * Dissimilarities between the stimuli of one representation: stimuli × units; stimuli ×
   * repeats × units, or rows with `conditions` and `runs`, for those that compare runs.
   * @throws {ShapeError} for other axes, labels that do not fit the rows, or fewer than 2 stimuli.
   * @throws {OptionError} for an option that the dissimilarity does not take.
   * @throws {NumericalError} naming the stimulus for which it is not defined, or singular noise.
   */
  rdm(representation: RepresentationLike, options?: RdmOptions, control?: Control): Promise<Rdm>;
  /**
   * An RDM at each time: of stimuli × time × units, or stimuli × repeats × time × units.
   * @throws as `rdm`, and {ShapeError} for other axes or bins outside the times.
   */
  rdmMovie(representation: RepresentationLike, options?: MovieOptions, control?: Control): Promise<RdmMovie>;
  /**
   * The covariance of the noise between units, and its inverse, from residuals (rows × units)
   * or from rows with `conditions`, whose means are taken out.
   * @throws {NumericalError} if the covariance is singular and its inverse was asked for.
   */
  noiseCovariance(rows: RepresentationLike, options?: NoiseEstimateOptions): Promise<Matrix>;
  noisePrecision(rows: RepresentationLike, options?: NoiseEstimateOptions): Promise<Matrix>;
}

/** RDMs on this thread; an RDM is one product, or nearly. */
export function rdmMaking({ kernels, alone, tasks }: EngineContext): RdmMaking {
  return {
    async rdm(given, options = {}, control = {}) {
      const resolved = resolveRdm(options);
      const representation = toRepresentation(given, "x");
      const turn = eventLoopTurns();
      const betweenBlocks = async (done: number, total: number) => {
        control.onProgress?.({ phase: "compare", done, total });
        await turn();
        control.signal?.throwIfAborted();
      };
      return alone(() => computeRdm(representation, resolved, kernels, betweenBlocks));
    },

    async rdmMovie(given, options = {}, control = {}) {
      const { bins, ...rdmOptions } = options;
      const resolved = resolveRdm(rdmOptions);
      const representation = toRepresentation(given, "x");
      const { frames, pieces, finish } = movieFrames(representation, bins, resolved);
      const setup = { ...frames, data: shared(frames.data) };
      return finish(await tasks.run("rdm-frame", setup, pieces, control));
    },

    noiseCovariance: async (given, options = {}) =>
      alone(async () =>
        noiseCovariance(toRepresentation(given, "residuals"), options, "covariance", kernels),
      ),
    noisePrecision: async (given, options = {}) =>
      alone(async () => noiseCovariance(toRepresentation(given, "residuals"), options, "precision", kernels)),
  };
}
