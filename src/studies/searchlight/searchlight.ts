import type { RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { SearchlightOptions } from "./options.ts";
import type { Searchlight } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * An RDM for each of many small sets of units (a centre and its neighbours) over one data
 * set, and how like each model it is. All threads; memory for the results and some patches
 * a thread. A patch with NaN, or for which a measure is not defined, gets NaN and a reason. A model
 * may have missing entries (NaN): each patch is compared with each model on the pairs of stimuli that both
 * have, as `compareRdms` does; where those are too few for the comparator, the value is NaN, with a reason.
 *
 * Kriegeskorte, Goebel & Bandettini, PNAS 103(10), 2006.
 *
 * @param given - stimuli × units, or what else `rdm` takes
 * @param patches - for each patch its units, numbers from 0, the centre first
 * @throws {OptionError} for a patch without units or a unit that is not there.
 * @throws {ShapeError} for models of other stimuli. @throws as `rdm` for bad options.
 */
export async function searchlight(
  given: RepresentationLike,
  patches: readonly ArrayLike<number>[],
  options: SearchlightOptions = {},
  control: Control = {},
): Promise<Searchlight> {
  const { searchlight: compute } = await import("./compute.ts");
  return compute(given, patches, options, control);
}
