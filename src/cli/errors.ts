import { flagOf } from "./flag-names.ts";

/**
 * What the command line does with an error: a message for the reader, and an exit
 * code for the calling script. Errors are told apart by name, because errors from a
 * worker have lost their class.
 */

/** A wrong command line. The message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file or folder that cannot be read or written as requested. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Exit codes. Those of interrupts are 128 + signal number, as in the shell. */
export const exitCodes = { success: 0, failure: 1, usage: 2, SIGINT: 130, SIGTERM: 143 } as const;

const codeByName: Readonly<Record<string, number>> = {
  UsageError: exitCodes.usage,
  OptionError: exitCodes.usage,
  FileError: exitCodes.failure,
  ShapeError: exitCodes.failure,
  NumericalError: exitCodes.failure,
  MemoryError: exitCodes.failure,
  FormatError: exitCodes.failure,
};

/** The exit code of the process after `error`. */
export function exitCodeOf(error: unknown): number {
  return codeByName[nameOf(error)] ?? exitCodes.failure;
}

/**
 * Text for stderr that starts with `repgeom: `. The stack is shown only for bugs of
 * repgeom, and only with REPGEOM_DEBUG=1.
 */
export function describeError(error: unknown, debug = process.env["REPGEOM_DEBUG"] === "1"): string {
  const message = error instanceof Error ? error.message : String(error);
  if (nameOf(error) in codeByName || isSystemError(error)) return prefixed(inFlags(error, message));
  const hint = debug
    ? (error instanceof Error && error.stack) || "no stack"
    : "This is a bug in repgeom, not a problem with your data. Run again with REPGEOM_DEBUG=1 and report what it prints.";
  return prefixed(`internal error: ${message}\n${hint}`);
}

/** Whether the reader of our output has ended, as `head` does when it has its lines. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

/** The text with `repgeom: ` before it and one newline at its end. */
export function prefixed(text: string): string {
  return `repgeom: ${text.trimEnd()}\n`;
}

/** A message about an option, with the name of its flag: `samples` becomes `--samples`. */
function inFlags(error: unknown, message: string): string {
  const { option } = error as { option?: string };
  if (option === undefined) return message;
  return message.replace(new RegExp(`^(\\w+: )?${option}\\b`), flagOf(option));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** System errors such as ENOSPC and EACCES. Node's message already says what failed and where. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
