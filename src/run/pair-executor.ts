import type { Outline } from "../data/representation.ts";
import { isBound, metricOf, type ResolvedSpec } from "../metrics/resolve.ts";
import type { Control } from "./lanes/control.ts";
import type { Executor } from "./pairs/executor.ts";
import { inlineExecutor } from "./pairs/inline.ts";
import { operationsOfPair } from "./pairs/way.ts";
import type { Runtime } from "./runtime.ts";

/** What one run may take of an engine. */
interface Within {
  /** Threads at most. */
  readonly lanes: number;
  /** Bytes of prepared representations in the wasm memory of each. */
  readonly budget: number;
}

/**
 * Compares on a pool of threads, or on this thread if the work is small. It is no part of the runtime, so that a
 * bundle without pairs has nothing of them.
 */
export async function useExecutor<R>(
  runtime: Runtime,
  spec: ResolvedSpec,
  inputs: readonly Outline[],
  control: Control,
  run: (executor: Executor) => Promise<R>,
  within?: Within,
): Promise<R> {
  control.signal?.throwIfAborted();
  const { threads, kernels } = runtime;
  const { lanes, budget } = within ?? { lanes: threads, budget: runtime.budget };
  const width = Math.min(threads, lanes, sharesSearches(spec) ? Infinity : inputs.length);
  const isLarge = width > 0 && !isBound(spec) && operationsOf(inputs, spec) >= runtime.least();
  const executor = isLarge ? await runtime.pooledPairs(spec, width, budget, control) : undefined;
  if (executor) return closing(executor, run);
  return runtime.alone(() => closing(inlineExecutor(kernels, spec, budget), run));
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

/** How many multiplications a run takes, about. */
function operationsOf(inputs: readonly Outline[], spec: ResolvedSpec): number {
  const pairs = (inputs.length * (inputs.length + 1)) / 2;
  return operationsOfPair(inputs, spec) * pairs;
}
