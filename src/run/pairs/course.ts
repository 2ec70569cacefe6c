import type { Executor, Job } from "./executor.ts";
import type { Pairs, Tile } from "./plan.ts";
import type { Facts } from "./store.ts";

/** A run after its preparation. All ways of comparing work with it. */
export interface Course {
  readonly options: object;
  readonly pairs: Pairs;
  readonly stimuli: number;
  readonly prepared: readonly Facts[];
  readonly executor: Executor;
  /** Tiles of at most this side that hold all pairs to compare, in an order in which few representations are needed anew. */
  tiles(side: number): Tile[];
  /** Runs all jobs. Results arrive in any order. */
  do<J extends Job>(jobs: Iterable<J>, accept: (job: J, values: Float64Array) => void): Promise<void>;
  /** Records the value of a pair, and of its mirror image where the metric is symmetric. */
  set(i: number, j: number, value: number): void;
  /** Records all outputs of a search in the same way. The first output is the value. */
  setOutputs(i: number, j: number, outputs: Float64Array): void;
  /** Adds to the number of pairs done, which may be part of one. */
  report(pairs: number): void;
  /** The running sums of inner products of a tile, where they are kept from time to time. */
  readonly sums?: RunningSums;
}

/** Where the running sums of a tile outlive the process. */
export interface RunningSums {
  of(tile: Tile): { readonly added: number; readonly total: Float64Array } | undefined;
  /** Is told of the sums of a tile that is not done. @param added - how many blocks are in them */
  told(tile: Tile, added: number, total: Float64Array): void;
}
