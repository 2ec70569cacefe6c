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

/** Made when it is first needed: every bundle has this file, and few need an order. */
let natural: Intl.Collator | undefined;

/**
 * Compares two texts as a reader would: digits in them as whole numbers, `layer2` before `layer10`.
 * Of two spellings that are equal to a reader (`7`, `07`) the shorter comes first.
 *
 * @returns below 0, 0 or above 0, as `Array.sort` takes it; 0 for equal texts alone
 */
export function naturalCompare(a: string, b: string): number {
  natural ??= new Intl.Collator("en", { numeric: true });
  return natural.compare(a, b) || a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * Positions of the values in rising order: numbers by value and before texts, texts naturally, what is
 * missing last. Equal ones keep their order.
 */
export function naturalPositions(values: readonly (string | number | null)[]): number[] {
  return Array.from(values.keys()).sort((i, j) => compareValues(values[i]!, values[j]!) || i - j);
}

function compareValues(a: string | number | null, b: string | number | null): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return naturalCompare(a, b);
  return rankOf(a) - rankOf(b);
}

function rankOf(value: string | number | null): number {
  return value === null ? 2 : typeof value === "string" ? 1 : 0;
}

/** Names for things that have none: their numbers from 0. */
export function indexNames(count: number): string[] {
  return Array.from({ length: count }, (_, k) => String(k));
}
