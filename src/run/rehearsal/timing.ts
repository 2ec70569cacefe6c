import { eventLoopTurns } from "../../base/host/event-loop.ts";

/** Seconds, and between what the measurements lay. */
export interface Seconds {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

export const none: Seconds = { seconds: 0, low: 0, high: 0 };

/** Milliseconds after which no further measurement of one thing begins, and those for which it is measured if it is short. */
const [longest, enough] = [1500, 200];
/** So many measurements are wanted where each is not short. */
const few = 7;

/** The middle of measurements, and where a tenth and nine tenths of them lie. @param values - at least one */
export function middleOf(values: readonly number[]): Seconds {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    return (sorted[Math.floor(place)]! + sorted[Math.ceil(place)]!) / 2;
  };
  return { seconds: at(0.5), low: at(0.1), high: at(0.9) };
}

/** So many times as long. */
export function times({ seconds, low, high }: Seconds, factor: number): Seconds {
  return { seconds: seconds * factor, low: low * factor, high: high * factor };
}

/** One after the other. */
export function sumOf(parts: readonly Seconds[]): Seconds {
  const add = (of: (part: Seconds) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    seconds: add((part) => part.seconds),
    low: add((part) => part.low),
    high: add((part) => part.high),
  };
}

/**
 * Does the same work again and again, and gives the seconds of each time. Code is compiled during the first ones: of
 * many, the first third does not count, of a few the first.
 * @param most - how often it may be done
 */
export async function measured(
  work: (round: number) => Promise<unknown>,
  most = Infinity,
): Promise<number[]> {
  const turn = eventLoopTurns();
  const found: number[] = [];
  const start = performance.now();
  for (let round = 0; round < most; round++) {
    await turn();
    const before = performance.now();
    await work(round);
    const now = performance.now();
    found.push((now - before) / 1000);
    if (now - start > (round < few ? longest : enough)) break;
  }
  return found.length > 1 ? found.slice(warmUpOf(found)) : found;
}

/** How many of the first do not count. */
function warmUpOf({ length }: { readonly length: number }): number {
  return Math.ceil(length / 3);
}
