import { rsmOf, type RsmSetup } from "./parts.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** The RSM of one network, by its number: stimuli × stimuli. */
export const rsmOfNetwork = defineTask<RsmSetup, number, Float64Array>("rsm", {
  open: (setup, kernels) => (network) => rsmOf(setup, network, kernels),
});
