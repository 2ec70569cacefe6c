import type { Block } from "../../metrics/metric.ts";
import type { TrainedRepresentation } from "../../data/representation.ts";
import type { Rounds } from "../../metrics/search/search.ts";
import type { Packed } from "./packed.ts";
import type { Pairs, Tile } from "./plan.ts";

/** One piece of work that any thread can do, and do again, with the same result. */
export type Job =
  /** Values of `pairsOf(tile, pairs)`, in that order; all outputs of a pair where the metric searches. */
  | { readonly kind: "pairs"; readonly tile: Tile; readonly pairs: Pairs }
  /**
   * Inner products over one block of features: rows × columns of the tile, then
   * each row with itself, then each column with itself.
   */
  | { readonly kind: "inner-products"; readonly tile: Tile; readonly block: Block }
  /** Where one piece of the next round of the search for the only pair of the tile ends, as `packEnd` gives it. */
  | { readonly kind: "piece"; readonly tile: Tile; readonly rounds: Rounds; readonly index: number }
  /** The outputs of such a search when it is over. */
  | { readonly kind: "finish"; readonly tile: Tile; readonly rounds: Rounds }
  /** ‖f(x)/norm − f(y)/norm‖² over all blocks, for each of a list of pairs. */
  | { readonly kind: "gaps"; readonly near: readonly NearPair[]; readonly blocks: readonly Block[] };

export type JobOf<Kind extends Job["kind"]> = Extract<Job, { kind: Kind }>;

/** Two representations so alike that their distance must be taken from their difference. */
export interface NearPair {
  readonly i: number;
  readonly j: number;
  /** Norms of their features. */
  readonly normI: number;
  readonly normJ: number;
}

/** Somewhere jobs are done: this thread, a pool of workers, other machines. */
export interface Executor {
  /** Jobs it does at once; at least 1. */
  readonly width: number;
  /** Bytes of prepared representations that one thread should hold at a time. */
  readonly budget: number;
  /** Stimuli that it compares, where they are not those of the inputs: a resample may be smaller. */
  readonly stimuli?: number;
  /** Does all that depends on one representation only. */
  prepare(representation: TrainedRepresentation): Promise<Packed>;
  /** @param prepared - every prepared representation by its index; those of the job are used. */
  run(job: Job, prepared: readonly Packed[]): Promise<Float64Array>;
  /** Gives its threads back; after an abort they are gone within milliseconds. */
  close(): void;
}
