import { eventLoopTurns } from "../event-loop.ts";
import type { Control } from "../control.ts";
import { runLanes } from "../lanes.ts";
import { withSteps } from "../steps.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { openTask } from "./open.ts";
import type { AnyTask, Crew, Task, TaskControl } from "./task.ts";

/** Does tasks on all threads of an engine. */
export interface TaskRunner {
  /** Does every piece over one setup. @returns the results in the order of the pieces */
  run<Setup, Piece, Result>(
    task: Task<Setup, Piece, Result>,
    setup: Setup,
    pieces: readonly Piece[],
    control?: TaskControl,
  ): Promise<Result[]>;
  /** Several rounds over one setup. `body` must not ask the engine for anything else while it runs. */
  with<Setup, Piece, Result, R>(
    task: Task<Setup, Piece, Result>,
    setup: Setup,
    control: TaskControl,
    body: (crew: Crew<Piece, Result>) => Promise<R>,
  ): Promise<R>;
}

/** Somewhere the pieces of one task are done. */
export interface TaskExecutor {
  readonly width: number;
  do(piece: unknown): Promise<unknown>;
  close(): void;
}

/** Operations below which starting or even messaging a thread takes longer than the work. */
const small = 1e7;

/** What a runner stands on. */
interface Resources {
  readonly threads: number;
  readonly kernels: Kernels;
  /** Work on this thread's kernels, one after the other. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** A pool that was given this setup. */
  pool(task: AnyTask, setup: unknown, control: Control): Promise<TaskExecutor>;
}

export function taskRunner({ threads, kernels, alone, pool }: Resources): TaskRunner {
  const runner: TaskRunner = {
    run: (task, setup, pieces, control = {}) => runner.with(task, setup, control, (crew) => crew.map(pieces)),
    with: (task, setup, given, body) =>
      withSteps(given, async (control) => {
        control.signal?.throwIfAborted();
        const use = (executor: TaskExecutor) => closing(executor, () => body(crewOf(executor, control)));
        if (threads > 0 && !((control.operations ?? Infinity) < small))
          return use(await pool(task, setup, control));
        return alone(() => use(inline(task, setup, kernels)));
      }),
  };
  return runner;
}

async function closing<R>(executor: TaskExecutor, body: () => Promise<R>): Promise<R> {
  try {
    return await body();
  } finally {
    executor.close();
  }
}

/** On this thread; lets the event loop turn between pieces, so that an abort is heard. */
function inline(task: AnyTask, setup: unknown, kernels: Kernels): TaskExecutor {
  const open = openTask(task, setup, kernels);
  const turn = eventLoopTurns();
  return {
    width: 1,
    async do(piece) {
      await turn();
      return open.do(piece);
    },
    close: () => open.close(),
  };
}

function crewOf<Piece, Result>(executor: TaskExecutor, control: TaskControl): Crew<Piece, Result> {
  const { width } = executor;
  return {
    width,
    async map(pieces) {
      const results = new Array<Result>(pieces.length);
      const total = pieces.length;
      let done = 0;
      control.onProgress?.({ phase: "work", done, total }); // however long the first piece takes
      const keep = (index: number, result: unknown) => {
        results[index] = result as Result;
        control.onProgress?.({ phase: "work", done: ++done, total });
      };
      await runLanes(pieces.keys(), width, (k) => executor.do(pieces[k]), keep, control.signal);
      return results;
    },
  };
}
