import { wrap, type Remote } from "comlink";
import { platform } from "#platform";
import type { TileWorker } from "./protocol.ts";

/** A worker thread and its calls. If the thread dies, its open calls reject; comlink alone would leave them waiting. */
export class WorkerThread {
  readonly #thread = platform.spawn();
  readonly #remote: Remote<TileWorker> = wrap<TileWorker>(this.#thread.endpoint);
  isDead = false;

  constructor() {
    this.#thread.death.catch(() => {
      this.isDead = true;
    });
  }

  call<R>(send: (remote: Remote<TileWorker>) => Promise<R>): Promise<R> {
    return Promise.race([send(this.#remote), this.#thread.death]);
  }

  /** While `working` is true, the host process must not exit. */
  keepAlive(working: boolean): void {
    this.#thread.keepAlive(working);
  }

  terminate(): void {
    this.isDead = true;
    this.#thread.terminate();
  }
}

/** Idle threads. An engine has one store, and every run borrows from it. */
export class ThreadStore {
  readonly #idle: WorkerThread[] = [];
  readonly #limit: number;

  /** @param limit - number of threads to keep between runs */
  constructor(limit: number) {
    this.#limit = limit;
  }

  take(): WorkerThread {
    let thread = this.#idle.pop();
    while (thread?.isDead) thread = this.#idle.pop();
    thread ??= new WorkerThread();
    thread.keepAlive(true);
    return thread;
  }

  /** Takes a thread back. @param reusable - false if the thread is still busy; it is then terminated */
  give(thread: WorkerThread, reusable: boolean): void {
    if (thread.isDead) return;
    thread.keepAlive(false);
    if (reusable && this.#idle.length < this.#limit) this.#idle.push(thread);
    else thread.terminate();
  }

  close(): void {
    for (const thread of this.#idle.splice(0)) thread.terminate();
  }
}
