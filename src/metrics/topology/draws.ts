import { createRandom, shuffled } from "../../base/random.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Responses } from "../../data/responses.ts";

/** Which stimuli are drawn: the same for all networks of as many stimuli. */
export interface Drawing {
  /** Stimuli in one draw. */
  readonly size: number;
  readonly draws: number;
  readonly seed: number;
}

/** Draws of different stimuli, each in rising order. Where a draw holds all stimuli, there is one. */
export function drawnStimuli(stimuli: number, { size, draws, seed }: Drawing): Int32Array[] {
  if (stimuli <= size) return [Int32Array.from({ length: stimuli }, (_, k) => k)];
  return Array.from({ length: draws }, (_, draw) =>
    Int32Array.from(shuffled(stimuli, createRandom(seed, draw)).slice(0, size)).sort(),
  );
}

/** @throws {NumericalError} below a number of stimuli. */
export function assertStimuliFor(metric: string, { name, responses }: Responses, least: number): void {
  if (responses.rows >= least) return;
  throw new NumericalError(
    `${name}: ${metric} needs at least ${least} stimuli, got ${responses.rows}. ` +
      `Is the array units × stimuli? Read it with axes units,stimuli.`,
  );
}
