import { LegibleError } from "../base/errors.ts";
import { legible, legibleLines } from "../base/text.ts";
import { flagOf } from "../base/flag-names.ts";

/**
 * What the command line does with an error: a message for the reader, and an exit
 * code for the calling script. Errors are told apart by name, because errors from a
 * worker have lost their class.
 */

/** A wrong command line. The message says what to write instead. */
export class UsageError extends LegibleError {
  override readonly name = "UsageError";
}

/** A file or folder that cannot be read or written as requested. */
export class FileError extends LegibleError {
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
  MetricError: exitCodes.failure,
  FormatError: exitCodes.failure,
  CheckpointError: exitCodes.failure,
  QueueError: exitCodes.failure,
  TileError: exitCodes.failure,
};

/** The exit code of the process after `error`. */
export function exitCodeOf(error: unknown): number {
  return codeByName[nameOf(error)] ?? exitCodes.failure;
}

/**
 * Text for stderr that starts with `repgeom: `. The stack is shown only for bugs of
 * repgeom, and only with REPGEOM_DEBUG=1.
 *
 * @param options - names of the options that the command has flags for
 */
export function describeError(
  error: unknown,
  options: readonly string[] = [],
  debug = asksForStacks(),
): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/reaching memory limit/.test(message)) return prefixed(outOfMemory);
  if (isDenied(error)) return prefixed(deniedLine(error, message));
  if (nameOf(error) in codeByName || isSystemError(error)) return prefixed(inFlags(error, message, options));
  const hint = debug
    ? (error instanceof Error && error.stack) || "no stack"
    : "This is a bug in repgeom, not a problem with your data. Run again with REPGEOM_DEBUG=1 and report what it prints.";
  return prefixed(`internal error: ${legible(message)}\n${hint}`);
}

/** Deno shows its environment only to what may see it. */
function asksForStacks(): boolean {
  try {
    return process.env["REPGEOM_DEBUG"] === "1";
  } catch {
    return false;
  }
}

/**
 * Whether the process may not do something: Deno, and Node with `--permission`, say which of their flags allows it.
 * An error from another thread of Deno has lost its name.
 */
export function isDenied(error: unknown): boolean {
  const { code, message = "" } = (error ?? {}) as { readonly code?: unknown; readonly message?: string };
  return (
    nameOf(error) === "NotCapable" ||
    code === "ERR_ACCESS_DENIED" ||
    /^Requires \w+ access.*--allow-/s.test(message)
  );
}

function deniedLine(error: unknown, message: string): string {
  const { permission } = error as { readonly permission?: string };
  const what = permission !== undefined && !message.includes("--allow") ? ` (permission ${permission})` : "";
  return `${message.replaceAll("\n", " ").replace(/\.$/, "")}${what}.`;
}

/** The thread of the command, or one of its workers, met the limit of its heap. */
const outOfMemory =
  "the command needs more memory than Node gives it. Give it more with NODE_OPTIONS=--max-old-space-size=8192 (in MiB).";

/** Whether the reader of our output has ended, as `head` does when it has its lines. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

/** The text with `repgeom: ` before it and one newline at its end. Names in it do nothing to the terminal. */
export function prefixed(text: string): string {
  return `repgeom: ${legibleLines(text.trimEnd())}\n`;
}

/** A message of the library, with flags in place of options: `samples` becomes `--samples`. */
function inFlags(error: unknown, message: string, options: readonly string[]): string {
  const { option } = error as { option?: string };
  if (nameOf(error) === "FormatError" || nameOf(error) === "MemoryError") return readingInFlags(message);
  const first = option === undefined ? message : withFirstFlag(message, option);
  if (!namesOptions.has(nameOf(error))) return first;
  return options.reduce((text, name) => withFlag(text, name), first);
}

/** Messages about files quote what is in them, which is no option; what they say of reading has its own marks. */
export function readingInFlags(message: string): string {
  if (message.includes("(option maxMemory)")) return withFlag(message, "maxMemory");
  return ["header", "rowNames"].reduce((text, name) => withSaid(text, name), message);
}

/** The flag of the option with which a message begins, be it behind `owner: `. */
function withFirstFlag(message: string, option: string): string {
  const owner = /^\w+: /.exec(message)?.[0] ?? "";
  const start = [owner, ""].find((before) => isWordAt(message, option, before.length));
  return start === undefined ? message : flagOf(option) + message.slice(start.length + option.length);
}

function isWordAt(text: string, word: string, at: number): boolean {
  return text.startsWith(word, at) && !/\w/.test(text.charAt(at + word.length));
}

/** Errors whose messages come from the library, which speaks of options. */
const namesOptions = new Set(["OptionError", "ShapeError", "NumericalError"]);

/**
 * Puts the flag of an option in the middle of a sentence. A name of several words (`bandwidthUnit`)
 * is no English word, so it is an option wherever it stands. A name like `test` is one only where a
 * value follows it (`test "t"`), or where the sentence says to give it or to leave it out.
 */
function withFlag(message: string, name: string): string {
  const outside = "(?<![\\w./-])";
  const flag = flagOf(name);
  message = withSaid(message, name);
  if (/[A-Z]/.test(name)) return message.replace(new RegExp(`${outside}${name}(?![\\w./-]\\w)`, "g"), flag);
  return message
    .replace(new RegExp(`${outside}${name}(?= ")`, "g"), flag)
    .replace(new RegExp(`((?:leave out|give|take) )${name}(?=[ .,;])`, "gi"), `$1${flag}`);
}

/** `name "yes"` as the shell takes it: without quotes. */
function withSaid(message: string, name: string): string {
  return message.replaceAll(new RegExp(`(?<![\\w./-])${name} "(yes|no)"`, "g"), `${flagOf(name)} $1`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** System errors such as ENOSPC and EACCES. Node's message already says what failed and where. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
