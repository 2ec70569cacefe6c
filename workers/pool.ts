import { revive } from "../src/errors.ts";
import type { ResolvedSpec } from "../src/metrics/registry.ts";
import type { Executor } from "../src/pairwise/executor.ts";
import { Member } from "./member.ts";
import type { ThreadStore } from "./threads.ts";

export { ThreadStore } from "./threads.ts";

/** What a pool needs for one run. */
export interface PoolSetup {
  readonly store: ThreadStore;
  readonly module: WebAssembly.Module;
  readonly spec: ResolvedSpec;
  /** Threads to use; at least 1. */
  readonly width: number;
  /** Bytes of prepared representations that each may hold. */
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does jobs on worker threads. A worker that dies is replaced and its job rejects,
 * so that the loop over jobs gives it to another; an abort terminates all at once.
 */
export function poolExecutor({ store, module, spec, width, budget, signal }: PoolSetup): Executor {
  const start = () => new Member(store.take(), { module, spec, budget });
  const members = new Set(Array.from({ length: width }, start));
  const free = [...members];
  let closed = false;
  const abort = () => members.forEach((member) => member.thread.terminate());
  signal?.addEventListener("abort", abort, { once: true });

  /** There is a free one whenever a lane asks: as many lanes as members. */
  const use = async <R>(work: (member: Member) => Promise<R>): Promise<R> => {
    let member = free.pop()!;
    try {
      return await work(member);
    } catch (error) {
      if (member.thread.isDead && !signal?.aborted && !closed) {
        members.delete(member);
        members.add((member = start()));
      }
      throw revive(error);
    } finally {
      free.push(member);
    }
  };

  return {
    width,
    budget,
    prepare: (representation) => use((member) => member.prepare(representation)),
    run: (job, prepared) => use((member) => member.run(job, prepared)),
    close() {
      closed = true;
      signal?.removeEventListener("abort", abort);
      for (const member of members) store.give(member.thread, free.includes(member));
    },
  };
}
