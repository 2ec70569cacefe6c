import type { TaskRunner } from "./tasks/runner.ts";
import type { Kernels } from "../wasm/kernels.ts";

/** What the features of an engine stand on. */
export interface EngineContext {
  /** The instance on this thread; anything that awaits while its matrices lie there goes through `alone`. */
  readonly kernels: Kernels;
  /** Work on this thread's kernels, after whatever was asked of them before. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** Work in independent pieces, on all threads. */
  readonly tasks: TaskRunner;
  /** Worker threads; 0 when everything is computed on the calling thread. */
  readonly threads: number;
}
