import { number, type OptionSchemas } from "../../base/options.ts";
import { rankOptions, type RankOptions } from "./rank.ts";

export interface LinearRegressionOptions extends RankOptions {
  ridge: number;
}

export const linearRegressionOptions: OptionSchemas<LinearRegressionOptions> = {
  ridge: number(
    0,
    0,
    1e300,
    "Penalty on the squared weights, in the unit of squared responses summed over stimuli.",
  ),
  ...rankOptions,
};
