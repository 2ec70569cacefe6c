import type { Kernels } from "../../wasm/kernels.ts";
import type { Control } from "../lanes/control.ts";

/**
 * Work in many independent pieces that are not pairs of networks: resamples, subjects,
 * restarts, patches. `Setup`, `Piece` and `Result` are sent between threads, so they consist
 * of numbers, strings, typed arrays and plain objects of these.
 */
export interface Task<Setup, Piece, Result> {
  /** Threads find the task by this name, in the list in `src/tasks.ts`. */
  readonly name: string;
  /**
   * Is called once on each thread, with the setup that all pieces share. Matrices that it makes
   * stay until the task ends. Matrices that a piece makes are freed at the end of that piece, so a
   * result must lie in ordinary memory (`kernels.detach`).
   *
   * @returns a function that does one piece. Its result must depend only on the setup and the piece.
   *   Then it has the same bits on any thread, and another thread can repeat it if a thread dies.
   *   It may import its mathematics here, so that a page that never asks for it never loads it
   */
  open(setup: Setup, kernels: Kernels): Work<Piece, Result> | Promise<Work<Piece, Result>>;
  /** Whether this setup can only be worked on by the calling thread: what it needs is on no other one. */
  readonly stays?: (setup: Setup) => boolean;
  /**
   * All of the setup that results depend on, for work that takes long: then what a piece found is kept where the
   * engine has a ledger. Its pieces must not depend on the number of threads. Undefined, for a setup with little work.
   */
  readonly durable?: (setup: Setup) => unknown;
}

/** All of a setup counts: for tasks in whose setup nothing is a matter of speed or memory. */
export const whole = <Setup>(setup: Setup): Setup => setup;

/** Does one piece. */
export type Work<Piece, Result> = (piece: Piece) => Result | Promise<Result>;

/**
 * Defines a task as a value. To get its results, pass it to `Runtime.tasks`. Worker threads find it
 * by its name in the list in `src/tasks.ts`, so add it there.
 */
export function defineTask<Setup, Piece, Result>(
  name: string,
  task: Omit<Task<Setup, Piece, Result>, "name">,
): Task<Setup, Piece, Result> {
  return { name, ...task };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTask = Task<any, any, any>;

/** Controls of a task. */
export interface TaskControl extends Control {
  /** Approximate floating-point operations of all pieces. Small work stays on the calling thread. @default large */
  readonly operations?: number;
}

/** Threads that have received one setup. */
export interface Crew<Piece, Result> {
  /** Number of pieces that run at once. */
  readonly width: number;
  /** Results in the order of the pieces. */
  map(pieces: readonly Piece[]): Promise<Result[]>;
}
