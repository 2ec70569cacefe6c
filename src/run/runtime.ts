import { createEngine, type Engine } from "../engine.ts";
import { embed as embedBy, toDistances, type EmbedOptions, type EmbedResult } from "../geometry/index.ts";
import type { Matrix } from "../base/matrix.ts";
import type { Comparisons } from "../data/comparisons.ts";

let shared: Promise<Engine> | undefined;

/** The engine that the functions below share: every processor of the host, loaded on first use. */
export function engine(): Promise<Engine> {
  shared ??= createEngine();
  shared.catch(() => (shared = undefined)); // so that a passing failure to load can be tried again
  return shared;
}

/**
 * The value of one pair of representations.
 * @param spec - the metric by name, and its options
 * @throws {OptionError | ShapeError | NumericalError} naming the representation it is about.
 */
export const compare: Engine["compare"] = async (...args) => (await engine()).compare(...args);

/** All pairs of K representations, K × K. @throws as `compare`. */
export const pairwise: Engine["pairwise"] = async (...args) => (await engine()).pairwise(...args);

/** Each of the first list with each of the second. @throws as `compare`. */
export const cross: Engine["cross"] = async (...args) => (await engine()).cross(...args);

/** Both representations in common axes. @throws as `compare`, and for a metric that has no motion. */
export const align: Engine["align"] = async (...args) => (await engine()).align(...args);

/** All values that the value of one pair is the least of. @throws as `compare`, and for a metric without a table. */
export const table: Engine["table"] = async (...args) => (await engine()).table(...args);

/** Linear CKA of two networks whose responses come in batches. @throws {ShapeError | NumericalError} naming the batch. */
export const minibatchCka: Engine["minibatchCka"] = async (...args) => (await engine()).minibatchCka(...args);

/** How alike several metrics see the same networks. @throws {ShapeError | NumericalError | OptionError} naming the metric it is about. */
export const compareMetrics: Engine["compareMetrics"] = async (...args) =>
  (await engine()).compareMetrics(...args);

/** Each RDM of one list with each of another. @throws {ShapeError | NumericalError | OptionError} naming the RDM it is about. */
export const compareRdms: Engine["compareRdms"] = async (...args) => (await engine()).compareRdms(...args);

/** Dissimilarities between the stimuli of one representation. @throws as `compare`. */
export const rdm: Engine["rdm"] = async (...args) => (await engine()).rdm(...args);

/** RDMs of many patches of units. @throws as `compare`. */
export const searchlight: Engine["searchlight"] = async (...args) => (await engine()).searchlight(...args);

/** An RDM at each time. @throws as `compare`. */
export const rdmMovie: Engine["rdmMovie"] = async (...args) => (await engine()).rdmMovie(...args);

/** Covariance of the noise between units. @throws as `compare`. */
export const noiseCovariance: Engine["noiseCovariance"] = async (...args) =>
  (await engine()).noiseCovariance(...args);

/** Its inverse. @throws as `compare`, and for a singular covariance. */
export const noisePrecision: Engine["noisePrecision"] = async (...args) =>
  (await engine()).noisePrecision(...args);

/** Correlation of the courses of each unit between subjects. @throws {OptionError | ShapeError} as on `Engine`. */
export const isc: Engine["isc"] = async (...args) => (await engine()).isc(...args);

/** Functional connectivity between subjects. @throws as `isc`. */
export const isfc: Engine["isfc"] = async (...args) => (await engine()).isfc(...args);

/** The network in the middle of others. @throws as `compare`. */
export const barycenter: Engine["barycenter"] = async (...args) => (await engine()).barycenter(...args);

/** Networks as vectors at their mean. @throws as `compare`. */
export const tangentSpace: Engine["tangentSpace"] = async (...args) => (await engine()).tangentSpace(...args);

/** k-means of networks under rotations or permutations. @throws as `compare`. */
export const kmeans: Engine["kmeans"] = async (...args) => (await engine()).kmeans(...args);

/** Networks of any widths in a shared space: the shared response model. @throws as `compare`. */
export const srm: Engine["srm"] = async (...args) => (await engine()).srm(...args);

/** Networks as shared and sparse individual parts. @throws as `compare`. */
export const robustSrm: Engine["robustSrm"] = async (...args) => (await engine()).robustSrm(...args);

/** The shared response model of networks too large or too many to hold. @throws as `compare`. */
export const fastSrm: Engine["fastSrm"] = async (...args) => (await engine()).fastSrm(...args);

/** Networks turned onto their mean. @throws as `compare`. */
export const hyperalign: Engine["hyperalign"] = async (...args) => (await engine()).hyperalign(...args);

/** Similarity of responses to stimuli within each network. @throws as `compare`. */
export const wrsm: Engine["wrsm"] = async (...args) => (await engine()).wrsm(...args);

/** Similarity of the others' mean responses to those of each network. @throws as `compare`. */
export const irsm: Engine["irsm"] = async (...args) => (await engine()).irsm(...args);

/** Correlation of the mean of one stack of RSMs with that of another. @throws {ShapeError | OptionError} */
export const correlateRsms: Engine["correlateRsms"] = async (...args) =>
  (await engine()).correlateRsms(...args);

/** Correlations of the RSMs of networks with one another. @throws {OptionError} */
export const rsmAgreement: Engine["rsmAgreement"] = async (...args) => (await engine()).rsmAgreement(...args);

/** Correlation of each RSM with one of them, or any other. @throws {ShapeError} */
export const rsmsAgainst: Engine["rsmsAgainst"] = async (...args) => (await engine()).rsmsAgainst(...args);

/**
 * A map: points whose distances resemble those of a result or a matrix.
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n
 * @throws {OptionError | ShapeError | NumericalError} if there are no distances in it, or for bad options.
 */
export async function embed(
  distances: Comparisons | Matrix,
  options: EmbedOptions = {},
): Promise<EmbedResult> {
  const square = "metric" in distances ? toDistances(distances).square : distances;
  return embedBy(square, options, (await engine()).eigh);
}

/** Models of representational geometry against the RDMs of subjects, with inference. @throws as `compare`. */
export const rsa: Engine["rsa"] = async (...args) => (await engine()).rsa(...args);

/** Layers of networks against brain regions: curves over depth, best layers, slopes. @throws as `compare`. */
export const layerStudy: Engine["layerStudy"] = async (...args) => (await engine()).layerStudy(...args);

/** Noise-corrected predictivity of voxels from units. @throws as `compare`. */
export const predictivity: Engine["predictivity"] = async (...args) => (await engine()).predictivity(...args);
