import { largestOf } from "../base/lists.ts";
import type { WorkerSource } from "../platform/platform.ts";
import { metricOf, type ResolvedSpec } from "../metrics/registry.ts";
import type { Executor } from "./pairs/executor.ts";
import { inlineExecutor } from "./pairs/inline.ts";
import type { Control } from "./lanes/control.ts";
import type { Outline } from "../data/representation.ts";
import type { AnyTask } from "./tasks/task.ts";
import { taskRunner, type TaskRunner } from "./tasks/runner.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { LazyPool } from "./pool.ts";

/** The resources of an engine. */
interface Resources {
  readonly threads: number;
  readonly module: WebAssembly.Module;
  /** What starts a worker thread, if the caller says it. */
  readonly worker?: WorkerSource | undefined;
  /** The kernels on this thread. */
  readonly kernels: Kernels;
  readonly budget: number;
  /** Seconds that a worker thread is kept without work. */
  readonly maxIdle: number;
}

/** What one run may take of an engine. */
interface Within {
  /** Threads at most. */
  readonly lanes: number;
  /** Bytes of prepared representations in the wasm memory of each. */
  readonly budget: number;
}

/** Chooses where an engine computes. */
export interface ExecutorSource {
  /** Runs on a pool of threads, or on this thread if the work is small. */
  use<R>(
    spec: ResolvedSpec,
    inputs: readonly Outline[],
    control: Control,
    run: (executor: Executor) => Promise<R>,
    within?: Within,
  ): Promise<R>;
  /** Runs tasks, which are work in independent pieces, on all threads. */
  readonly tasks: TaskRunner;
  /** Queues work on this thread's kernels: it starts when all earlier work has ended. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** Ends the worker threads. New ones start when they are needed. */
  close(): void;
}

/** Chooses for each run of an engine where it computes: on this thread or on a pool of workers. */
export function executorSource({ module, kernels, ...terms }: Resources): ExecutorSource {
  const { threads, budget } = terms;
  const pool = new LazyPool(terms);
  // Runs on this thread share one arena, which is a stack. So they must not overlap.
  let previous: Promise<unknown> = Promise.resolve();

  function alone<R>(work: () => Promise<R>): Promise<R> {
    const turn = previous.then(work);
    previous = turn.catch(() => {});
    return turn;
  }

  /** Multiplications from which threads are worth it. Once they have started, they cost a message. */
  const least = () => (pool.isStarted ? worthMessage : worthStart);

  async function pooled(
    spec: ResolvedSpec,
    width: number,
    budget: number,
    { signal }: Control,
  ): Promise<Executor | undefined> {
    const open = await pool.open(width, signal);
    return open?.poolExecutor({ store: open.store, module, spec, width, budget, signal });
  }

  async function pooledTask(task: AnyTask, setup: unknown, { signal }: Control) {
    const open = await pool.open(1, signal);
    return open?.poolTask({ store: open.store, module, task, setup, width: threads, signal });
  }

  return {
    async use(spec, inputs, control, run, within = { lanes: threads, budget }) {
      control.signal?.throwIfAborted();
      const width = Math.min(threads, within.lanes, sharesSearches(spec) ? Infinity : inputs.length);
      const isLarge = width > 0 && operationsOf(inputs, spec) >= least();
      const executor = isLarge ? await pooled(spec, width, within.budget, control) : undefined;
      if (executor) return closing(executor, run);
      return alone(() => closing(inlineExecutor(kernels, spec, within.budget), run));
    },
    tasks: taskRunner({ threads, kernels, least, alone, pool: pooledTask }),
    alone,
    close: () => pool.close(),
  };
}

async function closing<R>(executor: Executor, run: (executor: Executor) => Promise<R>): Promise<R> {
  try {
    return await run(executor);
  } finally {
    executor.close();
  }
}

/** Whether threads can share the work of one pair. */
function sharesSearches(spec: ResolvedSpec): boolean {
  const metric = metricOf(spec);
  return metric.form === "pair" && metric.search !== undefined && spec.heldOut !== true;
}

/** A message takes longer than fewer multiplications than this, about a millisecond. */
const worthMessage = 1e7;

/** So does the start of the first threads: some 30 ms. */
const worthStart = 1e8;

/** How many multiplications a run takes, about. */
function operationsOf(inputs: readonly Outline[], spec: ResolvedSpec): number {
  const { operations } = metricOf(spec);
  const of = ({ shape: [m = 1, n = 1] }: Outline) => m * Math.max(m, n) * Math.min(m, n);
  const each = largestOf(inputs.map((input) => operations?.(input, spec.options) ?? of(input)));
  const pairs = (inputs.length * (inputs.length + 1)) / 2;
  return each * pairs;
}
