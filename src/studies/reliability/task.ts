import { loadFor } from "../../rdm/compute.ts";
import { defineTask } from "../../run/tasks/task.ts";
import type { ReliabilitySetup, RunRows, SubjectReliability } from "./cross-runs.ts";

/** The reliability of one subject a piece. */
export const reliabilityOfSubject = defineTask<ReliabilitySetup, RunRows, SubjectReliability>("reliability", {
  async open(setup, kernels) {
    await loadFor(setup.resolved);
    const { reliabilityOf } = await import("./cross-runs.ts");
    return (rows) => reliabilityOf(rows, setup, kernels);
  },
  durable: (setup) => (setup.permutations > 0 ? setup : undefined),
});
