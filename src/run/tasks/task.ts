import type { Kernels } from "../../wasm/kernels.ts";
import type { Control } from "../control.ts";

/**
 * Work in many independent pieces that are not pairs of networks: resamples, subjects,
 * restarts, patches. `Setup`, `Piece` and `Result` cross threads: numbers, strings, typed
 * arrays and plain objects of them.
 */
export interface Task<Setup, Piece, Result> {
  /** The name under which a thread finds it in its list of tasks. */
  readonly name: string;
  /**
   * Called once on each thread, with what all pieces need. Matrices that it makes stay
   * until the task is over; those that a piece makes end with that piece, so a result
   * consists of ordinary memory (`kernels.detach`).
   *
   * @returns does one piece; its result depends on the setup and the piece alone, so
   *   that it has the same bits on any thread, and can be done again should a thread die
   */
  open(setup: Setup, kernels: Kernels): (piece: Piece) => Result | Promise<Result>;
}

/**
 * A task as a value: whoever needs its results gives it to `Runtime.tasks`. Threads know it
 * by its name, from the list in `src/tasks.ts`.
 */
export function defineTask<Setup, Piece, Result>(
  name: string,
  task: Omit<Task<Setup, Piece, Result>, "name">,
): Task<Setup, Piece, Result> {
  return { name, ...task };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTask = Task<any, any, any>;

/** What the caller of a task hears and says. */
export interface TaskControl extends Control {
  /** Floating-point operations of all pieces, about: small work stays on the calling thread. @default large */
  readonly operations?: number;
}

/** Threads that were given one setup. */
export interface Crew<Piece, Result> {
  /** Pieces done at once. */
  readonly width: number;
  /** Results in the order of the pieces. */
  map(pieces: readonly Piece[]): Promise<Result[]>;
}
