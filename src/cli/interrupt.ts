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
