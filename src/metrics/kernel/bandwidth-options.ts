import { choice, number } from "../../base/options.ts";

export interface BandwidthOptions {
  bandwidth: number;
  bandwidthUnit: "median" | "responses";
}

/** The width σ of the kernel exp(−d²/2σ²), as options of several metrics. */
export const bandwidthOptions = {
  bandwidth: number(
    1,
    1e-300,
    1e300,
    "Width σ of the kernel, rbf: exp(−d²/2σ²): a fraction of each network's median distance between stimuli, or as bandwidthUnit says.",
  ),
  bandwidthUnit: choice(
    ["median", "responses"],
    "median: the bandwidth is a fraction of the median distance between two stimuli. responses: it is σ itself, in the unit of the responses.",
  ),
};
