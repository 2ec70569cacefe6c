import { canShare } from "./thread-memory.ts";

/*
 * Steps of long computations, counted: those of this thread and of all threads that were given the
 * counter. A search that takes seconds calls `beat` at each step, so that whoever waits can be told.
 */

let counter = new Int32Array(canShare ? new SharedArrayBuffer(4) : new ArrayBuffer(4));
const listeners = new Set<() => void>();

/** One more step was done. */
export function beat(): void {
  Atomics.add(counter, 0, 1);
  for (const hear of listeners) hear();
}

/** Steps so far; only differences mean something. */
export function beats(): number {
  return counter[0]!;
}

/** What another thread must be given, to count in the same place. */
export function beatCounter(): Int32Array {
  return counter;
}

/** From here on counts where another thread counts. */
export function countIn(other: Int32Array): void {
  counter = other as typeof counter;
}

/** Calls `hear` at every step of this thread. @returns ends that */
export function hearBeats(hear: () => void): () => void {
  listeners.add(hear);
  return () => void listeners.delete(hear);
}
