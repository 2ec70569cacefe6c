/** `--frame` of `repgeom rdm`: reference patterns beside the stimuli. */
import { dissimilarities, dissimilaritiesThat } from "../../rdm/dissimilarities/all.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { framed } from "../../rdm/derived/framed.ts";
import { UsageError } from "../../cli/errors.ts";
import type { RdmJob } from "./command-files.ts";

/** Flags that matter for it. */
interface FrameFlags {
  readonly frame?: boolean;
  readonly dissimilarity?: DissimilarityName;
  readonly noise?: string;
  readonly residuals?: string;
  readonly axes?: readonly string[] | undefined;
}

/** @throws {UsageError} for a dissimilarity that is not defined there, or noise that references would change */
export function checkFrame(
  { frame, noise, residuals, axes, ...flags }: FrameFlags,
  name: DissimilarityName,
): void {
  if (!frame) return;
  const isBounded = (one: { readonly range: readonly [number, number] }) => one.range[1] < Infinity;
  if (isBounded(dissimilarities[name])) {
    const others = dissimilaritiesThat((one) => !isBounded(one));
    throw new UsageError(
      `--frame: ${name}${flags.dissimilarity ? "" : " (the default)"} is not defined for the origin and a constant pattern; take --dissimilarity ${others.join(", ")}.`,
    );
  }
  if (noise !== undefined && noise !== "none" && residuals === undefined)
    throw new UsageError(
      "--frame: references have no noise, so it cannot be estimated from their repeats; give --residuals or --precision.",
    );
  if (axes?.includes("time")) throw new UsageError("--frame does not go with axes of time.");
}

/** What the rows of the references are called in every column of a table. */
const referenceLabel = "reference";

/** The job with the references; where rows have conditions and runs, a row of each in every run. */
export function framedJob({ representation, rows, labels }: RdmJob): RdmJob {
  const { conditions, runs } = rows;
  const once = framed(representation);
  if (!conditions)
    return { representation: once, rows, ...(labels && { labels: withReferences(labels, 2) }) };
  const names = runs ? [...new Set(runs)] : new Array<string>(mostOf(conditions)).fill("");
  const [count, units] = representation.shape as [number, number];
  const data = new Float64Array((count + 2 * names.length) * units);
  data.set(representation.data);
  const two = once.data.subarray(count * units);
  names.forEach((_, r) => data.set(two, (count + 2 * r) * units));
  const both = once.stimuli!.slice(-2);
  return {
    representation: { name: once.name, shape: [count + 2 * names.length, units], data },
    rows: {
      ...rows,
      conditions: [...conditions, ...names.flatMap(() => both)],
      ...(runs && { runs: [...runs, ...names.flatMap((run) => [run, run])] }),
    },
    labels: withReferences(labels!, 2 * names.length),
  };
}

function withReferences(labels: NonNullable<RdmJob["labels"]>, count: number): NonNullable<RdmJob["labels"]> {
  const more = new Array<string>(count).fill(referenceLabel);
  return Object.fromEntries(Object.entries(labels).map(([column, values]) => [column, [...values, ...more]]));
}

/** How often the commonest occurs. */
function mostOf(values: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) most = count;
  }
  return most;
}
