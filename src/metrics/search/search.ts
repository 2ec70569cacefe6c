import { smallestOf } from "../../base/lists.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Prepared } from "../prepared.ts";
import type { End } from "./end.ts";

/**
 * A value of a pair that is looked for from several starts: rounds of pieces that do not depend
 * on one another. A piece is computed from the pair and the ends of earlier rounds alone, so
 * that any thread may do it, with the same bits.
 */
export interface SearchForm<P extends Prepared, O extends object> {
  /** Names of the numbers that `finish` gives, the value first. */
  readonly outputs: readonly string[];
  /** Pieces of the next round; 0 when the search is over. @param width - units of the wider network */
  pieces(rounds: Rounds, width: number, options: O): number;
  /** Units that decide how much is tried. */
  widthOf(prepared: P): number;
  /** Where one piece ends. */
  piece(x: P, y: P, rounds: Rounds, index: number, options: O, kernels: Kernels): End;
  /** The outputs. */
  finish(x: P, y: P, rounds: Rounds, options: O, kernels: Kernels): Float64Array;
  /** The same of all rounds on one thread: `searchOutputs`. */
  outputsOf(x: P, y: P, options: O, kernels: Kernels): Float64Array;
  /** A note on what the searches of all pairs came to, from their outputs, pair after pair. */
  warn?(outputs: Float64Array, options: O): string | undefined;
}

/** The ends of each round, in the order of its pieces. */
export type Rounds = readonly (readonly End[])[];

/** All rounds of one pair on this thread. */
export function searchRounds<P extends Prepared, O extends object>(
  form: SearchForm<P, O>,
  x: P,
  y: P,
  options: O,
  kernels: Kernels,
): Rounds {
  const rounds: End[][] = [];
  const width = Math.max(form.widthOf(x), form.widthOf(y));
  for (let count; (count = form.pieces(rounds, width, options)) > 0;) {
    const one = (_: unknown, index: number) =>
      kernels.scope(() => form.piece(x, y, rounds, index, options, kernels));
    rounds.push(Array.from({ length: count }, one));
  }
  return rounds;
}

/** The outputs of one pair, all of it on this thread. */
export function searchOutputs<P extends Prepared, O extends object>(
  form: SearchForm<P, O>,
  x: P,
  y: P,
  options: O,
  kernels: Kernels,
): Float64Array {
  return form.finish(x, y, searchRounds(form, x, y, options, kernels), options, kernels);
}

/** The first of the ends with the least loss. */
export function bestEnd(ends: readonly End[]): End {
  return ends.reduce((a, b) => (b.loss < a.loss ? b : a));
}

/** How many losses differ by more than `resolution` from the next smaller one. */
export function countDistinct(losses: readonly number[], resolution: number): number {
  const sorted = losses.toSorted((a, b) => a - b);
  return sorted.filter((loss, k) => k === 0 || loss - sorted[k - 1]! > resolution).length;
}

/** The losses that are as low as the lowest, to within `resolution`. */
export function countLowest(losses: readonly number[], resolution: number): number {
  const least = smallestOf(losses);
  return losses.filter((loss) => loss - least <= resolution).length;
}

/** A note on pairs whose least value came from one start only. */
export function warnOfLonely(outputs: Float64Array, count: number, lowest: number): string | undefined {
  const pairs = outputs.length / count;
  let lonely = 0;
  for (let k = 0; k < pairs; k++) lonely += +(outputs[k * count + lowest] === 1);
  if (lonely === 0) return undefined;
  return (
    `The least value of ${lonely} of ${pairs} pairs was found from one start only: ` +
    `more restarts may find a smaller one.`
  );
}
