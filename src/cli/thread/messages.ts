import type { Keeping } from "../checkpoint/lock/watch.ts";

/**
 * What the main thread and the thread of a command say to each other.
 *
 *   thread → main   write      text for stdout or stderr
 *   main → thread   written    it was accepted, or why not
 *   thread → main   files      whether a file is being written
 *   thread → main   keep       a checkpoint is being written: the folder is to be looked after
 *   thread → main   follow     its file
 *   thread → main   lasting    it runs until a signal comes, which is then no failure; how long it may take to end after it
 *   main → thread   interrupt  the signal that came
 *   thread → main   ended      the exit code of the command
 */

export type SignalName = "SIGINT" | "SIGTERM";
export type StreamName = "stdout" | "stderr";

/** An error of the system as plain data: a message between threads would lose `code` and `syscall`. */
export interface SystemFault {
  readonly message: string;
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
}

export type ToMain =
  | { readonly kind: "write"; readonly stream: StreamName; readonly text: string; readonly id: number }
  | { readonly kind: "files"; readonly underway: boolean }
  | { readonly kind: "keep"; readonly keeping: Keeping }
  | { readonly kind: "follow"; readonly path: string }
  | { readonly kind: "lasting"; readonly grace: number }
  | { readonly kind: "ended"; readonly code: number };

export type ToCommand =
  | { readonly kind: "written"; readonly id: number; readonly fault?: SystemFault | undefined }
  | { readonly kind: "interrupt"; readonly by: SignalName };

/** What the thread of a command is told of each stream. Only the main thread can ask the terminal. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** What the thread of a command starts with. */
export interface CommandData {
  readonly repgeom: Readonly<Record<StreamName, Terminal>>;
}
