import { MemoryError } from "./errors.ts";

/** Bytes that resamples or starts of a search may hold: a host that cannot give them ends the process, and no error can be caught. */
const mostHeld = 2 ** 31;

/**
 * Refuses work that would not fit, before anything is allocated.
 *
 * @param name - the option that says how many
 * @param each - bytes that one takes, about
 * @throws {MemoryError} that says how many would fit.
 */
export function assertFits(owner: string, name: string, count: number, each: number): void {
  const fit = Math.floor(mostHeld / each);
  if (count <= fit) return;
  const needed = (count * each) / 2 ** 30;
  throw new MemoryError(
    `${owner}: ${name} is ${count}; with these data that takes about ${needed.toPrecision(2)} GiB, and at most ` +
      `2 GiB are allowed. What would fit: ${name} up to ${fit}, or fewer data at a time.`,
  );
}
