import { revive } from "../src/base/errors.ts";
import type { ThreadStore, WorkerThread } from "./threads.ts";

/** A thread and what it received at the start of the run. */
interface Worker {
  readonly thread: WorkerThread;
}

interface Terms<W extends Worker> {
  readonly store: ThreadStore;
  /** Number of threads to use; at least 1. */
  readonly width: number;
  /** Sends a thread what it needs for the run. */
  start(thread: WorkerThread): W;
  readonly signal?: AbortSignal | undefined;
}

/** Threads borrowed for one run. */
export interface Lending<W> {
  /** Gives `work` a free thread. The caller must not ask for more than `width` at once. */
  use<R>(work: (worker: W) => Promise<R>): Promise<R>;
  /** Returns idle threads; terminates busy ones. */
  close(): void;
}

/**
 * Borrows threads for one run. If a thread dies, it is replaced and its work rejects, so
 * that the caller can repeat the work on another thread. An abort terminates all threads at once.
 */
export function borrow<W extends Worker>({ store, width, start, signal }: Terms<W>): Lending<W> {
  const next = () => start(store.take());
  const workers = new Set(Array.from({ length: width }, next));
  const free = [...workers];
  let closed = false;
  const abort = () => workers.forEach(({ thread }) => thread.terminate());
  signal?.addEventListener("abort", abort, { once: true });

  return {
    async use(work) {
      let worker = free.pop()!;
      try {
        return await work(worker);
      } catch (error) {
        if (worker.thread.isDead && !signal?.aborted && !closed) {
          workers.delete(worker);
          workers.add((worker = next()));
        }
        throw revive(error);
      } finally {
        free.push(worker);
      }
    },
    close() {
      closed = true;
      signal?.removeEventListener("abort", abort);
      for (const worker of workers) store.give(worker.thread, free.includes(worker));
    },
  };
}
