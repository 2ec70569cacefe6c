import { wrap, type Remote } from "comlink";
import { platform } from "#platform";
import type { WorkerSource } from "../src/base/host/types.ts";
import type { Thread } from "../src/platform/platform.ts";
import type { Held, TileWorker } from "./protocol.ts";

/** A worker thread and its calls. If the thread dies, its open calls reject; comlink alone would leave them waiting. */
export class WorkerThread {
  readonly #thread: Thread;
  readonly #remote: Remote<TileWorker>;
  /** Rejects the calls that are still open. */
  readonly #open = new Set<(reason: unknown) => void>();
  isDead = false;

  /** @throws any error where the host cannot start a worker. */
  constructor(worker?: WorkerSource) {
    this.#thread = platform.spawn(worker);
    this.#remote = wrap<TileWorker>(this.#thread.endpoint);
    this.#thread.death.catch((reason: unknown) => this.#die(reason));
  }

  /**
   * Calls the worker. It is no race with the promise of its death: that one lives as long as the thread, and would
   * keep alive what every call has returned.
   */
  async call<R>(send: (remote: Remote<TileWorker>) => Promise<R>): Promise<R> {
    if (this.isDead) throw new Error("The worker thread has ended.");
    let fail!: (reason: unknown) => void;
    const answer = new Promise<R>((resolve, reject) => {
      fail = reject;
      this.#open.add(reject);
      send(this.#remote).then(resolve, reject);
    });
    try {
      return await answer;
    } finally {
      this.#open.delete(fail);
    }
  }

  /** While `working` is true, the host process must not exit. */
  keepAlive(working: boolean): void {
    this.#thread.keepAlive(working);
  }

  terminate(): void {
    this.isDead = true;
    this.#thread.terminate();
  }

  #die(reason: unknown): void {
    this.isDead = true;
    for (const reject of this.#open) reject(reason);
    this.#open.clear();
  }
}
/** When an idle thread ends. */
export interface Keeping {
  /** Number of threads to keep between runs. */
  readonly limit: number;
  /** Seconds that a thread is kept without work. */
  readonly maxIdle: number;
  /** Bytes of prepared representations that a thread may hold in a run. */
  readonly budget: number;
  /** What starts a thread, if the caller says it. */
  readonly worker?: WorkerSource | undefined;
}

/** Milliseconds in which a thread of a busy machine has started. */
const patience = 10_000;

/** Working memory that a thread may keep beside its budget. */
const allowance = 64 * 2 ** 20;

/**
 * Idle threads. An engine has one store, and every run borrows from it. A thread that comes back forgets the
 * run. It ends if it then holds too much, because neither its wasm memory nor its view of shared memory can be
 * made smaller in another way, and after some seconds without work.
 */
export class ThreadStore {
  /** Each with what cancels its end; the last one came back last. */
  readonly #idle = new Map<WorkerThread, () => void>();
  readonly #keeping: Keeping;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /**
   * Starts threads, and waits until one of them answers.
   * @throws why none can start.
   */
  async prove(count: number): Promise<void> {
    const threads: WorkerThread[] = [];
    try {
      while (threads.length < count) threads.push(this.take());
      const answers = threads.map((thread) => thread.call((remote) => remote.rest()));
      await within(patience, anyOf(answers), new Error(`no answer in ${patience / 1000} s`));
    } catch (error) {
      threads.forEach((thread) => thread.terminate()); // or they would keep the process alive
      throw error;
    }
    threads.forEach((thread) => this.give(thread, true));
  }

  take(): WorkerThread {
    const thread = this.#latest() ?? new WorkerThread(this.#keeping.worker);
    thread.keepAlive(true);
    return thread;
  }

  /** Takes a thread back. @param reusable - false if the thread is still busy; it is then terminated */
  give(thread: WorkerThread, reusable: boolean): void {
    if (thread.isDead) return;
    thread.keepAlive(false);
    if (!reusable || this.#idle.size >= this.#keeping.limit) return thread.terminate();
    this.#idle.set(
      thread,
      platform.later(this.#keeping.maxIdle * 1000, () => this.#end(thread)),
    );
    thread
      .call((remote) => remote.rest())
      .then((held) => this.#isHeavy(held) && this.#end(thread))
      .catch(() => {}); // a dead thread holds nothing
  }

  close(): void {
    for (const thread of this.#idle.keys()) this.#end(thread);
  }

  /** The thread that has rested for the shortest time, so that threads of which there are too many grow old. */
  #latest(): WorkerThread | undefined {
    for (const thread of [...this.#idle.keys()].reverse()) {
      this.#remove(thread);
      if (!thread.isDead) return thread;
    }
    return undefined;
  }

  #remove(thread: WorkerThread): boolean {
    this.#idle.get(thread)?.();
    return this.#idle.delete(thread);
  }

  /** Ends a thread, unless a run has taken it since. */
  #end(thread: WorkerThread): void {
    if (this.#remove(thread)) thread.terminate();
  }

  /** A collector does not see the size of shared memory, so it may not run for a long time. */
  #isHeavy({ memory, shared }: Held): boolean {
    const { budget } = this.#keeping;
    return memory > budget + allowance || shared > 4 * budget + allowance;
  }
}

/** The first answer; where there is none, why the first one failed. */
function anyOf<T>(answers: readonly Promise<T>[]): Promise<T> {
  return Promise.any(answers).catch(({ errors }: AggregateError) => {
    throw errors[0];
  });
}

async function within<T>(milliseconds: number, promise: Promise<T>, tooLate: Error): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = platform.later(milliseconds, () => reject(tooLate));
  });
  return Promise.race([promise, late]).finally(cancel);
}
