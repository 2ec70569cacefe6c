/** What is done with the units of a network: fitted on its training stimuli, applied to all of its stimuli. */
import { applyScales, fitScales, normalized, takeUnits, type UnitOptions } from "../../data/arrange/units.ts";
import { number, optional, type OptionSchemas } from "../../base/options.ts";
import type { Representation } from "../../data/representation.ts";
import { readOptions } from "../../data/files/options.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { fitComponents, scoresOf } from "./pca.ts";

/** Which units, on what scale, in how many components; in this order: units, dropConstant, zscore, pca, normalize. */
export interface ArrangeUnitsOptions extends UnitOptions {
  readonly pca?: number | undefined;
}

export const arrangeUnitsOptions = {
  units: readOptions.units,
  dropConstant: readOptions.dropConstant,
  zscore: readOptions.zscore,
  pca: optional(
    number(
      1,
      Number.MIN_VALUE,
      2 ** 31,
      "Takes principal components of the units (centred): so many if it is 1 or more, all that there are if there are fewer; else the fewest that hold this share of the variance, 0.99. Fitted on the training stimuli where there are held-out ones.",
    ),
  ),
  normalize: readOptions.normalize,
} satisfies OptionSchemas<ArrangeUnitsOptions>;

/** @returns what does with other stimuli of the same network what was found for these */
export function fitUnits(
  train: Representation,
  options: ArrangeUnitsOptions,
  kernels: Kernels,
): (given: Representation) => Representation {
  const { units, pca, normalize } = options;
  const taken = (given: Representation) => (units === undefined ? given : takeUnits(given, units));
  const scales = fitScales(taken(train), options);
  const scaled = (given: Representation) => applyScales(taken(given), scales);
  const components = pca === undefined ? undefined : fitComponents(scaled(train), pca, kernels);
  const scored = (given: Representation) =>
    components ? scoresOf(scaled(given), components, kernels) : scaled(given);
  return (given) => (normalize === "frobenius" ? normalized(scored(given)) : scored(given));
}
