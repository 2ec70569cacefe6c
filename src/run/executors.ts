import type { CompiledModule, WorkerSource } from "../base/host/types.ts";
import type { ResolvedSpec } from "../metrics/resolve.ts";
import type { Executor } from "./pairs/executor.ts";
import type { Control } from "./lanes/control.ts";
import type { AnyTask } from "./tasks/task.ts";
import type { TaskRunner } from "./tasks/runner.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { LazyPool, Pool } from "./pool.ts";

/** The resources of an engine. */
interface Resources {
  readonly threads: number;
  readonly module: CompiledModule;
  /** What starts a worker thread, if the caller says it. */
  readonly worker?: WorkerSource | undefined;
  /** The kernels on this thread. */
  readonly kernels: Kernels;
  readonly budget: number;
  /** Seconds that a worker thread is kept without work. */
  readonly maxIdle: number;
  readonly ledger?: Ledger | undefined;
}

/** Where an engine computes. */
export interface ExecutorSource {
  /** Multiplications from which threads are worth it. */
  least(): number;
  /**
   * A pool of threads that compare pairs; undefined where none starts.
   * @param width - how many
   * @param budget - bytes of prepared representations that each may hold
   */
  pooledPairs(
    spec: ResolvedSpec,
    width: number,
    budget: number,
    control: Control,
  ): Promise<Executor | undefined>;
  /** Runs tasks, which are work in independent pieces, on all threads. */
  readonly tasks: TaskRunner;
  /** Queues work on this thread's kernels: it starts when all earlier work has ended. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** Ends the worker threads. New ones start when they are needed. */
  close(): void;
}

/** This thread and the pools of workers of an engine. What compares pairs chooses in `useExecutor`, tasks in their runner. */
export function executorSource({ module, kernels, ledger, ...terms }: Resources): ExecutorSource {
  const { threads } = terms;
  // What not every caller needs is loaded with the first work that does, and not looked up again: import() takes time each time.
  let pool: LazyPool | undefined;
  let tasks: TaskRunner | undefined;
  // Runs on this thread share one arena, which is a stack. So they must not overlap.
  let previous: Promise<unknown> = Promise.resolve();

  function alone<R>(work: () => Promise<R>): Promise<R> {
    const turn = previous.then(work);
    previous = turn.catch(() => {});
    return turn;
  }

  /** Multiplications from which threads are worth it. Once they have started, they cost a message. */
  const least = () => (pool?.isStarted ? worthMessage : worthStart);

  async function opened(width: number, signal: AbortSignal | undefined): Promise<Pool | undefined> {
    if (pool) return pool.open(width, signal);
    const { LazyPool } = await import("./pool.ts");
    return (pool ??= new LazyPool(terms)).open(width, signal);
  }

  async function pooledPairs(
    spec: ResolvedSpec,
    width: number,
    budget: number,
    { signal }: Control,
  ): Promise<Executor | undefined> {
    const open = await opened(width, signal);
    return open?.poolExecutor({ store: open.store, module, spec, width, budget, signal });
  }

  async function pooledTask(task: AnyTask, setup: unknown, { signal }: Control) {
    const open = await opened(1, signal);
    return open?.poolTask({ store: open.store, module, task, setup, width: threads, signal });
  }

  async function runner(): Promise<TaskRunner> {
    if (tasks) return tasks;
    const { taskRunner } = await import("./tasks/runner.ts");
    return (tasks ??= taskRunner({ threads, kernels, ledger, least, alone, pool: pooledTask }));
  }

  return {
    least,
    pooledPairs,
    tasks: {
      run: async (...given) => (await runner()).run(...given),
      with: async (...given) => (await runner()).with(...given),
    },
    alone,
    close: () => pool?.close(),
  };
}

/** A message takes longer than fewer multiplications than this, about a millisecond. */
const worthMessage = 1e7;

/** So does the start of the first threads: some 30 ms. */
const worthStart = 1e8;
