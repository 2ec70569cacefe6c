import { eventLoopTurns } from "../../base/host/event-loop.ts";
import type { Control } from "../lanes/control.ts";
import { runLanes } from "../lanes/lanes.ts";
import { withSteps } from "../lanes/steps.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { openTask } from "./open.ts";
import type { AnyTask, Crew, Task, TaskControl } from "./task.ts";

/** Runs tasks on all threads of an engine. */
export interface TaskRunner {
  /** Runs every piece with one setup. @returns the results in the order of the pieces */
  run<Setup, Piece, Result>(
    task: Task<Setup, Piece, Result>,
    setup: Setup,
    pieces: readonly Piece[],
    control?: TaskControl,
  ): Promise<Result[]>;
  /** Runs several rounds of pieces with one setup. `body` must not use the engine for anything else. */
  with<Setup, Piece, Result, R>(
    task: Task<Setup, Piece, Result>,
    setup: Setup,
    control: TaskControl,
    body: (crew: Crew<Piece, Result>) => Promise<R>,
  ): Promise<R>;
}

/** A place that runs the pieces of one task. */
export interface TaskExecutor {
  readonly width: number;
  do(piece: unknown): Promise<unknown>;
  close(): void;
}

/** What a runner needs. */
interface Resources {
  readonly threads: number;
  readonly kernels: Kernels;
  /** Operations from which threads are worth it. */
  least(): number;
  /** Queues work on this thread's kernels. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** A pool of threads that have received this setup; undefined where no thread can start. */
  pool(task: AnyTask, setup: unknown, control: Control): Promise<TaskExecutor | undefined>;
}

export function taskRunner({ threads, kernels, least, alone, pool }: Resources): TaskRunner {
  const runner: TaskRunner = {
    run: (task, setup, pieces, control = {}) => runner.with(task, setup, control, (crew) => crew.map(pieces)),
    with: (task, setup, given, body) =>
      withSteps(given, async (control) => {
        control.signal?.throwIfAborted();
        const use = (executor: TaskExecutor) => closing(executor, () => body(crewOf(executor, control)));
        const isLarge = threads > 0 && (control.operations ?? Infinity) >= least();
        const executor = isLarge ? await pool(task, setup, control) : undefined;
        if (executor) return use(executor);
        return alone(async () => use(await inline(task, setup, kernels)));
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

/** Runs pieces on this thread. The event loop runs between pieces, so that an abort is noticed. */
async function inline(task: AnyTask, setup: unknown, kernels: Kernels): Promise<TaskExecutor> {
  const open = await openTask(task, setup, kernels);
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
