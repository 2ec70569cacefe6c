import { beside } from "../../base/matrix.ts";
import { extremity, falseDiscoveryRate } from "../../base/multiple.ts";
import type { IscBlock } from "./block.ts";
import { pValue, type Judged } from "./resampling/judge.ts";
import { isBootstrap, type ChosenIsc } from "./options.ts";
import type { Test } from "./resampling/resamples.ts";
import type { Isc } from "./result.ts";

type TestedFacts = Pick<Isc, "p" | "pFamilyWise" | "pFdr" | "interval" | "distribution">;

/** What the test says of all units, with p corrected for their number. */
export function testedFacts(
  parts: readonly IscBlock[],
  { null: asked, side, distribution }: ChosenIsc,
  { exact }: Test,
): TestedFacts {
  const judged = parts.map((part) => part.judged!);
  const joined = (of: (one: Judged) => Float64Array) =>
    Float64Array.from(judged.flatMap((one) => [...of(one)]));
  const p = joined((one) => one.p);
  const extremes = judged.map((one) => one.extremes).reduce(largest);
  const tested = joined((one) => one.tested);
  return {
    p,
    pFamilyWise: tested.map((value) =>
      Number.isNaN(value) ? value : pValue(extremity(value, side), extremes, 0, "right", exact),
    ),
    pFdr: falseDiscoveryRate(p),
    ...(isBootstrap(asked)
      ? { interval: { lower: joined((one) => one.lower!), upper: joined((one) => one.upper!) } }
      : {}),
    ...(distribution ? { distribution: beside(judged.map((one) => one.distribution!)) } : {}),
  };
}

function largest(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => Math.max(value, b[k]!));
}

/** Resamples without a value, in the unit that has most of them. */
export function lostOf(parts: readonly IscBlock[]): number {
  return parts.reduce((most, { judged }) => Math.max(most, judged?.lost ?? 0), 0);
}
