import type { Matrix } from "../../base/matrix.ts";
import type { Eigh } from "../../geometry/pcoa.ts";
import type { ConsensusFit, ConsensusSearch } from "../../geometry/several/consensus.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";
import type { ConsensusMethod } from "./options.ts";

/** What all starts share. */
export interface ConsensusSetup {
  /** (matrices · items) × items. */
  readonly squares: Matrix;
  readonly method: ConsensusMethod;
  readonly search: ConsensusSearch;
}

/** The search from each start, by its number; `mean` has one. */
export const consensusStarts = defineTask<ConsensusSetup, number, ConsensusFit>("consensus-starts", {
  async open({ squares, method, search }, kernels) {
    const { gramsOf } = await import("../../geometry/several/grams.ts");
    const { indscal, meanConsensus } = await import("../../geometry/several/consensus.ts");
    const grams = gramsOf(squares);
    const eigh = eighOf(kernels);
    return (index) =>
      method === "mean" ? meanConsensus(grams, search.dimensions, eigh) : indscal(grams, search, index, eigh);
  },
  durable: whole,
});

/** Its results lie in ordinary memory. */
function eighOf(kernels: Kernels): Eigh {
  return (a) =>
    kernels.scope(() => {
      const { values, vectors } = kernels.eigh(a);
      return { values, vectors: kernels.detach(vectors) };
    });
}
