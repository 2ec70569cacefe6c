import { MetricError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { shown } from "../../base/options.ts";
import { quoted } from "../../base/text.ts";
import type { Prepared } from "../prepared.ts";
import type { OwnPrepared } from "./definition.ts";

/** Errors that say what they are themselves: of the kernels, or thrown with such a name on purpose. */
const known = new Set(["ShapeError", "OptionError", "NumericalError", "MemoryError", "MetricError"]);

/** Under this name a single matrix is kept. */
const alone = "the matrix";

/**
 * Runs a function of a metric of one's own.
 * @throws {MetricError} saying which function threw what, and where in its file.
 */
export function guarded<R>(name: string, member: string, body: () => R): R {
  try {
    return body();
  } catch (error) {
    throw thrownIn(name, member, error);
  }
}

/** The error for what a function of a metric threw: itself where it says enough. */
export function thrownIn(name: string, member: string, error: unknown): unknown {
  if (error instanceof Error && known.has(error.name)) return error;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new MetricError(`The metric ${name}: ${member} threw ${what}${whereThrown(error)}`);
}

/** ` (at file:///home/me/mine.js:12:5)`: where it was thrown, as the stack says it. */
export function whereThrown(error: unknown): string {
  const stack = (error as { stack?: unknown } | null)?.stack;
  // The first place of the stack: "at f (file:///mine.js:1:2)", "f@https://…", "at /home/me/mine.js:1:2".
  const place = /(?:^|[\s(@])((?:[a-z]+:)*\/[^\s()]+:\d+:\d+)/im;
  const found = typeof stack === "string" ? place.exec(stack)?.[1] : undefined;
  return found ? ` (at ${found})` : "";
}

/** What `prepare` gave, in the form in which it crosses threads. @throws {MetricError} for anything else. */
export function kept(name: string, prepared: unknown): Prepared {
  if (isMatrix(prepared)) return { [alone]: prepared };
  const wrong = (got: string) =>
    new MetricError(
      `The metric ${name}: prepare gave ${got}; expected a matrix { rows, cols, data } with a Float64Array of rows × cols elements, or an object of such matrices and numbers.`,
    );
  if (prepared instanceof Promise)
    throw wrong("a promise (it cannot be async: what takes time to load belongs into setup)");
  if (typeof prepared !== "object" || prepared === null || Array.isArray(prepared))
    throw wrong(shown(prepared));
  if (ArrayBuffer.isView(prepared) || "rows" in prepared) throw wrong(describe(prepared));
  for (const [part, value] of Object.entries(prepared))
    if (typeof value !== "number" && !isMatrix(value)) throw wrong(`${quoted(part)}: ${describe(value)}`);
  return prepared as Prepared;
}

function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a bare ${value.constructor.name}`;
  const { rows, cols, data } = (value ?? {}) as Partial<Matrix>;
  if (rows === undefined || cols === undefined) return shown(value);
  return `${rows} × ${cols} with ${data instanceof Float64Array ? `${data.length} elements` : shown(data)}`;
}

function isMatrix(value: unknown): value is Matrix {
  const { rows, cols, data, singles } = (value ?? {}) as Partial<Matrix>;
  if (typeof rows !== "number" || typeof cols !== "number") return false;
  return singles !== undefined || (data instanceof Float64Array && data.length === rows * cols);
}

/** What a metric gets of what was kept: as `prepare` gave it. */
export function given(prepared: Prepared): OwnPrepared {
  return (prepared[alone] as Matrix | undefined) ?? prepared;
}

/** @throws {MetricError} for a value that is no number. */
export function numberOf(name: string, member: string, value: unknown): number {
  if (typeof value === "number") return value;
  const advice =
    value instanceof Promise ? " It cannot be async: what takes time to load belongs into setup." : "";
  throw new MetricError(`The metric ${name}: ${member} gave ${shown(value)}; expected a number.${advice}`);
}
