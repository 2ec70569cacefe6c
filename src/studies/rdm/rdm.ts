import { rdmFrame } from "./movie-task.ts";
import { noiseEstimate, type NoiseWork } from "./noise-task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { sharedAsStored } from "../../base/thread-memory.ts";
import { resolveOptions } from "../../base/options.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/lanes/control.ts";
import { OptionError } from "../../base/errors.ts";
import { eventLoopTurns } from "../../base/host/event-loop.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import { computeRdm } from "../../rdm/compute.ts";
import type { NoiseEstimateOptions } from "../../rdm/noise/noise-option.ts";
import { movieFrames, type RdmMovie } from "../../rdm/movie.ts";
import {
  movieOptions,
  resolveRdm,
  type MovieOptions,
  type RdmOptions,
  type ResolvedRdm,
} from "../../rdm/options.ts";
import type { Rdm } from "../../rdm/rdm.ts";

/**
 * Dissimilarities between the stimuli of one representation.
 *
 * @param representation - stimuli × units; stimuli × repeats × units, or rows with `conditions`
 *   and `runs`, for dissimilarities that compare runs
 * @throws {ShapeError} for other axes, labels that do not fit the rows, or fewer than 2 stimuli.
 * @throws {OptionError} for an option that the dissimilarity does not take.
 * @throws {NumericalError} naming the stimulus for which it is not defined, or singular noise.
 */
export async function rdm(
  representation: RepresentationLike,
  options: RdmOptions = {},
  control: Control = {},
): Promise<Rdm> {
  const resolved = await resolveRdm(options);
  const { alone, kernels } = await runtimeOf(control);
  const x = toRepresentation(representation, "x");
  const turn = eventLoopTurns();
  const betweenBlocks = async (done: number, total: number) => {
    control.onProgress?.({ phase: "compare", done, total });
    await turn();
    control.signal?.throwIfAborted();
  };
  return alone(() => computeRdm(x, resolved, kernels, betweenBlocks));
}

/**
 * An RDM at each time.
 *
 * @param representation - stimuli × time × units, or stimuli × repeats × time × units
 * @throws as `rdm`, and {ShapeError} for other axes or bins outside the times.
 */
export async function rdmMovie(
  representation: RepresentationLike,
  options: MovieOptions = {},
  control: Control = {},
): Promise<RdmMovie> {
  const { bins, noiseAt } = resolveOptions("rdmMovie", movieOptions, options);
  const { bins: _, noiseAt: __, ...ofEach } = options;
  if (noiseAt && ofEach.noise !== undefined)
    throw new OptionError("rdmMovie: noise is of all times, noiseAt of each; give one of them.", "noiseAt");
  // Each is checked as the noise of a single RDM is.
  const each: ResolvedRdm[] = [];
  for (const noise of noiseAt ?? []) each.push(await resolveRdm({ ...ofEach, noise }));
  const resolved = each[0] ?? (await resolveRdm(ofEach));
  const noises = noiseAt && each.map(({ request }) => request.noise!);
  const given = toRepresentation(representation, "x");
  const { frames, pieces, finish } = movieFrames(given, bins, resolved, noises);
  const setup = { ...frames, data: sharedAsStored(frames.data) };
  const { tasks } = await runtimeOf(control);
  return finish(await tasks.run(rdmFrame, setup, pieces, control));
}

/**
 * The covariance of the noise between units, units × units.
 *
 * @param rows - residuals, rows × units; or repeats, or rows with `conditions`, whose means are taken out
 * @throws as `rdm`.
 *
 * Source: Ledoit & Wolf, J. Multivariate Analysis 88, 2004; Schäfer & Strimmer, Stat. Appl. Genet. Mol. Biol. 4(1), 2005.
 */
export async function noiseCovariance(
  rows: RepresentationLike,
  options: NoiseEstimateOptions = {},
  control: Control = {},
): Promise<Matrix> {
  return estimated("noiseCovariance", rows, options, control);
}

/**
 * The inverse of `noiseCovariance`.
 * @throws as `rdm`, and {NumericalError} if the covariance is singular.
 */
export async function noisePrecision(
  rows: RepresentationLike,
  options: NoiseEstimateOptions = {},
  control: Control = {},
): Promise<Matrix> {
  return estimated("noisePrecision", rows, options, control);
}

async function estimated(
  work: NoiseWork,
  rows: RepresentationLike,
  options: NoiseEstimateOptions,
  control: Control,
): Promise<Matrix> {
  const { tasks } = await runtimeOf(control);
  const residuals = toRepresentation(rows, "residuals");
  const units = residuals.shape.at(-1)!;
  const operations = 4 * units * (residuals.data.length + units * units);
  const setup = { residuals, options };
  const [found] = await tasks.run(noiseEstimate, setup, [work], { ...control, operations });
  return found!;
}
