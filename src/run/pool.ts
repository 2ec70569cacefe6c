import type { WorkerSource } from "../base/host/types.ts";
import { MetricError } from "../base/errors.ts";
import { isImporting } from "../base/host/importing.ts";
import { poolExecutor, poolTask, ThreadStore } from "../../workers/pool.ts";

/** What starts a pool. */
interface Terms {
  readonly threads: number;
  readonly worker?: WorkerSource | undefined;
  readonly budget: number;
  readonly maxIdle: number;
}

/** Threads of which one has answered, and what works with them. */
export interface Pool {
  readonly poolExecutor: typeof poolExecutor;
  readonly poolTask: typeof poolTask;
  readonly store: ThreadStore;
}

/**
 * The threads of an engine. Not every page lets a worker start: bundlers, policies and other origins are in the way. So the first run
 * waits until a thread has answered, because what a thread that never starts was given is lost. Where none answers, the calling
 * thread does the work of this run and of all later ones.
 */
export class LazyPool {
  readonly #terms: Terms;
  #pool: Promise<Pool | undefined> | undefined;
  #store: ThreadStore | undefined;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** Whether threads have been started. */
  get isStarted(): boolean {
    return this.#store !== undefined;
  }

  /**
   * @param width - threads that will be needed
   * @returns undefined where no thread can start
   * @throws {MetricError} if this thread is importing the module of a metric, which computes
   */
  async open(width: number, signal?: AbortSignal): Promise<Pool | undefined> {
    signal?.throwIfAborted();
    if (isImporting()) throw new MetricError(endless);
    return unlessAborted((this.#pool ??= this.#start(width)), signal);
  }

  /** Ends the threads, and those that are just starting. New ones start when they are needed. */
  close(): void {
    if (this.#store) return this.#store.close();
    void this.#pool?.then((pool) => pool?.store.close());
  }

  async #start(width: number): Promise<Pool | undefined> {
    const { threads, ...keeping } = this.#terms;
    const store = new ThreadStore({ limit: threads, ...keeping });
    try {
      await store.prove(width);
      this.#store = store;
      return { poolExecutor, poolTask, store };
    } catch (error) {
      warn(error as Error);
      return undefined;
    }
  }
}

const endless =
  "this module computes with threads while a thread imports it for its metric, which would start threads without end. Put the metric into a file of its own, which only exports it.";

/** The same promise, but an abort does not wait for it. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    const settle = promise.then(resolve, reject);
    void settle.finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Nothing is wrong with the results, so it is no error; but the work takes longer than it could. */
function warn({ message }: Error): void {
  // oxlint-disable-next-line no-console -- there is no result yet that could carry it
  console.warn(
    `repgeom: no worker thread could start (${message}), so the calling thread computes. ` +
      `createEngine({ worker }) says where the script repgeom/worker is; createEngine({ threads: 0 }) asks for no threads.`,
  );
}
