import { powerOfTwo } from "../../../base/math/powers.ts";
import { shuffled, type Random } from "../../../base/random.ts";
import { sharedDoubles } from "../../../base/thread-memory.ts";
import {
  allSigns,
  divisions,
  divisionsOf,
  drawn,
  drawnSubjects,
  givenDraws,
  phasePlan,
  shiftPlan,
} from "./draws.ts";
import type { Plan, Size, Term, Test } from "./resamples.ts";
import { isLeaveOneOut, type ChosenIsc, type Draws } from "../options.ts";
import { pairsOfSubjects } from "../subjects.ts";

/**
 * The resamples that the options ask for, or those given. Each drawn one depends on the seed and
 * its index alone.
 * @throws {OptionError} if the given draws are not those that `null` needs.
 */
export function planTest(options: ChosenIsc, given: Draws | undefined, size: Size): Test {
  switch (options.null) {
    case "bootstrap":
    case "brainiak-bootstrap":
      return testBy(bootstrapPlan(options, given, size), options, size);
    case "permutation":
    case "brainiak-permutation":
      return options.groups ? groupTest(options, given, size) : signTest(options, given, size);
    case "time-shift":
    case "brainiak-time-shift":
      return testBy(shiftPlan(options, given, size), options, size);
    default:
      return testBy(phasePlan(options, given, size), options, size);
  }
}

function testBy(plan: Plan, options: ChosenIsc, size: Size): Test {
  return { plan, observed: [plainTerm(options, size)], exact: false, least: 1 / (1 + plan.samples) };
}

/** Every row once. */
function plainTerm(options: ChosenIsc, { subjects }: Size): Term {
  return termOf([Array.from({ length: subjects }, () => 1)], options);
}

function bootstrapPlan(options: ChosenIsc, given: Draws | undefined, size: Size): Plan {
  const counts = drawnSubjects(options, given, size);
  return { kind: "weights", samples: counts.length, terms: [termOf(counts, options)] };
}

/** What two subjects count as a pair. Drawn twice and three times: six pairs. */
type Weigh = (first: number, second: number) => number;
const subjectWeight: Weigh = (first, second) => first * second;

/** @param list - for each sample a number for each subject */
function termOf(
  list: readonly (readonly number[])[],
  options: Pick<ChosenIsc, "method">,
  factor: 1 | -1 = 1,
): Term {
  const subjects = list[0]!.length;
  const pairs = isLeaveOneOut(options, subjects) ? undefined : pairsOfSubjects(subjects);
  const rows = pairs?.length ?? subjects;
  const weights = sharedDoubles(list.length * rows);
  for (const [sample, numbers] of list.entries()) {
    const row = pairs ? pairs.map(([i, j]) => subjectWeight(numbers[i]!, numbers[j]!)) : numbers;
    weights.set(row, sample * rows);
  }
  return { factor, weights };
}

/** What is weighed. For pairs the correlations do, because a sign or a group changes nothing else in them. */
function weighedBy(options: ChosenIsc, { subjects }: Size): "weights" | "courses" {
  return options.null === "permutation" && isLeaveOneOut(options, subjects) ? "courses" : "weights";
}

function signTest(options: ChosenIsc, given: Draws | undefined, size: Size): Test {
  const { samples, seed } = options;
  const { subjects } = size;
  const exact = given?.signs === undefined && powerOfTwo(subjects) <= samples;
  const draw = (random: Random) => Array.from({ length: subjects }, () => (random.below(2) ? 1 : -1));
  const signs = exact
    ? allSigns(subjects)
    : (givenDraws("signs", given, subjects) ?? drawn(samples, seed, draw));
  const plan: Plan = {
    kind: weighedBy(options, size),
    samples: signs.length,
    terms: [termOf(signs, options)],
  };
  // All signs changed at once are no change.
  const least = exact ? 2 / powerOfTwo(subjects) : 1 / (1 + signs.length);
  return { plan, observed: [plainTerm(options, size)], exact, least };
}

/** Numbers before texts, which `<` does not order. */
function byName(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : 1;
}

function groupTest(options: ChosenIsc, given: Draws | undefined, size: Size): Test {
  const { samples, seed, groups, side } = options;
  const { subjects } = size;
  const names = [...new Set(groups)].sort(byName);
  const labels = groups!.map((group) => names.indexOf(group));
  const second = labels.filter((label) => label === 1).length;
  const ways = divisionsOf(labels);
  const exact = given?.groups === undefined && ways <= samples;
  const draw = (random: Random) => shuffled(subjects, random).map((from) => labels[from]!);
  const permuted = exact
    ? divisions(subjects, second)
    : (givenDraws("groups", given, subjects) ?? drawn(samples, seed, draw));
  const isMirrored = side === "two-sided" && 2 * second === subjects;
  return {
    plan: { kind: weighedBy(options, size), samples: permuted.length, terms: groupTerms(permuted, options) },
    observed: groupTerms([labels], options),
    exact,
    least: exact ? (isMirrored ? 2 : 1) / ways : 1 / (1 + permuted.length),
  };
}

/** The first group less the second; pairs count that lie inside a group. */
function groupTerms(labels: readonly (readonly number[])[], options: ChosenIsc): Term[] {
  const members = (group: number) => labels.map((list) => list.map((label) => Number(label === group)));
  return [termOf(members(0), options), termOf(members(1), options, -1)];
}
