import { legible } from "./text.ts";

/**
 * Errors that a caller can act on. Each message says what was expected, what was
 * found, where, and what to do. Tell them apart by `error.name`: the name survives
 * the message from a worker, the class does not.
 */

/** A message quotes names and values from outside: here, and only here, all are made short and visible. */
export class LegibleError extends Error {
  constructor(message: string) {
    super(legible(message));
  }
}

/** Sizes that do not fit together. The message names both shapes. */
export class ShapeError extends LegibleError {
  override readonly name = "ShapeError";
}

/** An option outside the accepted set. The message lists that set. */
export class OptionError extends LegibleError {
  override readonly name = "OptionError";
  /** Name of the option in the API, if the error is about one option. The command line shows its flag instead. */
  readonly option: string | undefined;

  constructor(message: string, option?: string) {
    super(message);
    this.option = option;
  }
}

/** The measure is not defined for these data, or an iteration did not converge. */
export class NumericalError extends LegibleError {
  override readonly name = "NumericalError";
}

/** Work that does not fit in memory. The message says what would fit. */
export class MemoryError extends LegibleError {
  override readonly name = "MemoryError";
  /** Bytes that were needed at once, at least, and bytes that there are; absent where they are not known. */
  readonly demand: { readonly needed: number; readonly limit: number } | undefined;

  constructor(message: string, demand?: { readonly needed: number; readonly limit: number }) {
    super(message);
    this.demand = demand;
  }
}

/** A metric of the caller's own that cannot be loaded, or that threw. The message says where and what. */
export class MetricError extends LegibleError {
  override readonly name = "MetricError";
}

/** A checkpoint that belongs to other work, is in use, is not complete, or cannot be written. The message says what to do. */
export class CheckpointError extends LegibleError {
  override readonly name = "CheckpointError";
}

/** Where and why a file could not be read. */
export interface FormatProblem {
  /** Name of the file, or of the array inside it as `file:array`. */
  file: string;
  /** Position in bytes from the start of the file. */
  offset: number;
  /** What the format requires at that position. */
  expected: string;
  /** What the file has there. */
  got: string;
  /** What to do, in complete sentences. */
  advice?: string;
}

/** A file that does not follow its format. */
export class FormatError extends LegibleError {
  override readonly name = "FormatError";
  readonly file: string;
  readonly offset: number;
  readonly expected: string;
  readonly got: string;

  /** @param message - in place of the usual one, for a file that could not be read at all */
  constructor({ file, offset, expected, got, advice }: FormatProblem, message?: string) {
    const usual = `${file}: at byte ${offset}: expected ${expected}, got ${got}.`;
    super(message ?? (advice ? `${usual} ${advice}` : usual));
    this.file = file;
    this.offset = offset;
    this.expected = expected;
    this.got = got;
  }
}

/**
 * Makes an error that came from another thread an instance of its class again.
 * Only its name, message and stack crossed the thread boundary.
 */
export function revive(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const classes: (new (message: string) => Error)[] = [
    ShapeError,
    OptionError,
    NumericalError,
    MemoryError,
    MetricError,
  ];
  const Class = classes.find((candidate) => candidate.name === error.name);
  if (!Class || error.constructor === Class) return error;
  return Object.assign(new Class(error.message), { stack: error.stack });
}
