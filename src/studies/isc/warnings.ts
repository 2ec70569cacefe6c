import { isBootstrap, isLeaveOneOut, type ChosenIsc } from "./options.ts";
import type { Test } from "./resampling/resamples.ts";
import { pairsOfSubjects } from "./subjects.ts";

/** What was found on the way to a result. */
interface Findings {
  readonly names: readonly string[];
  readonly time: number;
  readonly units: number;
  readonly options: ChosenIsc;
  readonly test: Test | undefined;
  readonly undefinedValues: number;
  readonly undefinedUnits: number;
  /** Of each pair of subjects: in how many units their courses are the same. */
  readonly identical: ArrayLike<number>;
  /** Resamples without a value. */
  readonly lost: number;
}

/** Everything that a reader of the numbers must know, a sentence or two each. */
export function warningsOf(found: Findings): string[] {
  const all = [methodNote(found), levelNote(found), leastNote(found), lostNote(found)];
  return [...all, missingNote(found), identicalNote(found)].filter((text) => text !== undefined);
}

function methodNote({ options, names }: Findings): string | undefined {
  if (options.null !== "bootstrap") return undefined;
  const few =
    names.length === 3
      ? " With three subjects it is at no level: 0.20 of units of pure noise have p <= 0.05."
      : "";
  return (
    "null bootstrap takes method pairwise: values and summary are those of pairs of subjects. Leave-one-out values " +
    "depend on each other, so drawing them again would find far too much (Chen et al. 2016). The test is conservative without a signal " +
    "(0.01 or less at 0.05); 95 % intervals hold 0.81 to 0.92 of the time with 6 subjects, 0.89 to 0.93 with 15." +
    few
  );
}

/** Share of units of pure noise with p ≤ 0.05 under leave-one-out, simulated by scripts/calibrate/isc.mjs. */
const wrongLevels = {
  "brainiak-bootstrap": "0.34 (6 subjects) or 0.22 (15)",
  "brainiak-permutation": "0.12 (6 subjects) or 0.17 (15)",
  "brainiak-time-shift": "0.16 (6 subjects) or 0.17 (15)",
  "brainiak-phase-shift": "0.16 (6 subjects) or 0.17 (15)",
};

function levelNote({ options, names }: Findings): string | undefined {
  const asked = options.null;
  if (!asked || !Object.hasOwn(wrongLevels, asked) || !isLeaveOneOut(options, names.length)) return undefined;
  if (options.groups)
    return `null ${asked} correlates each subject with the mean of both groups; null permutation takes its own group.`;
  const rate = wrongLevels[asked as keyof typeof wrongLevels];
  return `null ${asked} is not at its level for leave-one-out: of units of pure noise ${rate} have p <= 0.05. Take null ${asked.slice("brainiak-".length)}.`;
}

function leastNote({ test, names, options }: Findings): string | undefined {
  if (!test || test.least <= 0.05) return undefined;
  const what = test.exact ? `${test.plan.samples} different resamples` : `${test.plan.samples} resamples`;
  const other = options.groups
    ? "Take more subjects."
    : "Take null time-shift or phase-shift, or more subjects.";
  const remedy = test.exact ? other : "Take more samples.";
  return `p cannot be below ${Number(test.least.toPrecision(3))}: null ${options.null} of ${names.length} subjects has ${what}. ${remedy}`;
}

function lostNote({ test, lost, options }: Findings): string | undefined {
  if (!test || lost === 0) return undefined;
  const why = isBootstrap(options.null)
    ? "they drew one subject only, or none with a value"
    : "no subject of theirs has a value";
  return `${lost} of ${test.plan.samples} resamples have no value in some unit, because ${why}. They are left out there.`;
}

function missingNote({ undefinedValues, undefinedUnits }: Findings): string | undefined {
  if (undefinedValues === 0) return undefined;
  return (
    `${undefinedValues} correlations have no value, because a course is constant or responses are missing; ` +
    `${undefinedUnits} units have none at all. They are NaN, and left out of summaries.`
  );
}

/** How many pairs of subjects are named. */
const most = 5;

function identicalNote({ identical, names, units, time, options }: Findings): string | undefined {
  if (time === 2) return "there are 2 times: every correlation is 1 or -1, whatever the responses.";
  return identicalPairs(identical, names, units, options.summary === "mean");
}

/** Which subjects have the same courses; nothing if none do. */
export function identicalPairs(
  identical: ArrayLike<number>,
  names: readonly string[],
  units: number,
  isMean: boolean,
): string | undefined {
  const pairs = pairsOfSubjects(names.length);
  const found = pairs.flatMap(([i, j], k) =>
    identical[k]! > 0 ? [`${names[i]} and ${names[j]} (${identical[k]} of ${units} units)`] : [],
  );
  if (found.length === 0) return undefined;
  const more = found.length > most ? `, and ${found.length - most} more pairs` : "";
  const rule = isMean
    ? " Correlations of 1 or -1 have no finite Fisher z: they are left out of means, unless there is nothing else."
    : "";
  return `the same course, up to scale and offset, is in ${found.slice(0, most).join(", ")}${more}. Is a subject given twice?${rule}`;
}

/** The same of functional connectivity. */
export function isfcWarnings(found: {
  readonly names: readonly string[];
  readonly units: number;
  /** Correlations without a value. */
  readonly missing: number;
  readonly identical: ArrayLike<number>;
  readonly isMean: boolean;
}): string[] {
  const note =
    found.missing > 0
      ? `${found.missing} correlations have no value, because a course is constant or responses are missing. They are NaN, and left out of summaries.`
      : undefined;
  const same = identicalPairs(found.identical, found.names, found.units, found.isMean);
  return [note, same].filter((text) => text !== undefined);
}
