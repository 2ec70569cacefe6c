import type { RobustSrmOptions } from "./srm-options.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import type { RobustSharedResponse } from "./compute-robust.ts";

export type { RobustSharedResponse } from "./compute-robust.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Robust SRM: networks as a shared part and sparse individual parts.
 *
 * @param given - stimuli × units each
 * @throws as `srm`.
 *
 * Source: Turek, Ellis, Skalaban, Turk-Browne & Willke, "Capturing shared and individual
 * information in fMRI data", ICASSP 2018.
 */
export async function robustSrm(
  given: readonly RepresentationLike[],
  options: RobustSrmOptions = {},
  control: Control = {},
): Promise<RobustSharedResponse> {
  const { robustSrm: compute } = await import("./compute-robust.ts");
  return compute(given, options, control);
}
