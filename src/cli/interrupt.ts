import { exitCodes } from "./errors.ts";

/** Milliseconds that the library gets to end its workers before the process ends anyway. */
const grace = 300;

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into an abort of the returned signal and the
 * exit code of that interrupt. The second interrupt, or a library that does not
 * return within the grace, ends the process without waiting.
 */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      const end = () => process.exit(exitCodes[name]);
      if (controller.signal.aborted) end();
      process.exitCode = exitCodes[name];
      setTimeout(end, grace).unref();
      controller.abort();
    });
  }
  return controller.signal;
}
