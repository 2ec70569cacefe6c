/*
 * Long work on the calling thread, in steps. Whoever waits can let the event loop run between two
 * of them, and stop; whoever cannot wait takes them all at once. Both get the same bits.
 */
import { eventLoopTurns } from "./host/event-loop.ts";
import type { Signal } from "./host/types.ts";

/** Work that pauses after a few milliseconds at most, and gives its result at the end. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Numbers that are copied or converted in one step: well below a millisecond. */
const stride = 2 ** 16;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * The steps one after the other; the event loop runs about every 12 ms.
 * @throws the reason of the signal, as soon as it is aborted.
 */
export async function runSteps<T>(steps: Steps<T>, signal?: Signal): Promise<T> {
  const turn = eventLoopTurns();
  signal?.throwIfAborted();
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      const pause = turn();
      if (!pause) continue;
      await pause;
      signal?.throwIfAborted();
    }
  } finally {
    steps.return(undefined as never); // so that work that was stopped frees what it holds
  }
}

/** Does `part` for all of 0 … count − 1, in ranges from `from` up to and without `to`. */
export function* inRanges(
  count: number,
  part: (from: number, to: number) => void,
  size = stride,
): Steps<void> {
  for (let from = 0; from < count; from += size) {
    part(from, Math.min(count, from + size));
    yield;
  }
}
