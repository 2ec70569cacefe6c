import { pushAll } from "../../base/lists.ts";
import { metricOf } from "../../metrics/resolve.ts";
import type { Representation } from "../../data/representation.ts";
import { stimuliCount } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import type { Omission, Omitted } from "./omit.ts";
import { mostLeftOut, mostOperations } from "./options.ts";
import type { ExplanationFacts, Shares } from "./facts.ts";
import { stimulusNames, unitNames } from "./names.ts";
import { omitFromPair, type ExplainSetup } from "./task.ts";

/** What is known before anything is left out. */
interface Job {
  readonly setup: ExplainSetup;
  readonly value: number;
  readonly summed: Partial<ExplanationFacts>;
  /** Whether the value is an angle, whose own changes are wanted beside a sum. */
  readonly isAngle: boolean;
}

/** One list of shares: whose they are, and where they stand in the result. */
interface Listed {
  readonly kinds: readonly ("stimuli" | "omissions" | "unitsX" | "unitsY")[];
  readonly of: Omission["of"];
  readonly names: readonly string[];
  /** As in a note. */
  readonly words: string;
}

/** Values without each stimulus and each unit, where they are wanted and not too many; else a note says so. */
export async function leftOut(
  job: Job,
  limit: number | undefined,
  runtime: Runtime,
  control: Control,
): Promise<Partial<ExplanationFacts> & { readonly notes: readonly string[] }> {
  const { setup } = job;
  const each = operationsOfOne(setup);
  const lists = wantedLists(job);
  const isWithin = ({ names }: Listed) =>
    limit === undefined
      ? names.length <= mostLeftOut && names.length * each <= mostOperations
      : names.length <= limit;
  const kept = lists.filter(isWithin);
  const pieces = kept.flatMap(({ of, names }) => names.map((_, index): Omission => ({ of, index })));
  const notes = lists.filter((list) => !isWithin(list)).map((list) => tooMany(list, limit));
  if (pieces.length === 0) return { notes };
  const operations = each * pieces.length;
  const found = await runtime.tasks.run(omitFromPair, setup, pieces, { ...control, operations });
  let start = 0;
  const parts = kept.flatMap((list) => {
    const values = found.slice(start, (start += list.names.length));
    pushAll(notes, undefinedNotes(list, values));
    return list.kinds.map((kind) => [kind, changesOf(job, list, values)] as const);
  });
  return { ...Object.fromEntries(parts), notes };
}

/** What has no sum; and the stimuli once more where the value is an angle. */
function wantedLists({ setup: { pair, spec, isGram }, summed, isAngle }: Job): Listed[] {
  const lists: Listed[] = [];
  const names = stimulusNames(pair);
  if (!summed.stimuli) lists.push({ kinds: ["stimuli"], of: "stimuli", names, words: "stimuli" });
  else if (isAngle) lists.push({ kinds: ["omissions"], of: "stimuli", names, words: "stimuli" });
  if (isGram || !pair.every(hasUnits)) return lists;
  const [x, y] = pair;
  if (metricOf(spec).sharedAxes?.(spec.options).includes("units")) {
    if (!summed.unitsX)
      lists.push({ kinds: ["unitsX", "unitsY"], of: "unitsOfBoth", names: unitNames(x), words: "units" });
    return lists;
  }
  if (!summed.unitsX)
    lists.push({ kinds: ["unitsX"], of: "unitsX", names: unitNames(x), words: `units of ${x.name}` });
  if (!summed.unitsY)
    lists.push({ kinds: ["unitsY"], of: "unitsY", names: unitNames(y), words: `units of ${y.name}` });
  return lists;
}

/** A matrix of two units or more: there is something left without one. */
function hasUnits({ shape, repeats, covariances, factors }: Representation): boolean {
  return shape.length === 2 && shape[1]! > 1 && !repeats && !covariances && !factors;
}

/** About the multiplications of one value. */
function operationsOfOne({ pair, spec }: ExplainSetup): number {
  const { operations } = metricOf(spec);
  const of = (one: Representation) => {
    const [m, n] = [stimuliCount(one), one.data.length / stimuliCount(one)];
    return operations?.(one, spec.options) ?? m * Math.max(m, n) * Math.min(m, n);
  };
  return of(pair[0]) + of(pair[1]);
}

function changesOf({ value }: Job, { names, words }: Listed, values: readonly Omitted[]): Shares {
  return {
    form: "leave-one-out",
    of: `the value less the value without each of the ${words}: above 0 what raises it`,
    total: value,
    names,
    shares: Float64Array.from(values, (one) => ("value" in one ? value - one.value : NaN)),
  };
}

function tooMany({ names, words }: Listed, limit: number | undefined): string {
  const said =
    limit === undefined
      ? `no more than ${mostLeftOut}, and no more than some seconds of work, are left out unless leaveOut says so`
      : `leaveOut is ${limit}`;
  return `The ${names.length} ${words} were not left out one by one: ${said}.`;
}

/** A note where some value is not defined, with the first reason. */
function undefinedNotes({ names, words }: Listed, values: readonly Omitted[]): string[] {
  const first = values.findIndex((one) => "undefined" in one);
  if (first < 0) return [];
  const count = values.filter((one) => "undefined" in one).length;
  const reason = (values[first] as { readonly undefined: string }).undefined;
  return [
    `Without ${count} of the ${names.length} ${words} there is no value (${names[first]} is the first): ${reason}`,
  ];
}
