import { beatCounter } from "../src/base/beat.ts";
import type { ResolvedSpec } from "../src/metrics/resolve.ts";
import type { Executor } from "../src/run/pairs/executor.ts";
import type { AnyTask } from "../src/run/tasks/task.ts";
import type { TaskExecutor } from "../src/run/tasks/runner.ts";
import { borrow } from "./lending.ts";
import { Member } from "./member.ts";
import { sendable } from "./sendable.ts";
import type { ThreadStore, WorkerThread } from "./threads.ts";

export { ThreadStore } from "./threads.ts";

/** What every pool needs. */
interface Setup {
  readonly store: ThreadStore;
  readonly module: WebAssembly.Module;
  /** Number of threads to use; at least 1. */
  readonly width: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a pool needs for one run over pairs. */
export interface PoolSetup extends Setup {
  readonly spec: ResolvedSpec;
  /** Bytes of prepared representations that each thread may hold. */
  readonly budget: number;
}

/** Prepares representations and compares them on worker threads. */
export function poolExecutor({ module, spec, budget, ...terms }: PoolSetup): Executor {
  const start = (thread: WorkerThread) => new Member(thread, { module, spec, budget });
  const threads = borrow({ ...terms, start });
  return {
    width: terms.width,
    budget,
    prepare: (representation, how) => threads.use((member) => member.prepare(representation, how)),
    run: (job, prepared) => threads.use((member) => member.run(job, prepared)),
    close: () => threads.close(),
  };
}

/** What a pool needs for one task. */
export interface TaskPoolSetup extends Setup {
  readonly task: AnyTask;
  /** Sent to each thread. Shared memory in it is not copied. */
  readonly setup: unknown;
}

/** Runs the pieces of a task on worker threads. */
export function poolTask({ module, task, setup, ...terms }: TaskPoolSetup): TaskExecutor {
  const sent = sendable(setup, task.name);
  const start = (thread: WorkerThread) => {
    const ready = thread.call((remote) => remote.open(module, task.name, sent, beatCounter()));
    ready.catch(() => {}); // the first call that awaits it reports the error
    return { thread, ready };
  };
  const threads = borrow({ ...terms, start });
  return {
    width: terms.width,
    do: (piece) =>
      threads.use(async ({ thread, ready }) => {
        await ready;
        return thread.call((remote) => remote.do(piece));
      }),
    close: () => threads.close(),
  };
}
