import { flagOf } from "./flag-names.ts";

/**
 * What the command line does with an error: the message for the reader, the
 * exit code for the script that called. Errors are told apart by name, because
 * those that come from a worker have lost their class.
 */

/** A command line that cannot be meant: the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A place on disk that cannot take what was asked. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Exit codes; the interrupts are the shell's 128 + signal number. */
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

/** The code the process ends with after `error`. */
export function exitCodeOf(error: unknown): number {
  return codeByName[nameOf(error)] ?? exitCodes.failure;
}

/**
 * Text for stderr, each line prefixed `repgeom: `. The stack appears only for
 * errors that are ours, and only when REPGEOM_DEBUG=1.
 */
export function describeError(error: unknown, debug = process.env["REPGEOM_DEBUG"] === "1"): string {
  const message = error instanceof Error ? error.message : String(error);
  if (nameOf(error) in codeByName || isSystemError(error)) return prefixed(inFlags(error, message));
  const hint = debug
    ? (error instanceof Error && error.stack) || "no stack"
    : "This is a fault of repgeom, not of your data. Run again with REPGEOM_DEBUG=1 and report what it prints.";
  return prefixed(`internal error: ${message}\n${hint}`);
}

/** Whether the reader of our output went away, as `head` does when it has its lines. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

/** `repgeom: ` before the text, which ends with one newline. */
export function prefixed(text: string): string {
  return `repgeom: ${text.trimEnd()}\n`;
}

/** A message about an option, in the words of the command line: `samples` is `--samples` there. */
function inFlags(error: unknown, message: string): string {
  const { option } = error as { option?: string };
  if (option === undefined) return message;
  return message.replace(new RegExp(`^(\\w+: )?${option}\\b`), flagOf(option));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** ENOSPC, EACCES and their like: Node's message already says what and where. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
