import {
  choice,
  data,
  mostDraws,
  number,
  optional,
  resolveOptions,
  seed,
  whole,
  type OptionSchemas,
} from "../../base/options.ts";
import type { Side } from "../../base/statistics.ts";

export const mapMethods = ["max", "cluster", "tfce"] as const;
/** What is compared with its largest value over all places. */
export type MapMethod = (typeof mapMethods)[number];

/** How maps of subjects are tested. */
export interface MapInferenceOptions {
  readonly method?: MapMethod | undefined;
  readonly side?: Side | undefined;
  readonly threshold?: number | undefined;
  readonly extent?: number | undefined;
  readonly height?: number | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly groups?: readonly (string | number)[] | undefined;
}

export const mapInferenceOptions = {
  method: choice(
    mapMethods,
    "max: the t of each place. cluster: the mass of connected places beyond a threshold (Maris & Oostenveld 2007). tfce: threshold-free cluster enhancement (Smith & Nichols 2009). Family-wise p ≤ 0.05 anywhere on maps of noise, simulated (nominal 0.05): 0.04 to 0.06 each, with 8 and 20 subjects or two groups of 8, white and smooth noise. Signs may be flipped where values are as likely above 0 as below: very skewed noise (log-normal) is found in 0.66 to 0.86, on its longer side.",
  ),
  side: choice(
    ["two-sided", "right", "left"],
    "Where the maps lie: on either side of 0, above or below; of two groups, the first minus the second.",
  ),
  threshold: optional(
    number(
      0,
      0,
      Number.MAX_VALUE,
      "Of cluster: the t above which places form clusters. If not given, the t of p = 0.001 (0.0005 on each side).",
    ),
  ),
  extent: number(0.5, 0, 10, "Of tfce: the exponent E of the size of a cluster."),
  height: number(2, 0, 10, "Of tfce: the exponent H of the height of the threshold."),
  samples: whole(
    1000,
    1,
    mostDraws,
    "Random flips of the signs of subjects, or divisions into two groups; all of them, if they are no more.",
  ),
  seed: seed("Decides them."),
  groups: data<readonly (string | number)[]>(
    "a list of two different labels, one for each subject",
    "Compares two groups of subjects instead of one with 0.",
    Array.isArray,
  ),
} satisfies OptionSchemas<MapInferenceOptions>;

/** Every option with its default. */
export type ChosenMapInference = ReturnType<typeof chosenMapInference>;

/** @throws {OptionError} naming the option and what it accepts. */
export function chosenMapInference(given: MapInferenceOptions) {
  return resolveOptions("mapInference", mapInferenceOptions, given);
}
