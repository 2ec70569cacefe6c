import { precisionOption, type Precision } from "../precision.ts";
import { rankOptions, type RankOptions } from "../linear/rank.ts";
import { boolean, choice, number, type OptionSchemas } from "../../base/options.ts";

export interface ProcrustesOptions extends RankOptions {
  alpha: number;
  ground: "angular" | "euclidean";
  center: boolean;
  precision: Precision;
}

export const procrustesOptions: OptionSchemas<ProcrustesOptions> = {
  alpha: number(
    1,
    0,
    1,
    "Whitening: 1 undoes rotations only (Procrustes), 0 any invertible linear map (CCA); between them, partial whitening, which is not invariant to scale.",
  ),
  ground: choice(
    ["angular", "euclidean"],
    "angular: the angle in radians, blind to overall scale. euclidean: in units of the responses.",
  ),
  center: boolean(true, "Subtract each unit's mean over stimuli first."),
  ...rankOptions,
  precision: precisionOption,
};
