import type { ResolvedSpec } from "../src/metrics/resolve.ts";
import type { Job, PrepareHow } from "../src/run/pairs/executor.ts";
import type { Packed } from "../src/run/pairs/packed.ts";
import type { TrainedRepresentation } from "../src/data/representation.ts";

/** What a worker holds although it has forgotten the run: it goes when the thread ends. */
export interface Held {
  /** Bytes of its wasm memory, which grows to what a run needs and never shrinks. */
  readonly memory: number;
  /** Bytes of shared memory that it has seen since it started. Its collector may have freed part of them. */
  readonly shared: number;
}

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
 *   pool → worker   rest     when it is idle forgets all of this → the bytes that it holds nevertheless
 *
 * The pool owns the prepared representations. A worker has no state except what it got
 * by `init` and `put`, so any other worker can repeat a failed job. Each call may
 * reject; comlink keeps the name, message and stack of the error, and the pool makes it
 * an instance of its class again.
 */
export interface TileWorker {
  /** @param counter - where steps are counted; the pool reads it while the worker is busy */
  init(module: WebAssembly.Module, spec: ResolvedSpec, budget: number, counter: Int32Array): Promise<void>;
  /**
   * @param how - `memory` is shared; what `isGiven` goes back with the result
   * @returns everything that depends on this representation only. The caller owns it.
   */
  prepare(representation: TrainedRepresentation, how: PrepareHow): Promise<Packed>;
  /** @param id - index of the representation; putting it again replaces it. */
  put(id: number, prepared: Packed): void;
  /** Forgets a representation that came by `put`. */
  drop(id: number): void;
  /** @returns the values of the job, in its order. */
  run(job: Job): Promise<Float64Array>;
  /** Opens a task, and forgets the run or task before it. */
  open(module: WebAssembly.Module, task: string, setup: unknown, counter: Int32Array): Promise<void>;
  do(piece: unknown): Promise<unknown>;
  /** Forgets the run or task. */
  rest(): Held;
}
