import { boolean, choice, number, type OptionSchemas } from "../../base/options.ts";
import { rankOptions, type RankOptions } from "./rank.ts";

export interface CcaOptions extends RankOptions {
  ground: "angular" | "euclidean" | "mean" | "mean-squared";
  ridge: number;
  center: boolean;
}

export const ccaOptions: OptionSchemas<CcaOptions> = {
  ground: choice(
    ["angular", "euclidean", "mean", "mean-squared"],
    "angular: the shape distance in radians. euclidean: in units of the responses. mean: of the canonical correlations. mean-squared: of their squares.",
  ),
  ridge: number(0, 0, 1e300, "Added to XᵀX before it is inverted: above 0, weak directions count less."),
  center: boolean(true, "Subtract each unit's mean over stimuli first."),
  ...rankOptions,
};
