import { seed, whole, type OptionSchemas } from "../../base/options.ts";

export interface CheckMetricOptions {
  readonly seed?: number;
  readonly stimuli?: number;
}

export const checkMetricOptions: OptionSchemas<Required<CheckMetricOptions>> = {
  seed: seed("The networks that are drawn depend on it."),
  stimuli: whole(
    17,
    4,
    1000,
    "Stimuli of the networks that are drawn; they have fewer, as many and more units.",
  ),
};
