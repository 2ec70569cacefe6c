import type { RepresentationLike } from "../../../data/representation.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Predictivity } from "../result.ts";
import type { BandedOptions } from "./options.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Noise-corrected predictivity of voxels from several feature spaces at once, each with a penalty of its own
 * (banded ridge): b minimises ‖y − Σ X_s b_s‖² + Σ (λ / γ_s) ‖b_s‖², which is kernel ridge regression on
 * Σ γ_s K_s with the penalty λ. Each K_s is centred and scaled to a mean eigenvalue of 1 on the training
 * stimuli, so γ do not depend on the scale of a space nor on its number of units.
 *
 * Each voxel takes, in each fold, the weights γ (random search) and the λ with the least leave-one-out error
 * on the training stimuli, for the mean of all repeats; what is tested has no part in that. Halves of the
 * repeats are then fitted with them, and correlated as in `predictivity`.
 *
 * Source: Nunez-Elizalde, Huth & Gallant, NeuroImage 197, 2019; the search of Dupré la Tour et al.,
 * NeuroImage 264:119728, 2022, §2.5.
 *
 * @param spaces - each stimuli × units
 * @param responses - stimuli × repeats × voxels, at least 2 repeats
 * @throws {OptionError} for no spaces, or naming the option and what it accepts.
 * @throws {ShapeError} for other axes, or another number of stimuli.
 * @throws {NumericalError} if no voxel has a signal, a response is not finite, or a space does not vary.
 * @throws {MemoryError} for Gram matrices, spaces × stimuli², above 2 GiB.
 */
export async function bandedPredictivity(
  spaces: readonly RepresentationLike[],
  responses: RepresentationLike,
  options: BandedOptions = {},
  control: Control = {},
): Promise<Predictivity> {
  const { bandedPredictivity: compute } = await import("./compute.ts");
  return compute(spaces, responses, options, control);
}
