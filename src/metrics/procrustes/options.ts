import { precisionOption, type Precision } from "../precision.ts";
import { rankOptions, type RankOptions } from "../linear/rank.ts";
import { between, boolean, choice, number, optional, seed, type OptionSchemas } from "../../base/options.ts";

export interface ProcrustesOptions extends RankOptions {
  alpha: number;
  ground: "angular" | "euclidean" | "unit-norm";
  group: "orthogonal" | "rotation";
  center: boolean;
  estimator: "plug-in" | "moments";
  maxBias: number | undefined;
  seed: number;
  precision: Precision;
}

/** How the value of the population of stimuli is estimated from a sample of them. */
export const estimatorOptions: OptionSchemas<Pick<ProcrustesOptions, "estimator" | "maxBias" | "seed">> = {
  estimator: choice(
    ["plug-in", "moments"],
    "plug-in: the value of these stimuli. moments: of the population that they are a sample of, from traces that are estimated without bias; plug-in values say too alike where units are many and stimuli few. `estimate` gives its standard error and the bound of its bias.",
  ),
  maxBias: optional(
    between(
      0,
      0,
      1,
      "With estimator moments: the most that the mean of the cosine may be wrong by; the variance is then as small as that allows. Without it both together are made small.",
    ),
  ),
  seed: {
    ...seed("With estimator moments: in which orders the stimuli are taken."),
    onlyWith: { estimator: "moments" },
  },
};

export const procrustesOptions: OptionSchemas<ProcrustesOptions> = {
  alpha: number(
    1,
    0,
    1,
    "Whitening: 1 undoes rotations only (Procrustes), 0 any invertible linear map (CCA); between them, partial whitening, which is not invariant to scale.",
  ),
  ground: choice(
    ["angular", "euclidean", "unit-norm"],
    "angular: the angle θ in radians, blind to overall scale. euclidean: in units of the responses. unit-norm: the Euclidean distance of both at norm 1, 2·sin(θ/2).",
  ),
  group: choice(
    ["orthogonal", "rotation"],
    "orthogonal: rotations, also with a reflection. rotation: without; that differs where both networks have as many units and vary in as many directions.",
  ),
  center: boolean(true, "Subtract each unit's mean over stimuli first."),
  ...rankOptions,
  ...estimatorOptions,
  precision: precisionOption,
};

/** What other metrics leave as it usually is. */
export const usual = {
  group: "orthogonal",
  precision: "double",
  estimator: "plug-in",
  maxBias: undefined,
  seed: 1,
} as const;
