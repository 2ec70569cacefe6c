import type { HyperalignmentOptions, SrmOptions } from "./srm-options.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { RepresentationLike, UnreadRepresentation } from "../../data/representation.ts";
import type { SharedSpace } from "./result.ts";
import type { SharedResponse } from "./compute.ts";

export type { SharedResponse } from "./compute.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * The shared response model: X_i ≈ S·W_iᵀ with W_iᵀ·W_i = I, for networks of any widths.
 *
 * @param representations - stimuli × units each, two or more of the same stimuli; those of `readLazily` are read one by one
 * @throws {OptionError} naming the option and what it accepts, or for a single subject.
 * @throws {ShapeError} naming the subject of other stimuli.
 * @throws {NumericalError} if a response is not finite, or no unit of a subject varies.
 *
 * Source: Chen et al., NeurIPS 2015.
 */
export async function srm(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: SrmOptions = {},
  control: Control = {},
): Promise<SharedResponse> {
  const { srm: compute } = await import("./compute.ts");
  return compute(representations, options, control);
}

/**
 * Hyperalignment: Procrustes onto a running mean, in three passes. `objective` is the sum of
 * squared distances to the mean after each pass. A network with fewer units than the common space
 * has dimensions gets a map with orthonormal rows.
 *
 * @param representations - stimuli × units each
 * @throws as `srm`.
 */
export async function hyperalign(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: HyperalignmentOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const { hyperalign: compute } = await import("./compute.ts");
  return compute(representations, options, control);
}
