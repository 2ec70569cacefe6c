import type { OptionSchema } from "../../base/options.ts";
import type { Properties } from "../../metrics/metric.ts";

/** The members of a registered metric that the command line reads. */
export interface MetricEntry {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly family: string;
  readonly cost: { readonly network: string; readonly pair: string };
  readonly blindTo: string;
  readonly accepts: string | readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  readonly testedWith: readonly object[];
  properties(options: object): Properties;
}
