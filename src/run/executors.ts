import type { ThreadStore } from "../../workers/threads.ts";
import type { ResolvedSpec } from "../metrics/resolve.ts";
import type { Executor } from "./pairs/executor.ts";
import type { Control } from "./lanes/control.ts";
import type { AnyTask } from "./tasks/task.ts";
import { taskRunner, type TaskRunner } from "./tasks/runner.ts";
import type { Kernels } from "../wasm/kernels.ts";

/** The resources of an engine. */
interface Resources {
  readonly threads: number;
  readonly module: WebAssembly.Module;
  /** The kernels on this thread. */
  readonly kernels: Kernels;
  readonly budget: number;
  /** Seconds that a worker thread is kept without work. */
  readonly maxIdle: number;
}

/** Where an engine computes. */
export interface ExecutorSource {
  /** Multiplications from which threads are worth it. */
  least(): number;
  /** A pool of threads that compare pairs. @param width - how many; @param budget - bytes that each may hold */
  pairPool(spec: ResolvedSpec, width: number, budget: number, control: Control): Promise<Executor>;
  /** Runs tasks, which are work in independent pieces, on all threads. */
  readonly tasks: TaskRunner;
  /** Queues work on this thread's kernels: it starts when all earlier work has ended. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** Ends the worker threads. New ones start when they are needed. */
  close(): void;
}

/** This thread and the pools of workers of an engine; what compares pairs chooses in `useExecutor`, tasks in their runner. */
export function executorSource({ threads, module, kernels, budget, maxIdle }: Resources): ExecutorSource {
  let store: ThreadStore | undefined;
  // Runs on this thread share one arena, which is a stack. So they must not overlap.
  let previous: Promise<unknown> = Promise.resolve();

  function alone<R>(work: () => Promise<R>): Promise<R> {
    const turn = previous.then(work);
    previous = turn.catch(() => {});
    return turn;
  }

  /** Multiplications from which threads are worth it. Once they have started, they cost a message. */
  const least = () => (store ? worthMessage : worthStart);

  async function pools() {
    const { poolExecutor, poolTask, ThreadStore } = await import("../../workers/pool.ts");
    store ??= new ThreadStore({ limit: threads, maxIdle, budget });
    return { poolExecutor, poolTask, store };
  }

  async function pairPool(
    spec: ResolvedSpec,
    width: number,
    budget: number,
    { signal }: Control,
  ): Promise<Executor> {
    const { poolExecutor, store } = await pools();
    return poolExecutor({ store, module, spec, width, budget, signal });
  }

  async function taskPool(task: AnyTask, setup: unknown, { signal }: Control) {
    const { poolTask, store } = await pools();
    return poolTask({ store, module, task, setup, width: threads, signal });
  }

  return {
    least,
    pairPool,
    tasks: taskRunner({ threads, kernels, least, alone, pool: taskPool }),
    alone,
    close: () => store?.close(),
  };
}

/** A message takes longer than fewer multiplications than this, about a millisecond. */
const worthMessage = 1e7;

/** So does the start of the first threads: some 30 ms. */
const worthStart = 1e8;
