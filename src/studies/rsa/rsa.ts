import type { Control } from "../../run/lanes/control.ts";
import type { RsaOptions } from "./options.ts";
import type { RsaResult } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Compares models with the RDMs of subjects, and says how far the result would hold for
 * other subjects and other stimuli.
 *
 * @param options - data, models, and how they are compared
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for RDMs of other stimuli.
 * @throws {NumericalError} naming the RDM for which the comparator is not defined, or too few usable resamples.
 *
 * Source: Nili et al., PLoS Comput. Biol. 10(4), 2014; Schütt et al., eLife 12:e82566, 2023.
 */
export async function rsa(options: RsaOptions, control: Control = {}): Promise<RsaResult> {
  const { rsa: compute } = await import("./compute.ts");
  return compute(options, control);
}
