import type { SharedSpace } from "./result.ts";
import type { FastSrmOptions } from "./srm-options.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { LazyRepresentation } from "./compute-fast.ts";

export type { LazyRepresentation } from "./compute-fast.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Fast SRM: the units of each subject are reduced, the deterministic model is fitted to these, and
 * its shared response gives each subject a map of all its units. S is the mean over subjects of what
 * the maps give. Only as many subjects are in memory at a time as there are threads.
 *
 * Source: Richard, Martin, Pinho, Pillow & Thirion, "Fast shared response model for fMRI data",
 * 2019, arXiv:1909.12537.
 *
 * @param given - stimuli × units each, or functions that load them where not all fit in memory
 *   together; such a function must not use the same engine
 * @throws as `srm`.
 */
export async function fastSrm(
  given: readonly LazyRepresentation[],
  options: FastSrmOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const { fastSrm: compute } = await import("./compute-fast.ts");
  return compute(given, options, control);
}
