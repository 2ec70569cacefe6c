import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describeError, exitCodes, isBrokenPipe, prefixed } from "../errors.ts";
import type { Keeping } from "../checkpoint/lock/watch.ts";
import type { CommandData, SignalName, StreamName, SystemFault, ToCommand, ToMain } from "./messages.ts";

/** Milliseconds in which an interrupted command may end by itself: it removes what it was writing. */
const grace = 100;

/** The same while a file is being written: a busy machine needs longer, and half a file must not stay. */
const graceOfFiles = 1000;

/**
 * After that the threads of a command must end while this one waits so many times for 5 ms. On a busy
 * machine each of them takes longer, as the end of a thread does.
 */
const patience = 40;

/**
 * Runs the script as a command on a thread of its own, so that this one always hears signals, whatever
 * the command is doing. The process ends with the exit code of the command, or with that of a signal.
 *
 * @param script - URL of a module that calls `serve`
 */
export function supervise(script: string): void {
  const thread = new Worker(new URL(script), { argv: process.argv.slice(2), workerData: dataOf() });
  const course: Course = { files: false, lasting: false, grace: 0, ended: false, kept: undefined };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const tell = (message: ToCommand) => thread.postMessage(message);
  const leave = forSignals(thread, tell, course);
  process.on("SIGXFSZ", () => {}); // at a limit of the size of files, writing then fails instead
  for (const name of ["stdout", "stderr"] as const) process[name].on("error", () => {}); // `write` tells of it
  thread.on("message", (message: ToMain) => {
    if (message.kind === "write") write(message, tell);
    else if (message.kind === "files") course.files = message.underway;
    else if (message.kind === "lasting") Object.assign(course, { lasting: true, grace: message.grace });
    else if (message.kind === "keep") course.kept = keep(message.keeping);
    else if (message.kind === "follow") void course.kept?.then(({ follow }) => follow(message.path));
    else {
      course.ended = true;
      leave(message.code);
    }
  });
  thread.on("error", (error) => {
    process.exitCode = exitCodes.failure;
    process.stderr.write(describeError(error));
  });
}

interface Course {
  /** Whether a file is being written. */
  files: boolean;
  /** Whether it runs until a signal comes, which is then no failure. */
  lasting: boolean;
  /** Milliseconds that it may then take to end, beside those of every command. */
  grace: number;
  /** Whether the command has ended. */
  ended: boolean;
  /** The checkpoint that is being written. */
  kept: Promise<Kept> | undefined;
}

interface Kept {
  follow(path: string): void;
  /** Flushes what is there and lets the folder go. @returns what is there */
  end(): string;
}

/** Looks after the folder of a checkpoint. Few commands have one, so what that takes is loaded here. */
async function keep(keeping: Keeping): Promise<Kept> {
  const { describeKept, watchFolder } = await import("../checkpoint/lock/watch.ts");
  const { follow, end } = watchFolder(keeping);
  return {
    follow,
    end() {
      end();
      return describeKept(keeping);
    },
  };
}

/** Hears SIGINT and SIGTERM. @returns ends the process, with the code of the signal if one came */
function forSignals(
  thread: Worker,
  tell: (message: ToCommand) => void,
  course: Course,
): (code: number) => void {
  let by: SignalName | undefined;
  const codeOf = (name: SignalName) => (course.lasting ? exitCodes.success : exitCodes[name]);
  const leave = (name: SignalName) => void stop(thread, name, codeOf(name), course);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (by) return leave(by); // a second time: at once
      by = name;
      tell({ kind: "interrupt", by });
      setTimeout(
        () => (course.files ? setTimeout(leave, graceOfFiles - grace, name) : leave(name)),
        grace + course.grace,
      );
    });
  }
  return (code) => (by ? leave(by) : process.exit(code));
}

/**
 * Ends the threads and then the process. `process.exit` alone would wait for them without end, if one
 * is where no thread can be stopped, such as the opening of a pipe that nobody writes to. Then the
 * process dies by the signal itself, which a shell shows as the same code.
 */
async function stop(thread: Worker, by: SignalName, code: number, { kept }: Course): Promise<void> {
  const ended = thread.terminate().then(() => true);
  let isOver = false;
  for (let turn = 0; turn < patience && !isOver; turn++)
    isOver = await Promise.race([ended, pause(5, false)]);
  if (kept) process.stderr.write(prefixed((await kept).end()));
  if (isOver) process.exit(code);
  process.removeAllListeners(by);
  process.kill(process.pid, by);
}

function write(
  { stream, text, id }: Extract<ToMain, { kind: "write" }>,
  tell: (message: ToCommand) => void,
): void {
  process[stream].write(text, (error) =>
    tell({ kind: "written", id, ...(error ? { fault: faultOf(error) } : {}) }),
  );
}

function faultOf(error: NodeJS.ErrnoException): SystemFault {
  const { message, code, syscall } = error;
  // A stream that was destroyed by a closed pipe says only that it is destroyed.
  const closed = isBrokenPipe(error) || code === "ERR_STREAM_DESTROYED";
  return { message, code: closed ? "EPIPE" : code, syscall };
}

function dataOf(): CommandData {
  const of = (name: StreamName) => ({
    isTTY: Boolean(process[name].isTTY),
    columns: process[name].columns,
  });
  return { repgeom: { stdout: of("stdout"), stderr: of("stderr") } };
}
