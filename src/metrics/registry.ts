import { further } from "./further.ts";
import { usual } from "./usual.ts";
import type { OptionSchemas } from "../base/options.ts";
import type { Kind } from "../data/kinds.ts";
import type { Cost, Family, Properties } from "./metric.ts";
import type { AnyOwnMetric } from "./own/known.ts";

/** Every metric by the name that the API, the command line and the page share, and how it is loaded. */
export const registry = { ...usual, ...further } as const;

export type MetricName = keyof typeof registry;

/** The metric that a name stands for. */
export type MetricNamed<Name extends MetricName> = Awaited<ReturnType<(typeof registry)[Name]>>;

/** The options of a metric. */
export type OptionsOf<Name extends MetricName> =
  Awaited<ReturnType<(typeof registry)[Name]>> extends { properties(options: infer O): unknown } ? O : never;

/** What is known of a metric before anything is computed. */
export interface MetricDescription<O extends object = object, Name extends string = string> {
  /** By which it may be asked for. */
  readonly name: Name;
  /** As in a heading. */
  readonly title: string;
  /** One sentence: what the value says. */
  readonly summary: string;
  /** Paper and section of the definition. */
  readonly source: string;
  readonly family: Family;
  /** Floating-point operations, to a factor. */
  readonly cost: Cost;
  /** Differences between networks that it does not see, and what misleads it. */
  readonly blindTo: string;
  /** The kind of input it is defined for; or kinds, the usual one first. */
  readonly accepts: Kind | readonly Kind[];
  /** Axes whose lengths all representations share, besides stimuli: ["units"] for a metric unit by unit. */
  sharedAxes?(options: O): readonly string[];
  /** Meaning, range and default of every option. */
  readonly options: OptionSchemas<O>;
  /** Option sets for which the properties are tested. */
  readonly testedWith: readonly Partial<O>[];
  /** What it promises under these options, defaults filled in: kind of value, range, invariances. */
  properties(options: O): Properties;
}

/** Every metric by the name that the API, the command line and the page share. */
export type MetricDescriptions = {
  readonly [Name in MetricName]: MetricDescription<OptionsOf<Name> & object, Name>;
};

/** `{ metric: "procrustes", alpha: 0.5 }`: the name selects the options that may stand beside it. */
export type MetricSpec<Name extends MetricName = MetricName> = {
  [N in Name]: { metric: N } & Partial<OptionsOf<N>>;
}[Name];

/**
 * The same, or the metric itself in place of its name: `import { procrustes } from "repgeom/metrics/procrustes"`, or one of
 * your own, by `defineMetric`. A metric alone is meant with its defaults; a name that is known only when the program runs
 * stands alone.
 */
export type MetricSpecLike<Name extends MetricName = MetricName> =
  | MetricSpec<Name>
  | { [N in Name]: { metric: MetricDescriptions[N] } & Partial<OptionsOf<N>> }[Name]
  | { metric: Name }
  | OwnSpec
  | MetricDescriptions[Name]
  | AnyOwnMetric;

/** A metric of your own with options beside. */
export interface OwnSpec {
  readonly metric: AnyOwnMetric;
  readonly [option: string]: unknown;
}

export function isMetricName(name: unknown): name is MetricName {
  return typeof name === "string" && Object.hasOwn(registry, name);
}
