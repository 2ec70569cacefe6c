import type { OptionSchemas } from "../base/options.ts";
import type { Kind } from "../data/kinds.ts";
import type { Properties } from "./metric.ts";
import { metrics, type MetricName, type OptionsOf } from "./registry.ts";

/** What is known of a metric before anything is computed. */
export interface MetricDescription<O extends object = object> {
  /** As in a heading. */
  readonly title: string;
  /** One sentence: what the value says. */
  readonly summary: string;
  /** Paper and section of the definition. */
  readonly source: string;
  /** The kind of input it is defined for; or kinds, the usual one first. */
  readonly accepts: Kind | readonly Kind[];
  /** Meaning, range and default of every option. */
  readonly options: OptionSchemas<O>;
  /** Option sets for which the properties are tested. */
  readonly testedWith: readonly Partial<O>[];
  /** What it promises under these options, defaults filled in: kind of value, range, invariances. */
  properties(options: O): Properties;
}

/** Every metric by the name that the API, the command line and the page share. */
export type MetricDescriptions = {
  readonly [Name in MetricName]: MetricDescription<OptionsOf<Name> & object>;
};

export const metricDescriptions: MetricDescriptions = metrics;
