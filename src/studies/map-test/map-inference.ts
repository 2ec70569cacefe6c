import type { RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { MapInferenceOptions } from "./options.ts";
import type { MapInference } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Where maps of subjects differ from 0, or two groups of maps from each other, with p corrected for the number of
 * places. Under the null hypothesis the signs of whole maps (which are then symmetric about 0) are flipped, or
 * subjects change groups; each place has its t, and the largest statistic over all places of each exchange is what
 * an observed one is compared with. So p ≤ 0.05 anywhere on the map happens in 5 % of maps of noise.
 *
 *   max      t itself. Nichols & Holmes, Human Brain Mapping 15(1), 2002.
 *   cluster  the sum of t in connected places beyond a threshold. Maris & Oostenveld, J. Neurosci. Methods 164, 2007.
 *            What is significant is the cluster, not each of its places.
 *   tfce     t enhanced by the extent of its surroundings. Smith & Nichols, NeuroImage 44(1), 2009.
 *
 * Flipping all or dividing in all ways, if these are no more than `samples`; then p is exact.
 *
 * @param maps - subjects × places, at least 3 subjects. A place where a subject has no value (NaN), or where all
 *   have the same, is not tested and connects nothing
 * @param neighbors - of each place a list of its neighbours, for cluster and tfce: `spheres(mask, 1)`,
 *   `meshNeighbors(surface, 1)`, `edgeNeighbors`; a place in its own list does not count
 * @throws {OptionError} naming the option and what it accepts, for too few subjects, or no neighbours where
 *   they are needed. @throws {ShapeError} for other axes, or as many lists as there are no places.
 * @throws {NumericalError} if no place can be tested, or a value is infinite.
 */
export async function mapInference(
  maps: RepresentationLike,
  neighbors: readonly ArrayLike<number>[] | undefined,
  options: MapInferenceOptions = {},
  control: Control = {},
): Promise<MapInference> {
  const { mapInference: compute } = await import("./compute.ts");
  return compute(maps, neighbors, options, control);
}
