import type { Block } from "../../metrics/metric.ts";
import type { TrainedRepresentation } from "../../data/representation.ts";
import type { Rounds } from "../../metrics/search/search.ts";
import type { Packed } from "./packed.ts";
import { membersOf, type Pairs, type Tile } from "./plan.ts";

/** One piece of work. Any thread can do it, and can repeat it with the same result. */
export type Job =
  /** Values of `pairsOf(tile, pairs)`, in that order. If the metric searches, all outputs of each pair. */
  | { readonly kind: "pairs"; readonly tile: Tile; readonly pairs: Pairs }
  /**
   * Inner products over one block of features: the rows × columns of the tile, then
   * each row with itself, then each column with itself.
   */
  | { readonly kind: "inner-products"; readonly tile: Tile; readonly block: Block }
  /** One start of the next search round of a single-pair tile. Returns its end point, packed by `packEnd`. */
  | { readonly kind: "piece"; readonly tile: Tile; readonly rounds: Rounds; readonly index: number }
  /** The outputs of such a search after its last round. */
  | { readonly kind: "finish"; readonly tile: Tile; readonly rounds: Rounds }
  /** ‖f(x)/norm − f(y)/norm‖² over all blocks, for each of a list of pairs. */
  | { readonly kind: "gaps"; readonly near: readonly NearPair[]; readonly blocks: readonly Block[] };

export type JobOf<Kind extends Job["kind"]> = Extract<Job, { kind: Kind }>;

/** The representations that a job reads, each once. */
export function neededBy(job: Job): number[] {
  if (job.kind === "gaps") return [...new Set(job.near.flatMap(({ i, j }) => [i, j]))];
  return membersOf(job.tile);
}

/** Two representations so alike that their distance must be computed from the difference of their features. */
export interface NearPair {
  readonly i: number;
  readonly j: number;
  /** Norms of their features. */
  readonly normI: number;
  readonly normJ: number;
}

/** What a caller of `prepare` leaves to it. */
export interface PrepareHow {
  /** Whether the memory of the representation may go to another thread, so that it is not copied. */
  readonly isGiven?: boolean;
  /** For what is prepared, where it is large enough and threads can share it. */
  readonly memory?: Float64Array | undefined;
}

/** A place that runs jobs: this thread, a pool of workers, other machines. */
export interface Executor {
  /** Number of jobs that it runs at once; at least 1. */
  readonly width: number;
  /** Bytes of prepared representations that one thread should hold at a time. */
  readonly budget: number;
  /** Stimuli that it compares, where they are not those of the inputs: a resample may be smaller. */
  readonly stimuli?: number;
  /** Computes everything that depends on one representation only. */
  prepare(representation: TrainedRepresentation, how?: PrepareHow): Promise<Packed>;
  /** @param prepared - all prepared representations, by index; the job reads only those that it needs. */
  run(job: Job, prepared: readonly Packed[]): Promise<Float64Array>;
  /** Returns its threads. After an abort they end within milliseconds. */
  close(): void;
}
