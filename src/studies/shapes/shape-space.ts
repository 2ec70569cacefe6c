import type { BarycenterOptions, KMeansOptions, TangentOptions } from "./options.ts";
import type { Barycenter, KMeans, TangentSpace } from "./result.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Fréchet mean of networks under rotations or permutations of the units. They need not be of one width.
 *
 * @param representations - stimuli × units each, of the same stimuli
 * @throws {OptionError} naming the option and what it accepts, or if there are no networks.
 * @throws {ShapeError} naming the network of other stimuli, or under the identity of another width.
 * @throws {NumericalError} if a response is not finite, or squared distances are beyond the range of doubles.
 *
 * Source: Gower, Psychometrika 40, 1975; Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, §3.
 */
export async function barycenter(
  representations: readonly RepresentationLike[],
  options: BarycenterOptions = {},
  control: Control = {},
): Promise<Barycenter> {
  const { barycenter: compute } = await import("./compute.ts");
  return compute(representations, options, control);
}

/**
 * Tangent-space coordinates of networks at their mean, and the principal components of them.
 *
 * @param representations - stimuli × units each, of the same stimuli
 * @throws as `barycenter`, and {ShapeError} for a mean of another shape than the networks.
 *
 * Source: Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, §3.
 */
export async function tangentSpace(
  representations: readonly RepresentationLike[],
  options: TangentOptions = {},
  control: Control = {},
): Promise<TangentSpace> {
  const { tangentSpace: compute } = await import("./compute.ts");
  return compute(representations, options, control);
}

/**
 * k-means of networks under the best motions.
 *
 * @param representations - stimuli × units each, of the same stimuli
 * @throws as `barycenter`, and {OptionError} for more clusters than networks.
 *
 * Source: Lloyd, IEEE TIT 28, 1982; Arthur & Vassilvitskii, SODA 2007; Williams et al., NeurIPS 2021, §3.
 */
export async function kmeans(
  representations: readonly RepresentationLike[],
  options: KMeansOptions,
  control: Control = {},
): Promise<KMeans> {
  const { kmeans: compute } = await import("./compute.ts");
  return compute(representations, options, control);
}
