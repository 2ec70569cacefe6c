import { isBound, loadMetricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Representation } from "../../data/representation.ts";
import { defineTask } from "../../run/tasks/task.ts";
// Not loaded later: what it needs is there for all pairs, and would be cut into scripts of its own.
import { valueWithout, type Omission, type Omitted } from "./omit.ts";
import type { PairShares, Wanted } from "./on-thread.ts";

/** Two networks, and what is compared of them. */
export interface ExplainSetup {
  readonly pair: readonly [Representation, Representation];
  readonly spec: ResolvedSpec;
  /** Bytes of prepared representations to hold in wasm memory. */
  readonly budget: number;
  /** Whether the responses are Gram matrices, stimuli × stimuli. */
  readonly isGram: boolean;
}

/** What the metric's own explanation says of a pair. */
export const sharePair = defineTask<ExplainSetup, Wanted, PairShares>("share-pair", {
  async open({ pair, spec }, kernels) {
    await loadMetricOf(spec);
    const { sharesOf } = await import("./on-thread.ts");
    return (wanted) => sharesOf(pair, spec, wanted, kernels);
  },
  stays: ({ spec }) => isBound(spec),
});

/** Values of a pair without one stimulus, or one unit: a value a piece. */
export const omitFromPair = defineTask<ExplainSetup, Omission, Omitted>("omit-from-pair", {
  async open({ pair, budget, ...how }, kernels) {
    await loadMetricOf(how.spec);
    return (omission) => valueWithout(pair, omission, how, kernels, budget);
  },
  stays: ({ spec }) => isBound(spec),
});
