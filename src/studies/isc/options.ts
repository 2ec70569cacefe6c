import { assertLabels } from "../../base/numbers.ts";
import { OptionError } from "../../base/errors.ts";
import {
  boolean,
  choice,
  confidence,
  data,
  either,
  optional,
  resolveOptions,
  mostDraws,
  seed,
  whole,
  withDefault,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import type { Side } from "../../base/statistics.ts";

export const iscMethods = ["leave-one-out", "pairwise"] as const;
export const iscSummaries = ["mean", "median", "none"] as const;
export const iscNulls = [
  "bootstrap",
  "permutation",
  "time-shift",
  "phase-shift",
  "brainiak-bootstrap",
  "brainiak-permutation",
  "brainiak-time-shift",
  "brainiak-phase-shift",
] as const;
export const iscSides = ["two-sided", "right", "left"] as const satisfies readonly Side[];

export type IscMethod = (typeof iscMethods)[number];
export type IscSummary = (typeof iscSummaries)[number];
export type IscNull = (typeof iscNulls)[number];

/** How inter-subject correlations are taken. */
export interface CorrelationOptions {
  readonly method?: IscMethod | undefined;
  readonly summary?: IscSummary | undefined;
  readonly tolerateNans?: boolean | number | undefined;
}

/** How the summary is tested. */
export interface IscOptions extends CorrelationOptions {
  readonly spatial?: boolean | undefined;
  readonly null?: IscNull | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
  readonly side?: Side | undefined;
  readonly confidence?: number | undefined;
  readonly groups?: readonly (string | number)[] | undefined;
  readonly distribution?: boolean | undefined;
  readonly draws?: Draws | undefined;
}

/** Resamples, one entry each; what of them is needed follows from `null`. */
export interface Draws {
  /** bootstrap: numbers of subjects. */
  readonly subjects?: readonly (readonly number[])[];
  /** permutation of one group: 1 or −1 for each subject. */
  readonly signs?: readonly (readonly number[])[];
  /** permutation of two groups: the group of each subject, 0 or 1. */
  readonly groups?: readonly (readonly number[])[];
  /** time-shift: of each subject, in times. */
  readonly shifts?: readonly (readonly number[])[];
  /** phase-shift: of each subject, radians for each frequency above 0 and below Nyquist. */
  readonly phases?: readonly (readonly (readonly number[])[])[];
}

export const correlationOptions = {
  method: choice(
    iscMethods,
    "leave-one-out: each subject with the mean of the others. pairwise: each subject with each other.",
  ),
  summary: choice(iscSummaries, "Over subjects or pairs: mean of Fisher z, brought back; median; or none."),
  tolerateNans: either<boolean | number>(
    true,
    [{ type: "boolean" }, { type: "number", min: 0, max: 1 }],
    "Whether means leave out what is missing (NaN). A share asks that at least so many of the subjects have complete responses of a unit, otherwise the unit has no value.",
  ),
} satisfies OptionSchemas<CorrelationOptions>;

const nullDoc =
  "Tests the summary. permutation: the signs of whole courses are flipped, or their groups exchanged. time-shift: the courses of all subjects are rolled, each by another number of times. phase-shift: all subjects get random phases. After each of these the correlations are taken anew. bootstrap: subjects are drawn with replacement and the distribution is moved to 0; it always takes method pairwise. The brainiak- names resample correlations, or move one subject at a time, as BrainIAK does: of units of pure noise they find 0.12 to 0.34 at p <= 0.05 under leave-one-out.";

export const iscOptions = {
  ...correlationOptions,
  spatial: boolean(false, "Correlate patterns over units at each time, not courses over time of each unit."),
  null: optional(choice(iscNulls, nullDoc)),
  samples: whole(1000, 1, mostDraws, "Resamples of the test."),
  seed: seed("Decides the resamples."),
  side: choice(iscSides, "right: the summary is larger than under the null. left: smaller."),
  confidence: confidence("Null bootstrap: share of the distribution that lies inside the interval."),
  groups: data(
    "a list with the group of each subject",
    "Null permutation of two groups: the group of each subject; tests the first in order of names less the second.",
    Array.isArray,
  ),
  distribution: boolean(false, "Return the values of every resample: samples × units."),
  draws: data("an object of Draws", "Resamples to take instead of drawn ones."),
} satisfies OptionSchemas<IscOptions>;

export interface IsfcOptions extends CorrelationOptions {
  readonly targets?: readonly RepresentationLike[] | undefined;
}

export const isfcOptions = {
  ...correlationOptions,
  summary: withDefault(correlationOptions.summary, "none"),
  targets: data(
    "a list of representations",
    "Courses of the same subjects and times, with which the units are correlated instead.",
    Array.isArray,
  ),
} satisfies OptionSchemas<IsfcOptions>;

/** Every option of the correlations and their test, with its default. */
export type ChosenIsc = Omit<Chosen<typeof iscOptions>, "draws" | "spatial">;

/** Whether this null draws subjects again, so that there is an interval. */
export function isBootstrap(asked: IscNull | undefined): boolean {
  return asked === "bootstrap" || asked === "brainiak-bootstrap";
}

/** Whether rows are subjects against the mean of others. Two subjects are always one pair. */
export function isLeaveOneOut({ method }: Pick<ChosenIsc, "method">, subjects: number): boolean {
  return method === "leave-one-out" && subjects > 2;
}

/** @throws {OptionError} naming the option and what it accepts. */
export function chosenIsc(given: IscOptions, subjects: number): ChosenIsc {
  const { spatial: _, draws: __, ...resolved } = resolveOptions("isc", iscOptions, given);
  // Values of leave-one-out depend on each other, so drawing them again is at no level.
  const chosen = resolved.null === "bootstrap" ? { ...resolved, method: "pairwise" as const } : resolved;
  if (chosen.null && chosen.summary === "none") {
    throw new OptionError(
      `isc: null ${chosen.null} tests a summary over subjects; take summary mean or median.`,
      "null",
    );
  }
  if (isBootstrap(chosen.null) && subjects < 3) {
    throw new OptionError(
      `isc: null ${chosen.null} draws subjects again, and two subjects make one pair whatever is drawn; ` +
        "expected three subjects or more. Take null time-shift or phase-shift.",
      "null",
    );
  }
  assertGroups(chosen, subjects);
  return chosen;
}

function assertGroups(chosen: ChosenIsc, subjects: number): void {
  const { groups, null: asked } = chosen;
  if (!groups) return;
  if (asked !== "permutation" && asked !== "brainiak-permutation")
    throw new OptionError("isc: groups are for null permutation.", "groups");
  if (groups.length !== subjects)
    throw new OptionError(
      `isc: ${groups.length} groups for ${subjects} subjects; expected one for each.`,
      "groups",
    );
  assertLabels(groups, "isc", "groups");
  const names = [...new Set(groups)];
  if (names.length === 1)
    throw new OptionError("isc: all subjects are in one group; leave out groups.", "groups");
  if (names.length > 2)
    throw new OptionError(
      `isc: the groups are ${names.join(", ")}; two can be compared at a time.`,
      "groups",
    );
  if (asked === "brainiak-permutation" && isLeaveOneOut(chosen, subjects)) return;
  const lonely = names.find((name) => groups.filter((group) => group === name).length === 1);
  if (lonely !== undefined)
    throw new OptionError(
      `isc: group ${lonely} has one subject; subjects are compared within their group, so each needs two or more.`,
      "groups",
    );
}
