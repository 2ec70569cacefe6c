import { revive } from "../src/base/errors.ts";
import type { ThreadStore, WorkerThread } from "./threads.ts";

/** Who works: a thread and what it was told. */
interface Worker {
  readonly thread: WorkerThread;
}

interface Terms<W extends Worker> {
  readonly store: ThreadStore;
  /** Threads to use; at least 1. */
  readonly width: number;
  /** Puts a thread to work. */
  start(thread: WorkerThread): W;
  readonly signal?: AbortSignal | undefined;
}

/** Threads borrowed for one run. */
export interface Lending<W> {
  /** Gives `work` a free thread: there is one whenever no more than `width` are asked for at once. */
  use<R>(work: (worker: W) => Promise<R>): Promise<R>;
  /** Gives them back, those that are still busy excepted: they are ended. */
  close(): void;
}

/**
 * Borrows threads. One that dies is replaced and its work rejects, so that the caller
 * can give it to another; an abort terminates all at once.
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
