import type { Executor, Job } from "./executor.ts";
import type { Pairs } from "./plan.ts";
import type { Facts } from "./store.ts";

/** A run after its preparation. All ways of comparing work with it. */
export interface Course {
  readonly options: object;
  readonly pairs: Pairs;
  readonly stimuli: number;
  readonly prepared: readonly Facts[];
  /** How many prepared representations may be here at once; Infinity for all. */
  readonly capacity: number;
  /** Jobs that run at once. */
  readonly lanes: number;
  readonly executor: Executor;
  /** Runs all jobs. Results arrive in any order. */
  do<J extends Job>(jobs: Iterable<J>, accept: (job: J, values: Float64Array) => void): Promise<void>;
  /** Records the value of a pair, and of its mirror image where the metric is symmetric. */
  set(i: number, j: number, value: number): void;
  /** Records all outputs of a search in the same way. The first output is the value. */
  setOutputs(i: number, j: number, outputs: Float64Array): void;
  /** Adds to the number of pairs done, which may be part of one. */
  report(pairs: number): void;
}
