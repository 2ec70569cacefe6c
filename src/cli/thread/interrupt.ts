import { isMainThread } from "node:worker_threads";
import { describeError, exitCodes } from "../errors.ts";
import { link, type Link } from "./link.ts";
import type { SignalName } from "./messages.ts";
import { flushed, stderr } from "../stdout.ts";

/** A command: the words after its name, and a signal that Ctrl-C (SIGINT) and SIGTERM abort. @returns the exit code */
export type Work = (words: readonly string[], signal: AbortSignal) => Promise<number>;

/** The reason of an aborted signal. */
class Interrupted extends Error {
  override readonly name = "AbortError";

  constructor(by: SignalName) {
    super(`Interrupted by ${by}.`);
  }
}

/**
 * Runs a command that can be interrupted whatever it does: on a thread of its own, while the main
 * thread does nothing but hear signals and write. The script calls this function, on both threads.
 *
 * @param script - `import.meta.url` of the script
 */
export async function runInterruptibly(script: string, work: Work): Promise<void> {
  if (link) return serve(link, work);
  if (!isMainThread) throw new Error("A command starts on the main thread.");
  const { supervise } = await import("./supervise.ts");
  try {
    supervise(script);
  } catch (error) {
    stderr.write(describeError(error)); // of a host that lets it start no thread
    process.exitCode = exitCodes.failure;
  }
}

async function serve(to: Link, work: Work): Promise<void> {
  const controller = new AbortController();
  to.onInterrupt((by) => controller.abort(new Interrupted(by)));
  const code = await work(process.argv.slice(2), controller.signal).catch((error: unknown) => {
    stderr.write(describeError(error));
    return exitCodes.failure;
  });
  await flushed();
  to.end(code);
}
