import { OptionError } from "../../base/errors.ts";
import { boolean, choice, number, type OptionSchemas } from "../../base/options.ts";
import { rankOptions, type RankOptions } from "../linear/rank.ts";

export interface ConvolutionalOptions extends RankOptions {
  positions: "shifts" | "stimuli" | "units";
  group: "orthogonal" | "permutation";
  alpha: number;
  ground: "angular" | "euclidean";
  center: boolean;
}

export const convolutionalOptions: OptionSchemas<ConvolutionalOptions> = {
  positions: choice(
    ["shifts", "stimuli", "units"],
    "What positions are. shifts: the least value over all circular shifts. stimuli: stimuli of their own, unshifted. units: units of their own (flattened).",
  ),
  group: choice(
    ["orthogonal", "permutation"],
    "What may be done to the channels: rotations and reflections, or reorderings.",
  ),
  alpha: number(
    1,
    0,
    1,
    "Whitening of the channels, as for procrustes: 1 none, 0 full. Only with group orthogonal.",
  ),
  ground: choice(
    ["angular", "euclidean"],
    "angular: the angle in radians, blind to overall scale. euclidean: in units of the responses.",
  ),
  center: boolean(true, "Subtract each unit's mean first: of a channel, over stimuli and positions."),
  ...rankOptions,
};

/** @throws {OptionError} for options that exclude each other. */
export function assertOptions({ group, alpha }: ConvolutionalOptions): void {
  if (group !== "permutation" || alpha === 1) return;
  throw new OptionError(
    `convolutional: alpha is ${alpha}; group permutation undoes no linear map, so alpha must be 1 there.`,
  );
}
