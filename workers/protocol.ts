import type { ResolvedSpec } from "../src/metrics/registry.ts";
import type { Job } from "../src/run/pairs/executor.ts";
import type { Packed } from "../src/run/pairs/packed.ts";
import type { TrainedRepresentation } from "../src/data/representation.ts";

/**
 * Everything that crosses the thread boundary, and nothing else.
 *
 *   pool → worker   init     once a run      compiled module, metric and options, byte budget
 *   pool → worker   prepare  K in all        one representation → its prepared form
 *   pool → worker   put      ≤ K a worker    a prepared form: shared where the host can, else copied
 *   pool → worker   drop     ≤ K a worker    makes room for the next tile
 *   pool → worker   run      once a job      → values, transferred back
 *
 *   pool → worker   open     once a task     compiled module, name of the task, what all pieces need
 *   pool → worker   do       once a piece    → its result
 *
 * The pool owns what is prepared. A worker holds no state besides what `init` and
 * `put` gave it, so a job that failed can be done again by any other worker. Each
 * call may reject; comlink keeps name, message and stack of the error, and the pool
 * makes it an instance of its class again.
 */
export interface TileWorker {
  /** @param counter - where steps are counted; the pool reads it while the worker is busy */
  init(module: WebAssembly.Module, spec: ResolvedSpec, budget: number, counter: Int32Array): Promise<void>;
  /** @returns what depends on this representation only, owned by the caller from here on. */
  prepare(representation: TrainedRepresentation): Packed;
  /** @param id - index of the representation; putting it again replaces it. */
  put(id: number, prepared: Packed): void;
  /** Forgets what `put` gave. */
  drop(id: number): void;
  /** @returns the values of the job, in its order. */
  run(job: Job): Float64Array;
  /** Makes ready for the pieces of a task, and forgets whatever was before. */
  open(module: WebAssembly.Module, task: string, setup: unknown, counter: Int32Array): Promise<void>;
  do(piece: unknown): Promise<unknown>;
}
