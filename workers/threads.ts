import { wrap, type Remote } from "comlink";
import { platform } from "#platform";
import type { TileWorker } from "./protocol.ts";

/** A worker thread with its calls; a call of a thread that dies rejects, which comlink alone does not do. */
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

  /** Whether the host must stay alive for it. */
  keepAlive(working: boolean): void {
    this.#thread.keepAlive(working);
  }

  terminate(): void {
    this.isDead = true;
    this.#thread.terminate();
  }
}

/** Threads that wait for work. An engine has one such store; every run borrows from it. */
export class ThreadStore {
  readonly #idle: WorkerThread[] = [];
  readonly #limit: number;

  /** @param limit - threads to keep between runs */
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

  /** @param reusable - false for one that is still busy, which is ended */
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
