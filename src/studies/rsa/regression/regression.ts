import type { Control } from "../../../run/lanes/control.ts";
import type { PartialRsaOptions, RegressRdmsOptions } from "./options.ts";
import type { RegressionResult } from "./result.ts";

// The mathematics is loaded with the first call: a page that never asks for it never loads it.

/**
 * The correlation of each model with the RDMs of subjects, other RDMs partialled out of both: what a model explains
 * that they do not.
 *
 * @param options - data, models, what is partialled out, and how certain the values are
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for RDMs of other stimuli.
 * @throws {NumericalError} for a constant RDM, RDMs that depend on one another, or too few common pairs.
 *
 * Source: partial Mantel statistic: Smouse, Long & Sokal, Syst. Zool. 35(4), 1986; tested by double semi-partialling:
 * Dekker, Krackhardt & Snijders, Psychometrika 72, 2007.
 */
export async function partialRsa(
  options: PartialRsaOptions,
  control: Control = {},
): Promise<RegressionResult> {
  const { partialRsa: compute } = await import("./compute.ts");
  return compute(options, control);
}

/**
 * Multiple regression of each subject's RDM on several model RDMs and a constant: weights, R², partial correlations,
 * and for up to five models the parts of R² that each explains alone and that several explain in common.
 *
 * @param options - data, models, and how they are fitted
 * @throws as `partialRsa`.
 *
 * Source: weights: Khaligh-Razavi & Kriegeskorte, PLoS Comput. Biol. 10(11), 2014 (non-negative); commonality
 * analysis: Mood, Am. Educ. Res. J. 8, 1971; Nimon & Reio, Hum. Resour. Dev. Rev. 10(3), 2011.
 */
export async function regressRdms(
  options: RegressRdmsOptions,
  control: Control = {},
): Promise<RegressionResult> {
  const { regressRdms: compute } = await import("./compute.ts");
  return compute(options, control);
}
