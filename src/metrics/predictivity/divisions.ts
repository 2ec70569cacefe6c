import { createRandom, shuffled } from "../../base/random.ts";

/** Which stimuli one division fits on, and which it predicts; both rising. */
export interface Division {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Fewest stimuli that a correlation, and a fit, is taken of. */
const fewest = 2;

/** Stimuli that each division holds out: a tenth, rounded up, and 2 at least. */
export function heldOutCount(stimuli: number): number {
  return Math.max(fewest, stimuli - Math.floor(0.9 * stimuli));
}

/** Fewest stimuli that can be divided. */
export const fewestStimuli = 2 * fewest;

/** Divisions that depend on the number of stimuli, the seed and their own number alone. */
export function divisionsOf(stimuli: number, { splits, seed }: { splits: number; seed: number }): Division[] {
  const held = heldOutCount(stimuli);
  return Array.from({ length: splits }, (_, split) => {
    const order = shuffled(stimuli, createRandom(seed, split + 1));
    return {
      test: Int32Array.from(order.slice(0, held)).sort(),
      train: Int32Array.from(order.slice(held)).sort(),
    };
  });
}
