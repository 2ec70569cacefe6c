import type { Control } from "../../../run/lanes/control.ts";
import type { RsaGroupsOptions } from "./options.ts";
import type { RsaGroups } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * Whether models fit one group of subjects better than another: the difference of the mean similarities of each model,
 * its interval, and a two-sided test that permutes which group each subject is of.
 *
 * The test asks whether the subjects of both groups could have changed places; it is exact under that hypothesis, for
 * the stimuli at hand. A difference may come from noise alone: a group with noisier RDMs fits every model less.
 *
 * @param options - two groups of at least two subjects, each subject an RDM; models; and how certain the values are
 * @returns for each model the difference, the second group less the first, in the unit of the comparator
 * @throws {OptionError} naming the option and what it accepts; for models whose weights are fitted.
 * @throws {ShapeError} for RDMs of other stimuli.
 * @throws {NumericalError} as `rsa`.
 */
export async function rsaGroups(options: RsaGroupsOptions, control: Control = {}): Promise<RsaGroups> {
  const { rsaGroups: compute } = await import("./compute.ts");
  return compute(options, control);
}
