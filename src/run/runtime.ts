import { platform } from "#platform";
import { OptionError } from "../base/errors.ts";
import type { CompiledModule, WorkerSource } from "../base/host/types.ts";
import { boolean, data, number, resolveOptions, shown, whole, type OptionSchemas } from "../base/options.ts";
import { version } from "../base/version.ts";
import { createKernels } from "../wasm/create.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { chooseBuild, loadModule } from "../wasm/load.ts";
import type { PairRunner, PairsAsked } from "./pairs/asked.ts";
import type { Executor } from "./pairs/executor.ts";
import { assertControl, type Control, type EngineHandle } from "./lanes/control.ts";
import { executorSource, type ExecutorSource } from "./executors.ts";
import type { BlockCache } from "./cache/cache.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Elsewhere } from "./pairs/recorded/run.ts";

/** Options of an engine. */
export interface EngineOptions {
  threads?: number;
  deterministic?: boolean;
  module?: object | undefined;
  worker?: WorkerSource | undefined;
  budget?: number;
  maxIdle?: number;
  maxMemory?: number;
}

/** Half of what a thread's memory can be: the other half is for the work on what is held. */
const mostHeld = 2 ** 31;

/** Each thread has its own memory, so a larger number is surely a typing error. */
const mostThreads = 1024;

export const engineOptions: OptionSchemas<Required<EngineOptions>> = {
  threads: whole(
    platform.cores,
    0,
    mostThreads,
    "Number of worker threads; 0 computes on the calling thread. The default is the number of processors, and 0 where there are no workers.",
  ),
  deterministic: boolean(
    false,
    "Gives the same bits on every machine, but is somewhat slower: it does not use fused multiply-add.",
  ),
  module: data(
    "a WebAssembly.Module of repgeom/simd.wasm or repgeom/relaxed.wasm",
    "A compiled build of the kernels, for hosts that cannot compile at run time. Without it, the faster of the two builds that this host can run is loaded, or with `deterministic` simd.wasm.",
    isBuild,
  ),
  worker: data(
    "an address, or a function that returns a Worker",
    "Where the worker script `repgeom/worker` is (a URL, or its text), or a function that starts one, for pages and bundles in which the library cannot find it. Where no worker can start, the calling thread computes, and a warning says so.",
    isWorkerSource,
  ),
  budget: whole(
    platform.budget,
    1,
    2 ** 53,
    "Bytes of prepared representations that each thread holds in its wasm memory; of more than 2 GiB, 2 GiB are used. The default is 128 MiB, and 32 MiB in edge functions, which have 128 MB for everything.",
  ),
  maxIdle: number(
    10,
    0,
    Infinity,
    "Seconds that a worker thread is kept without work. Then it ends, which frees its memory; the next run starts another. Infinity keeps threads until `close()`.",
  ),
  maxMemory: number(
    Infinity,
    1,
    Infinity,
    "Bytes that the process may hold while `pairwise` or `cross` works on representations of `readLazily`: what is prepared and does not fit is dropped and made again from its file; a run that cannot fit is refused.",
  ),
};

/** What outlives the process, where an engine works with it. */
export interface Outside {
  /** What is in it is not computed again. */
  readonly ledger?: Ledger | undefined;
  /** Computes tiles of pairs in other processes. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Where prepared representations lie for other runs. */
  readonly cache?: BlockCache | undefined;
  /** Runs pairs with these. */
  readonly runPairs?: PairRunner | undefined;
}

/** What every study computes with: the kernels of this thread, and access to all threads. */
export interface Runtime extends ExecutorSource, Outside {
  /** The kernels on this thread. Work that awaits while it has matrices in their memory must go through `alone`. */
  readonly kernels: Kernels;
  /** Number of worker threads; 0 if everything is computed on the calling thread. */
  readonly threads: number;
  /** Bytes of prepared representations that a thread may hold in its wasm memory. */
  readonly budget: number;
  /** Bytes that the process may hold, where a run can tell. */
  readonly maxMemory: number;
  /** Takes the place of a run of which no values are wanted, where only a small part of it is to be done. */
  readonly rehearse?: ((asked: PairsAsked, executor: Executor) => Promise<unknown>) | undefined;
}

/** @throws {OptionError} naming the option and the accepted values. */
export async function createRuntime(options: EngineOptions = {}, outside: Outside = {}): Promise<Runtime> {
  const chosen = resolveOptions("createEngine", engineOptions, options);
  const { threads, deterministic, worker, maxIdle, maxMemory } = chosen;
  const budget = Math.min(chosen.budget, mostHeld);
  const given = chosen.module as CompiledModule | undefined;
  const module = given ?? (await loadModule(chooseBuild(deterministic)));
  const kernels = await createKernels(module);
  return {
    ...outside,
    kernels,
    threads,
    budget,
    maxMemory,
    ...executorSource({ threads, module, worker, kernels, budget, maxIdle, ledger: outside.ledger }),
  };
}

/** Whether it is a compiled build of the kernels, by one of their names. */
function isBuild(value: unknown): boolean {
  return (
    value instanceof WebAssembly.Module &&
    WebAssembly.Module.exports(value).some(({ name }) => name === "ddot")
  );
}

function isWorkerSource(value: unknown): boolean {
  return typeof value === "string" || typeof value === "function" || value instanceof URL;
}

/** A page may have two copies of the library, as `repgeom.min.js` and `repgeom.report.min.js` are: both find the runtime here. */
const kept = Symbol.for(`repgeom ${version}: runtime`);

function register<E extends EngineHandle>(engine: E, runtime: Runtime): E {
  return Object.defineProperty(engine, kept, { value: runtime });
}

/** An engine without methods, which is enough for the functions. @throws as `createRuntime`. */
export async function createHandle(
  options: EngineOptions = {},
  outside: Outside = {},
): Promise<EngineHandle> {
  return handleOf(await createRuntime(options, outside));
}

/** An engine whose functions compute with this runtime. */
export function handleOf(runtime: Runtime): EngineHandle {
  return register({ threads: runtime.threads, close: () => runtime.close() }, runtime);
}

let shared: Promise<Runtime> | undefined;

/**
 * The runtime of the caller's engine. Without an engine, all calls share one runtime, which is loaded on first use.
 * @throws {OptionError} for an unknown name in `control`, or an engine that `createEngine` did not make.
 */
export async function runtimeOf(control: Control): Promise<Runtime> {
  assertControl(control);
  control.signal?.throwIfAborted();
  if (control.engine) return registered(control.engine);
  shared ??= createRuntime();
  shared.catch(() => (shared = undefined)); // loading is tried again by the next call
  return shared;
}

function registered(engine: EngineHandle): Runtime {
  const found = (engine as { readonly [kept]?: Runtime })[kept];
  if (found) return found;
  throw new OptionError(
    `engine is ${shown(engine)}, no engine of createEngine. Leave it out to use the shared one.`,
    "engine",
  );
}
