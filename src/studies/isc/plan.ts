import { OptionError } from "../../base/errors.ts";
import { createRandom, shuffled, type Random } from "../../base/random.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { ChosenIsc, Draws } from "./options.ts";
import { frequenciesOf } from "./spectrum.ts";
import { pairsOfSubjects } from "./subjects.ts";

/** How much each row (subject or pair) counts in a resample: 2 for one drawn twice, −1 for one whose sign is changed. */
export interface Term {
  /** The summary of this term is added or taken away. */
  readonly factor: 1 | -1;
  /** samples × rows. */
  readonly weights: Float64Array;
}

/** All resamples, ready to be carried out on any units. */
export type Plan =
  | { readonly kind: "weights"; readonly samples: number; readonly terms: readonly Term[] }
  /** samples × subjects, in times. */
  | { readonly kind: "shifts"; readonly samples: number; readonly shifts: Float64Array }
  /** samples × subjects × frequencies, radians. */
  | { readonly kind: "phases"; readonly samples: number; readonly phases: Float64Array };

/** The resamples of a test, and how its observed value and p follow. */
export interface Test {
  readonly plan: Plan;
  /** What the observed summary is made of: one sample. */
  readonly observed: readonly Term[];
  /** Whether the resamples are all that there are, the observed one among them. */
  readonly exact: boolean;
}

/** What the resamples are of. */
interface Size {
  readonly subjects: number;
  readonly time: number;
}

/**
 * The resamples that the options ask for, or those given. Each drawn one depends on the seed and
 * its index alone.
 * @throws {OptionError} if the given draws are not those that `null` needs.
 */
export function planTest(options: ChosenIsc, given: Draws | undefined, size: Size): Test {
  const { subjects } = size;
  const all = Array.from({ length: subjects }, () => 1);
  const plain = { observed: [termOf([all], signWeight, options)], exact: false };
  switch (options.null) {
    case "bootstrap":
      return { ...plain, plan: weighted([drawnSubjects(options, given, size)], subjectWeight, options) };
    case "permutation":
      return options.groups ? groupTest(options, given, size) : signTest(options, given, size);
    case "time-shift":
      return { ...plain, plan: shiftPlan(options, given, size) };
    default:
      return { ...plain, plan: phasePlan(options, given, size) };
  }
}

/** What a subject, or two of them, count by the number that each has. */
type Weigh = (first: number, second: number) => number;

/** Drawn twice and three times: six pairs. */
const subjectWeight: Weigh = (first, second) => first * second;
const signWeight: Weigh = (first, second) => first * second;

function weighted(
  lists: readonly (readonly (readonly number[])[])[],
  weigh: Weigh,
  options: ChosenIsc,
): Plan {
  const terms = lists.map((list) => termOf(list, weigh, options));
  return { kind: "weights", samples: lists[0]!.length, terms };
}

/** @param list - for each sample a number for each subject */
function termOf(
  list: readonly (readonly number[])[],
  weigh: Weigh,
  { method }: Pick<ChosenIsc, "method">,
  factor: 1 | -1 = 1,
): Term {
  const subjects = list[0]!.length;
  const pairwise = method === "pairwise" || subjects === 2;
  const pairs = pairwise ? pairsOfSubjects(subjects) : [];
  const rows = pairwise ? pairs.length : subjects;
  const weights = sharedDoubles(list.length * rows);
  for (const [sample, numbers] of list.entries()) {
    const row = pairwise ? pairs.map(([i, j]) => weigh(numbers[i]!, numbers[j]!)) : numbers;
    weights.set(row, sample * rows);
  }
  return { factor, weights };
}

/** How often each subject was drawn. */
function drawnSubjects(
  { samples, seed }: ChosenIsc,
  given: Draws | undefined,
  { subjects }: Size,
): number[][] {
  const draw = (random: Random) => Array.from({ length: subjects }, () => random.below(subjects));
  const draws = chosen("subjects", given, subjects) ?? drawn(samples, seed, draw);
  return draws.map((list) => {
    const counts = Array.from({ length: subjects }, () => 0);
    for (const one of list) counts[one]!++;
    return counts;
  });
}

