/**
 * The errors a caller can act on. Each message says what was expected, what was
 * found, where, and what to do. They are told apart by `error.name`, which
 * survives the trip from a worker; the class does not.
 */

/** Sizes that do not fit together. The message names both shapes. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** An option outside the accepted set. The message lists that set. */
export class OptionError extends Error {
  override readonly name = "OptionError";
  /** Name of the option as the API has it, where the error is about one; the command line shows its flag. */
  readonly option: string | undefined;

  constructor(message: string, option?: string) {
    super(message);
    this.option = option;
  }
}

/** Data for which the measure is not defined, or an iteration that did not converge. */
export class NumericalError extends Error {
  override readonly name = "NumericalError";
}

/** Work that does not fit in memory. The message says what would. */
export class MemoryError extends Error {
  override readonly name = "MemoryError";
}

/** Where and why a file could not be read. */
export interface FormatProblem {
  /** Name of the file, or of the array inside it as `file:array`. */
  file: string;
  /** Position in bytes from the start of the file. */
  offset: number;
  /** What the format asks for at that position. */
  expected: string;
  /** What stands there. */
  got: string;
}

/** A file that breaks its format. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly file: string;
  readonly offset: number;
  readonly expected: string;
  readonly got: string;

  constructor({ file, offset, expected, got }: FormatProblem) {
    super(`${file}: at byte ${offset}: expected ${expected}, got ${got}.`);
    this.file = file;
    this.offset = offset;
    this.expected = expected;
    this.got = got;
  }
}

/**
 * An error that came from another thread, as an instance of its class again: on the
 * way it kept its name, message and stack only.
 */
export function revive(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const classes = [ShapeError, OptionError, NumericalError, MemoryError];
  const Class = classes.find((candidate) => candidate.name === error.name);
  if (!Class || error.constructor === Class) return error;
  return Object.assign(new Class(error.message), { stack: error.stack });
}
