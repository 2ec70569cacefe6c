import type { AnyMetric } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import { stimuliCount } from "../../data/representation.ts";
import { compareInnerProducts } from "./compare-inner-products.ts";
import { comparePairs } from "./compare-pairs.ts";
import type { Course } from "./course.ts";
import type { Executor } from "./executor.ts";
import type { Pairs } from "./plan.ts";
import type { Input, Store } from "./store.ts";

/** What a run over pairs is before anything is prepared. */
export interface PairJob {
  readonly spec: ResolvedSpec;
  readonly metric: AnyMetric;
  readonly names: readonly string[];
  readonly stimuli: number;
  /** With the diagonal, unless its values are known. */
  readonly pairs: Pairs;
  /** The value of a representation against itself, where it is known. */
  readonly self: number | undefined;
  /** Of a metric that searches: it has more outputs than the value. */
  readonly search: SearchForm<Prepared, object> | undefined;
}

export function jobOf(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  { stimuli }: Pick<Executor, "stimuli"> = {},
): PairJob {
  const metric = metricOf(spec);
  const self = spec.heldOut ? undefined : metric.properties(spec.options).self;
  return {
    spec,
    metric,
    names: inputs.map(({ name }) => name),
    stimuli: stimuli ?? stimuliCount(inputs[0]!),
    pairs: { ...pairs, diagonal: pairs.diagonal && self === undefined },
    self,
    search: spec.heldOut || metric.form !== "pair" ? undefined : metric.search,
  };
}

/** Where values go. */
export type Sink = Pick<Course, "set" | "setOutputs" | "report" | "sums">;

/** Compares the pairs of the tiles, whose representations the store knows. @param tiles - as `Course.tiles` */
export async function compareTiles(
  { spec: { options }, metric, pairs, stimuli, search }: PairJob,
  store: Store,
  executor: Executor,
  tiles: Course["tiles"],
  sink: Sink,
): Promise<void> {
  const prepared = store.facts;
  const course: Course = {
    ...sink,
    options,
    pairs,
    // Resamples may keep each of their stimuli once.
    stimuli: Object.values(prepared)[0]?.numbers["distinct"] ?? stimuli,
    prepared,
    executor,
    tiles,
    do: (jobs, accept) => store.run(jobs, accept),
  };
  if (metric.form === "pair") await comparePairs(course, search);
  else await compareInnerProducts(course, metric);
}