function signTest(options: ChosenIsc, given: Draws | undefined, { subjects }: Size): Test {
  const { samples, seed } = options;
  const exact = given?.signs === undefined && 2 ** subjects <= samples;
  const draw = (random: Random) => Array.from({ length: subjects }, () => (random.below(2) ? 1 : -1));
  const signs = exact ? allSigns(subjects) : (chosen("signs", given, subjects) ?? drawn(samples, seed, draw));
  const none = Array.from({ length: subjects }, () => 1);
  const observed = [termOf([none], signWeight, options)];
  return { plan: weighted([signs], signWeight, options), observed, exact };
}

function allSigns(subjects: number): number[][] {
  return Array.from({ length: 2 ** subjects }, (_, k) =>
    Array.from({ length: subjects }, (_, s) => ((k >> (subjects - 1 - s)) & 1 ? 1 : -1)),
  );
}

function groupTest(options: ChosenIsc, given: Draws | undefined, { subjects }: Size): Test {
  const { samples, seed, groups } = options;
  const names = [...new Set(groups)].sort((a, b) => (a < b ? -1 : 1));
  const labels = groups!.map((group) => names.indexOf(group));
  const all = given?.groups ? undefined : assignmentsUpTo(labels, samples);
  const draw = (random: Random) => shuffled(subjects, random).map((from) => labels[from]!);
  const permuted = all ?? chosen("groups", given, subjects) ?? drawn(samples, seed, draw);
  return {
    plan: { kind: "weights", samples: permuted.length, terms: groupTerms(permuted, options) },
    observed: groupTerms([labels], options),
    exact: all !== undefined,
  };
}

/** The first group less the second; pairs count that lie inside a group. */
function groupTerms(labels: readonly (readonly number[])[], options: ChosenIsc): Term[] {
  const members = (group: number) => labels.map((list) => list.map((label) => Number(label === group)));
  return [termOf(members(0), subjectWeight, options, 1), termOf(members(1), subjectWeight, options, -1)];
}

/** Every way to divide the subjects into groups of these sizes; undefined if there are more than `most`. */
function assignmentsUpTo(labels: readonly number[], most: number): number[][] | undefined {
  const second = labels.filter((label) => label === 1).length;
  let ways = 1;
  for (let k = 1; k <= second; k++) ways = (ways * (labels.length - second + k)) / k;
  if (ways > most) return undefined;
  return assignments(labels.length, second);
}

function assignments(subjects: number, ones: number): number[][] {
  if (ones > subjects || ones < 0) return [];
  if (subjects === 0) return [[]];
  const zero = assignments(subjects - 1, ones).map((rest) => [0, ...rest]);
  return [...zero, ...assignments(subjects - 1, ones - 1).map((rest) => [1, ...rest])];
}

function shiftPlan({ samples, seed }: ChosenIsc, given: Draws | undefined, { subjects, time }: Size): Plan {
  const draw = (random: Random) => Array.from({ length: subjects }, () => random.below(time));
  const draws = chosen("shifts", given, subjects) ?? drawn(samples, seed, draw);
  const shifts = sharedDoubles(draws.length * subjects);
  shifts.set(draws.flat());
  return { kind: "shifts", samples: draws.length, shifts };
}

function phasePlan({ samples, seed }: ChosenIsc, given: Draws | undefined, { subjects, time }: Size): Plan {
  const frequencies = frequenciesOf(time);
  const count = given?.phases?.length ?? samples;
  const phases = sharedDoubles(count * subjects * frequencies);
  for (let sample = 0; sample < count; sample++) {
    const at = sample * subjects * frequencies;
    if (given?.phases) phases.set(given.phases[sample]!.flat(), at);
    else {
      const random = createRandom(seed, sample);
      for (let k = 0; k < subjects * frequencies; k++) phases[at + k] = 2 * Math.PI * random.uniform();
    }
  }
  return { kind: "phases", samples: count, phases };
}

function drawn(samples: number, seed: number, draw: (random: Random) => number[]): number[][] {
  return Array.from({ length: samples }, (_, sample) => draw(createRandom(seed, sample)));
}

function chosen(name: keyof Draws, given: Draws | undefined, subjects: number) {
  const list = given?.[name] as readonly (readonly number[])[] | undefined;
  const wrong = list?.findIndex((draw) => draw.length !== subjects) ?? -1;
  if (wrong < 0) return list;
  throw new OptionError(
    `isc: draw ${wrong} of ${name} has ${list![wrong]!.length} numbers; expected one for each of ${subjects} subjects.`,
  );
}
