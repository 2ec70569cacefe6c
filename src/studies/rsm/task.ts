import { rsmOf, type RsmSetup } from "../rsm-parts.ts";
import { defineTask } from "./task.ts";

/** The RSM of one network, by its number: stimuli × stimuli. */
export const rsmOfNetwork = defineTask<RsmSetup, number, Float64Array>({
  open: (setup, kernels) => (network) => rsmOf(setup, network, kernels),
});
