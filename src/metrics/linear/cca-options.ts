import { boolean, choice, number, seed, whole, type OptionSchemas } from "../../base/options.ts";
import { rankOptions, type RankOptions } from "./rank.ts";

export interface CcaOptions extends RankOptions {
  ground: "angular" | "euclidean" | "mean" | "mean-squared";
  ridge: number;
  center: boolean;
  estimator: "plug-in" | "spectral";
  components: number;
  sampled: "both" | "first" | "second";
  seed: number;
}

export const ccaOptions: OptionSchemas<CcaOptions> = {
  ground: choice(
    ["angular", "euclidean", "mean", "mean-squared"],
    "angular: the shape distance in radians. euclidean: in units of the responses. mean: of the canonical correlations. mean-squared: of their squares.",
  ),
  ridge: number(0, 0, 1e300, "Added to XᵀX before it is inverted: above 0, weak directions count less."),
  center: boolean(true, "Subtract each unit's mean over stimuli first."),
  ...rankOptions,
  estimator: choice(
    ["plug-in", "spectral"],
    "spectral: for few units, drawn from many. Ground mean-squared, of the leading components alone: their directions lean into one another in a sample, which makes plug-in values too low; that is simulated and undone, for half of the bias or more.",
  ),
  components: whole(
    5,
    1,
    2 ** 31,
    "With estimator spectral: how many leading principal directions are compared.",
  ),
  sampled: choice(
    ["both", "first", "second"],
    "With estimator spectral: whose units are a sample. The other network, as a model of which all units are known, is taken as it is.",
  ),
  seed: seed("With estimator spectral: decides the simulated samples."),
};

/** What the plug-in value is, for metrics that take no estimator. */
export const plugIn = { estimator: "plug-in", components: 5, sampled: "both", seed: 1 } as const;

/** What the values themselves depend on. */
export type PlugInOptions = Omit<CcaOptions, keyof typeof plugIn>;
