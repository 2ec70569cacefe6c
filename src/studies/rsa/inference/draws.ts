import { createRandom, shuffled, type Random } from "../../../base/random.ts";
import type { Fold } from "./ceiling.ts";
import type { Draw } from "../fitting/fit.ts";
import { type Counts, distinct, ones, restrict } from "../drawn.ts";

/** Which items are tested in each fold; the others that were drawn are trained on. */
export interface GivenFold {
  readonly subjects: readonly number[];
  readonly stimuli: readonly number[];
}

/** How the data are divided for cross-validation. */
export interface FoldPlan {
  /** Parts of the subjects; 1: not divided. */
  readonly subjects: number;
  /** Parts of the stimuli; 1: not divided. */
  readonly stimuli: number;
  /** Divisions of the same data. */
  readonly repeats: number;
}

/** Least stimuli in a part that is compared: two make a single pair. */
export const leastStimuli = 3;

/** Draws with replacement, as many as there are. */
export function drawWithReplacement(length: number, random: Random): Counts {
  const counts = new Float64Array(length);
  for (let k = 0; k < length; k++) counts[random.below(length)]!++;
  return counts;
}

/** What resample `index` of a seed draws: stimuli first, so that data of other subjects get the same ones. */
export function drawAt(
  seed: number,
  index: number,
  sizes: { subjects: number; stimuli: number },
  which: { subjects: boolean; stimuli: boolean },
): { draw: Draw; random: Random } {
  const random = createRandom(seed, index);
  const stimuli = which.stimuli ? drawWithReplacement(sizes.stimuli, random) : ones(sizes.stimuli);
  const subjects = which.subjects ? drawWithReplacement(sizes.subjects, random) : ones(sizes.subjects);
  return { draw: { subjects, stimuli }, random };
}

/** Whether a draw has enough different items to be divided so. */
export function isDivisible({ subjects, stimuli }: Draw, plan: FoldPlan | undefined): boolean {
  const [subjectParts, stimulusParts] = [plan?.subjects ?? 1, plan?.stimuli ?? 1];
  return distinct(subjects) >= subjectParts && distinct(stimuli) >= leastStimuli * stimulusParts;
}

/**
 * Every part of the subjects with every part of the stimuli, whose division is drawn anew
 * for each part of the subjects. Copies of an item stay together.
 */
export function foldsOf(draw: Draw, plan: FoldPlan, random: Random): Fold[] {
  return partsOf(draw.subjects, plan.subjects, random).flatMap((subjects) =>
    partsOf(draw.stimuli, plan.stimuli, random).map((stimuli) => foldFrom(draw, { subjects, stimuli })),
  );
}

/** A fold from the items that it tests. A dimension of which all are tested is not divided. */
export function foldFrom(draw: Draw, { subjects, stimuli }: GivenFold): Fold {
  const bySubject = divide(draw.subjects, subjects);
  const byStimulus = divide(draw.stimuli, stimuli);
  return {
    train: { subjects: bySubject.train, stimuli: byStimulus.train },
    test: { subjects: bySubject.test, stimuli: byStimulus.test },
  };
}

function divide(counts: Counts, tested: readonly number[]): { train: Counts; test: Counts } {
  const inTest = new Set(tested);
  const test = restrict(counts, (item) => inTest.has(item));
  const train = restrict(counts, (item) => !inTest.has(item));
  return distinct(train) === 0 ? { train: counts, test: counts } : { train, test };
}

/** The different items in `parts` groups whose sizes differ by at most 1. */
function partsOf(counts: Counts, parts: number, random: Random): number[][] {
  const items = Array.from(counts.keys()).filter((item) => counts[item]! > 0);
  const order = parts > 1 ? shuffled(items.length, random) : items.map((_, k) => k);
  const groups = Array.from({ length: parts }, (): number[] => []);
  order.forEach((k, n) => groups[n % parts]!.push(items[k]!));
  return groups;
}
