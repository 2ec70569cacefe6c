import { revive } from "../src/base/errors.ts";
import type { ThreadStore, WorkerThread } from "./threads.ts";

/** A thread and what it received at the start of the run. */
interface Worker {
  readonly thread: WorkerThread;
}

interface Terms<W extends Worker> {
  readonly store: ThreadStore;
  /** Sends a thread what it needs for the run. */
  start(thread: WorkerThread): W;
  readonly signal?: AbortSignal | undefined;
}

/** Threads borrowed for one run. */
export interface Lending<W> {
  /** Gives `work` a free thread, or a further one if none is free. */
  use<R>(work: (worker: W) => Promise<R>): Promise<R>;
  /** Returns idle threads; terminates busy ones. */
  close(): void;
}

/**
 * Borrows threads for one run, each when work comes for it: few jobs start few threads, however many there may
 * be. If a thread dies, its work rejects, and the caller can repeat it on another thread. An abort terminates
 * all threads at once.
 */
export function borrow<W extends Worker>({ store, start, signal }: Terms<W>): Lending<W> {
  const workers = new Set<W>();
  const free: W[] = [];
  const next = () => {
    const worker = start(store.take());
    workers.add(worker);
    return worker;
  };
  const abort = () => workers.forEach(({ thread }) => thread.terminate());
  signal?.addEventListener("abort", abort, { once: true });

  return {
    async use(work) {
      const worker = free.pop() ?? next();
      try {
        return await work(worker);
      } catch (error) {
        throw revive(error);
      } finally {
        if (worker.thread.isDead) workers.delete(worker);
        else free.push(worker);
      }
    },
    close() {
      signal?.removeEventListener("abort", abort);
      for (const worker of workers) store.give(worker.thread, free.includes(worker));
    },
  };
}
