import { eventLoopTurns } from "../../base/host/event-loop.ts";
import type { Control } from "../lanes/control.ts";
import { runLanes } from "../lanes/lanes.ts";
import { withSteps } from "../lanes/steps.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Course } from "./kept.ts";
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
  /** Where results of durable tasks are kept. */
  readonly ledger?: Ledger | undefined;
  /** Operations from which threads are worth it. */
  least(): number;
  /** Queues work on this thread's kernels. */
  alone<R>(work: () => Promise<R>): Promise<R>;
  /** A pool of threads that have received this setup; undefined where no thread can start. */
  pool(task: AnyTask, setup: unknown, control: Control): Promise<TaskExecutor | undefined>;
}

export function taskRunner({ threads, kernels, ledger, least, alone, pool }: Resources): TaskRunner {
  /** Gives `body` a place that has received the setup. */
  const opened = <R>(
    task: AnyTask,
    setup: unknown,
    given: TaskControl,
    body: (executor: TaskExecutor, control: TaskControl) => Promise<R>,
  ) =>
    withSteps(given, async (control) => {
      control.signal?.throwIfAborted();
      const use = (executor: TaskExecutor) => closing(executor, () => body(executor, control));
      const isLarge = threads > 0 && (control.operations ?? Infinity) >= least() && !task.stays?.(setup);
      const executor = isLarge ? await pool(task, setup, control) : undefined;
      if (executor) return use(executor);
      return alone(async () => use(await inline(task, setup, kernels)));
    });
  return {
    async run<Setup, Piece, Result>(
      task: Task<Setup, Piece, Result>,
      setup: Setup,
      pieces: readonly Piece[],
      control: TaskControl = {},
    ) {
      const map = (some: readonly Piece[], course?: Course) =>
        opened(task, setup, control, (executor, heard) =>
          mapOn<Piece, Result>(executor, some, heard, course),
        );
      const facts = ledger && task.durable?.(setup);
      if (!ledger || facts === undefined) return map(pieces);
      const { runKept } = await import("./kept.ts"); // few engines have a ledger
      return runKept(ledger, task.name, facts, pieces, map);
    },
    with: (task, setup, given, body) =>
      opened(task, setup, given, (executor, control) =>
        body({ width: executor.width, map: (pieces) => mapOn(executor, pieces, control) }),
      ),
  };
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

async function mapOn<Piece, Result>(
  executor: TaskExecutor,
  pieces: readonly Piece[],
  control: TaskControl,
  { before = 0, keep }: Course = {},
): Promise<Result[]> {
  const results = new Array<Result>(pieces.length);
  const total = before + pieces.length;
  let done = before;
  control.onProgress?.({ phase: "work", done, total }); // however long the first piece takes
  const accept = (index: number, result: unknown) => {
    keep?.(index, result);
    results[index] = result as Result;
    control.onProgress?.({ phase: "work", done: ++done, total });
  };
  await runLanes(pieces.keys(), executor.width, (k) => executor.do(pieces[k]), accept, control.signal);
  return results;
}
