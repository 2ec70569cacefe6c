import { createRandom, shuffled } from "../../../base/random.ts";
import { takeStimuli } from "../../../data/stimuli.ts";
import type { Representation } from "../../../data/representation.ts";

interface Part {
  readonly length: number;
  /** Those that may be taken; all where absent. */
  readonly rest?: readonly number[] | undefined;
  readonly share: number;
  readonly seed: number;
  readonly stream: number;
}

/**
 * Some of 0 … length − 1, in rising order: the first of an order that the seed decides. Without a part it is the same order, so
 * that what is left out is all that differs.
 * @returns undefined for all
 */
export function partOf({ length, rest, share, seed, stream }: Part): number[] | undefined {
  if (share === 1) return rest && [...rest];
  const allowed = rest && new Set(rest);
  const order = shuffled(length, createRandom(seed, stream)).filter((k) => allowed?.has(k) ?? true);
  return order.slice(0, Math.round(share * order.length)).sort((a, b) => a - b);
}

/** These stimuli and these units of a representation; all where none are named. */
export function unitsOf(
  input: Representation,
  stimuli: readonly number[] | undefined,
  units: readonly number[] | undefined,
): Representation {
  const some = stimuli ? takeStimuli(input, stimuli) : input;
  if (!units) return some;
  const [rows, cols] = some.shape as [number, number];
  const data = new Float64Array(rows * units.length);
  for (let i = 0, at = 0; i < rows; i++) for (const unit of units) data[at++] = some.data[i * cols + unit]!;
  return { ...some, shape: [rows, units.length], data };
}
