import { eventLoopTurns } from "../event-loop.ts";
import { runLanes, type Control } from "../lanes.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { openTask } from "./open.ts";
import type { tasks, TaskName } from "../../tasks.ts";
import type { Crew, PieceOf, ResultOf, SetupOf, TaskControl } from "./task.ts";

type Tasks = typeof tasks;

/** Does tasks on all threads of an engine. */
export interface TaskRunner {
  /** Does every piece over one setup. @returns the results in the order of the pieces */
  run<N extends TaskName>(
    name: N,
    setup: SetupOf<Tasks[N]>,
    pieces: readonly PieceOf<Tasks[N]>[],
    control?: TaskControl,
  ): Promise<ResultOf<Tasks[N]>[]>;
  /** Several rounds over one setup. `body` must not ask the engine for anything else while it runs. */
  with<N extends TaskName, R>(
    name: N,
    setup: SetupOf<Tasks[N]>,
    control: TaskControl,
    body: (crew: Crew<PieceOf<Tasks[N]>, ResultOf<Tasks[N]>>) => Promise<R>,
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
  pool(name: TaskName, setup: unknown, control: Control): Promise<TaskExecutor>;
}

export function taskRunner({ threads, kernels, alone, pool }: Resources): TaskRunner {
  const runner: TaskRunner = {
    run: (name, setup, pieces, control = {}) => runner.with(name, setup, control, (crew) => crew.map(pieces)),
    async with(name, setup, control, body) {
      control.signal?.throwIfAborted();
      const use = (executor: TaskExecutor) => closing(executor, () => body(crewOf(executor, control)));
      if (threads > 0 && !((control.operations ?? Infinity) < small))
        return use(await pool(name, setup, control));
      return alone(() => use(inline(name, setup, kernels)));
    },
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
function inline(name: TaskName, setup: unknown, kernels: Kernels): TaskExecutor {
  const task = openTask(name, setup, kernels);
  const turn = eventLoopTurns();
  return {
    width: 1,
    async do(piece) {
      await turn();
      return task.do(piece);
    },
    close: () => task.close(),
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
      const keep = (index: number, result: unknown) => {
        results[index] = result as Result;
        control.onProgress?.({ phase: "work", done: ++done, total });
      };
      await runLanes(pieces.keys(), width, (k) => executor.do(pieces[k]), keep, control.signal);
      return results;
    },
  };
}
