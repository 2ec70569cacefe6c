import { parentPort, workerData } from "node:worker_threads";
import type { Keeping } from "../checkpoint/lock/watch.ts";
import type { CommandData, SignalName, StreamName, Terminal, ToCommand, ToMain } from "./messages.ts";

/** The way from the thread of a command to the main thread, which owns the streams and hears the signals. */
export interface Link {
  readonly terminals: Readonly<Record<StreamName, Terminal>>;
  /** Writes text. Rejects with the system's error. */
  send(stream: StreamName, text: string): Promise<void>;
  /** Calls `hear` when a signal came. */
  onInterrupt(hear: (by: SignalName) => void): void;
  /** Runs work that writes a file; an interrupted process waits longer for it. */
  writing<R>(work: () => Promise<R>): Promise<R>;
  /** Has the main thread look after the folder of a checkpoint. */
  keep(keeping: Keeping): void;
  /** This is the file of it that is written. */
  follow(path: string): void;
  /**
   * From now on a signal is how the command is meant to end: with exit code 0.
   * @param grace - milliseconds that it may then take, beside those of every command; a second signal ends it at once
   */
  lasting(grace: number): void;
  /** Ends the process. */
  end(code: number): void;
}

/** Undefined where no command runs on a thread of its own, e.g. in a test. */
export const link: Link | undefined = isCommand(workerData) ? createLink(workerData.repgeom) : undefined;

/** Runs work that writes a file. */
export function whileWriting<R>(work: () => Promise<R>): Promise<R> {
  return link ? link.writing(work) : work();
}

/**
 * Resolves with a signal, which is how this command is meant to end: with exit code 0.
 * @param grace - milliseconds that it may then take to finish what was begun
 */
export function untilInterrupted(signal: AbortSignal, grace = 0): Promise<void> {
  link?.lasting(grace);
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function isCommand(data: unknown): data is CommandData {
  return typeof data === "object" && data !== null && "repgeom" in data;
}

interface Waiting {
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

function createLink(terminals: Link["terminals"]): Link {
  const port = parentPort!;
  const tell = (message: ToMain) => port.postMessage(message);
  const waiting = new Map<number, Waiting>();
  const hearers: ((by: SignalName) => void)[] = [];
  port.on("message", (message: ToCommand) => {
    if (message.kind === "interrupt") hearers.forEach((hear) => hear(message.by));
    else answer(waiting, message);
  });
  let last = 0;
  return {
    terminals,
    send: (stream, text) =>
      new Promise((done, fail) => {
        waiting.set(++last, { done, fail });
        tell({ kind: "write", stream, text, id: last });
      }),
    onInterrupt: (hear) => void hearers.push(hear),
    async writing(work) {
      tell({ kind: "files", underway: true });
      try {
        return await work();
      } finally {
        tell({ kind: "files", underway: false });
      }
    },
    keep: (keeping) => tell({ kind: "keep", keeping }),
    follow: (path) => tell({ kind: "follow", path }),
    lasting: (grace) => tell({ kind: "lasting", grace }),
    end: (code) => tell({ kind: "ended", code }),
  };
}

function answer(waiting: Map<number, Waiting>, { id, fault }: Extract<ToCommand, { kind: "written" }>): void {
  const { done, fail } = waiting.get(id)!;
  waiting.delete(id);
  if (fault) fail(Object.assign(new Error(fault.message), fault));
  else done();
}
