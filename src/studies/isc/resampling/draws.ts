import { powerOfTwo } from "../../../base/math/powers.ts";
import { OptionError } from "../../../base/errors.ts";
import { createRandom, type Random } from "../../../base/random.ts";
import { sharedDoubles } from "../../../base/thread-memory.ts";
import type { ChosenIsc, Draws } from "../options.ts";
import type { DrawnPhases, Phases, Plan, Size } from "./resamples.ts";
import { frequenciesOf } from "./spectrum.ts";

/** One list a resample; each depends on the seed and its index alone. */
export function drawn(samples: number, seed: number, draw: (random: Random) => number[]): number[][] {
  return Array.from({ length: samples }, (_, sample) => draw(createRandom(seed, sample)));
}

/** The resamples that were given, if any. @throws {OptionError} unless each has a number for each subject. */
export function givenDraws(name: keyof Draws, given: Draws | undefined, subjects: number) {
  const list = given?.[name] as readonly (readonly number[])[] | undefined;
  const wrong = list?.findIndex((draw) => draw.length !== subjects) ?? -1;
  if (wrong < 0) return list;
  throw new OptionError(
    `isc: draw ${wrong} of ${name} has ${list![wrong]!.length} numbers; expected one for each of ${subjects} subjects.`,
    "draws",
  );
}

/** How often each subject was drawn. */
export function drawnSubjects(
  { samples, seed }: ChosenIsc,
  given: Draws | undefined,
  { subjects }: Size,
): number[][] {
  const draw = (random: Random) => Array.from({ length: subjects }, () => random.below(subjects));
  const draws = givenDraws("subjects", given, subjects) ?? drawn(samples, seed, draw);
  return draws.map((list) => {
    const counts = Array.from({ length: subjects }, () => 0);
    for (const one of list) counts[one]!++;
    return counts;
  });
}

/** Every pattern of signs, that without a change first. */
export function allSigns(subjects: number): number[][] {
  return Array.from({ length: powerOfTwo(subjects) }, (_, k) =>
    Array.from({ length: subjects }, (_, s) => ((k >> (subjects - 1 - s)) & 1 ? 1 : -1)),
  );
}

/** In how many ways subjects with these labels, 0 or 1, can be divided into groups of the same sizes. */
export function divisionsOf(labels: readonly number[]): number {
  const second = labels.filter((label) => label === 1).length;
  let ways = 1;
  for (let k = 1; k <= second; k++) ways = (ways * (labels.length - second + k)) / k;
  return ways;
}

/** Every way to divide so many subjects into two groups, of which the second has `ones`. */
export function divisions(subjects: number, ones: number): number[][] {
  if (ones > subjects || ones < 0) return [];
  if (subjects === 0) return [[]];
  const zero = divisions(subjects - 1, ones).map((rest) => [0, ...rest]);
  return [...zero, ...divisions(subjects - 1, ones - 1).map((rest) => [1, ...rest])];
}

/** Shifts of each subject: BrainIAK moves the left-out subject alone. */
export function shiftPlan(
  { samples, seed, null: asked }: ChosenIsc,
  given: Draws | undefined,
  { subjects, time }: Size,
): Plan {
  const draw = (random: Random) => Array.from({ length: subjects }, () => random.below(time));
  const draws = givenDraws("shifts", given, subjects) ?? drawn(samples, seed, draw);
  const shifts = sharedDoubles(draws.length * subjects);
  shifts.set(draws.flat());
  return { kind: "shifts", samples: draws.length, shifts, everyone: asked === "time-shift" };
}

/** Phases of each subject, as they were given, or to be drawn. */
export function phasePlan(
  { samples, seed, null: asked }: ChosenIsc,
  given: Draws | undefined,
  { subjects, time }: Size,
): Plan {
  const everyone = asked === "phase-shift";
  if (!given?.phases) return { kind: "drawn-phases", samples, everyone, seed };
  const frequencies = frequenciesOf(time);
  assertPhases(given.phases, subjects, frequencies);
  const count = given.phases.length;
  const phases = sharedDoubles(count * subjects * frequencies);
  given.phases.forEach((draw, sample) => phases.set(draw.flat(), sample * subjects * frequencies));
  return { kind: "phases", samples: count, everyone, phases, signs: sharedDoubles(count * subjects).fill(1) };
}

/**
 * Phases of samples start … end − 1, each uniform in [0, 2π). The alternating course has a sign for a phase; BrainIAK leaves it
 * as it is.
 */
export function drawPhases(
  { seed, everyone }: DrawnPhases,
  { subjects, time }: Size,
  start: number,
  end: number,
): Phases {
  const [samples, count] = [end - start, subjects * frequenciesOf(time)];
  const phases = new Float64Array(samples * count);
  const signs = new Float64Array(samples * subjects).fill(1);
  for (let sample = 0; sample < samples; sample++) {
    const random = createRandom(seed, start + sample);
    const own = (all: Float64Array, length: number) => all.subarray(sample * length, (sample + 1) * length);
    own(phases, count).forEach((_, k, to) => (to[k] = 2 * Math.PI * random.uniform()));
    if (everyone) own(signs, subjects).forEach((_, s, to) => (to[s] = random.below(2) ? 1 : -1));
  }
  return { kind: "phases", samples, everyone, phases, signs };
}

function assertPhases(phases: Draws["phases"], subjects: number, frequencies: number): void {
  const isWhole = (draw: readonly (readonly number[])[]) =>
    draw.length === subjects && draw.every((one) => one.length === frequencies);
  const wrong = phases?.findIndex((draw) => !isWhole(draw)) ?? -1;
  if (wrong < 0) return;
  throw new OptionError(
    `isc: draw ${wrong} of phases is of other subjects or frequencies; expected ${subjects} lists, one a subject, of ${frequencies} phases.`,
    "draws",
  );
}
