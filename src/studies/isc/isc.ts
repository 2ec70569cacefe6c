import type { Isc, Isfc } from "./result.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { RepresentationLike, UnreadRepresentation } from "../../data/representation.ts";
import type { IscOptions, IsfcOptions } from "./options.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Correlation of the courses of each unit between subjects: how much of the responses the subjects
 * share, unit by unit. Units must correspond between subjects.
 *
 * @param subjects - time (or stimuli) × units each, all of one shape; NaN is a missing response. Those of
 *   `readLazily` are read one by one
 * @throws {OptionError | ShapeError} naming the option, or the subject of another shape.
 *
 * Source: Hasson et al., Science 303, 2004; resampling: Chen et al., NeuroImage 142, 2016; Nastase et al., SCAN 14, 2019.
 */
export async function isc(
  subjects: readonly (RepresentationLike | UnreadRepresentation)[],
  options: IscOptions = {},
  control: Control = {},
): Promise<Isc> {
  const { isc: compute } = await import("./compute.ts");
  return compute(subjects, options, control);
}

/**
 * Inter-subject functional connectivity: each unit of a subject with each unit of the others.
 *
 * @param given - time (or stimuli) × units each, all of one shape
 * @throws as `isc`.
 *
 * Source: Simony et al., Nature Communications 7, 2016.
 */
export async function isfc(
  given: readonly (RepresentationLike | UnreadRepresentation)[],
  options: IsfcOptions = {},
  control: Control = {},
): Promise<Isfc> {
  const { isfc: compute } = await import("./compute.ts");
  return compute(given, options, control);
}
