import { ShapeError } from "./errors.ts";

/**
 * For callers without types: one thing where a list of them is expected.
 * @param of - the things, in the plural
 * @param isOne - whether a list is one such thing itself, as rows of numbers are
 * @throws {ShapeError} that says how to write the list.
 */
export function assertList(
  owner: string,
  of: string,
  given: unknown,
  isOne: (list: readonly unknown[]) => boolean = () => false,
): void {
  if (Array.isArray(given) && !isOne(given)) return;
  const isSingle = Array.isArray(given) || (typeof given === "object" && given !== null);
  throw new ShapeError(
    isSingle
      ? `${owner} takes a list of ${of}, got one by itself: put it in brackets, [x].`
      : `${owner} takes a list of ${of}, got ${given === null ? "null" : typeof given}.`,
  );
}

/** As `Math.max(...values)`, for a list of any length: a long one as arguments overflows the stack. */
export function largestOf(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let k = 0; k < values.length; k++) most = Math.max(most, values[k]!);
  return most;
}

/** As `Math.min(...values)`, for a list of any length. */
export function smallestOf(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let k = 0; k < values.length; k++) least = Math.min(least, values[k]!);
  return least;
}

/** As `list.push(...more)`, for a list of any length. */
export function pushAll<T>(list: T[], more: Iterable<T>): void {
  for (const one of more) list.push(one);
}
