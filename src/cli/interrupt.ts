import { exitCodes } from "./errors.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Milliseconds that the library gets to end its workers before the process ends anyway. */
const grace = 300;

/** Why a signal is aborted. */
class Interrupted extends Error {
  override readonly name = "AbortError";
  readonly by: (typeof signals)[number];

  constructor(by: (typeof signals)[number]) {
    super(`Interrupted by ${by}.`);
    this.by = by;
  }
}

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into an abort of the returned signal. A second
 * interrupt, or work that has not ended within the grace, ends the process at once.
 */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of signals) {
    process.on(name, () => {
      const end = () => process.exit(exitCodes[name]);
      if (controller.signal.aborted) end();
      setTimeout(end, grace).unref();
      controller.abort(new Interrupted(name));
    });
  }
  return controller.signal;
}

/** The exit code that an interrupt asks for; undefined when there was none. */
export function interruptCode(signal: AbortSignal): number | undefined {
  return signal.reason instanceof Interrupted ? exitCodes[signal.reason.by] : undefined;
}

/**
 * For work that keeps this thread busy, where no handler would be called until
 * it is done: the system ends the process at once, which shells report with the
 * same codes. No file is being written then, so nothing is left behind.
 */
export async function leavingInterruptsToSystem<T>(work: () => Promise<T>): Promise<T> {
  const handlers = signals.flatMap((name) => process.listeners(name).map((handler) => ({ name, handler })));
  for (const { name, handler } of handlers) process.off(name, handler);
  try {
    return await work();
  } finally {
    for (const { name, handler } of handlers) process.on(name, handler);
  }
}
