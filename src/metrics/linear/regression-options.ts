import { number, type OptionSchemas } from "../../base/options.ts";

export interface LinearRegressionOptions {
  ridge: number;
}

export const linearRegressionOptions: OptionSchemas<LinearRegressionOptions> = {
  ridge: number(
    0,
    0,
    1e300,
    "Penalty on the squared weights, in the unit of squared responses summed over stimuli.",
  ),
};
