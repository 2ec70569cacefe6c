import { exitCodes } from "./errors.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Milliseconds in which the library may end its workers. After them the process ends anyway. */
const grace = 300;

/** The reason of an aborted signal. */
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
 * interrupt ends the process at once, and so does work that has not ended within the grace period.
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

/** The exit code for an interrupt; undefined if there was none. */
export function interruptCode(signal: AbortSignal): number | undefined {
  return signal.reason instanceof Interrupted ? exitCodes[signal.reason.by] : undefined;
}
