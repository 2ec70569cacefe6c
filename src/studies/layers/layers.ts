import type { Control } from "../../run/lanes/control.ts";
import type { LayerStudyOptions } from "./options.ts";
import type { LayerStudy } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Layers of networks against brain regions: which layer is most similar to each region, how
 * similarity changes with depth, and how networks differ in that. Curves, slopes and
 * differences are linear in the values and have the intervals of `rsa` (corrected variance);
 * the best layer has a percentile interval. All regions see the same draws of stimuli.
 * @throws {OptionError} for no regions, no networks, or a network of one layer. @throws as `rsa`.
 */
export async function layerStudy(options: LayerStudyOptions, control: Control = {}): Promise<LayerStudy> {
  const { layerStudy: compute } = await import("./compute.ts");
  return compute(options, control);
}
